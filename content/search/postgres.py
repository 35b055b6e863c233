"""Full text in PostgreSQL: a weighted vector that migration 0002 keeps in each document's row."""

from collections.abc import Collection, Sequence

from django.db import connection

from content.search.marks import START, STOP
from content.search.query import Alternative, Phrase, Query

CONFIGURATIONS = {"en": "content_english", "es": "content_spanish"}
# Body, headings, key points, title: the order PostgreSQL wants.
WEIGHTS = "{0.1, 0.4, 0.6, 1.0}"
# Materialized, so that the vectors stay behind when the matches are counted and sorted.
RANKING = """
    WITH matches AS MATERIALIZED (
        SELECT revision_id, ts_rank(%(weights)s, vector, query) AS score
        FROM content_searchdocument, to_tsquery(%(configuration)s::regconfig, %(expression)s) query
        WHERE language = %(language)s AND vector @@ query AND revision_id <> ALL(%(hidden)s)
    )
    SELECT revision_id, (SELECT count(*) FROM matches)
    FROM matches ORDER BY score DESC, revision_id LIMIT %(limit)s
"""
HEADLINE = f'StartSel="{START}", StopSel="{STOP}", MaxWords=36, MinWords=24'


def rank(
    query: Query, language: str, *, every: bool, hidden: Collection[int], limit: int
) -> tuple[list[int], int]:
    rows = fetch(
        RANKING,
        {
            "configuration": configuration(language),
            "expression": expression(query, every),
            "language": language,
            "hidden": list(hidden),
            "weights": WEIGHTS,
            "limit": limit,
        },
    )
    return [row[0] for row in rows], rows[0][1] if rows else 0


def snippets(query: Query, language: str, ids: Sequence[int]) -> dict[int, str]:
    rows = fetch(
        "SELECT revision_id, ts_headline(%s::regconfig, body, to_tsquery(%s::regconfig, %s), %s) "
        "FROM content_searchdocument WHERE revision_id = ANY(%s)",
        [
            configuration(language),
            configuration(language),
            expression(query, every=False),
            HEADLINE,
            list(ids),
        ],
    )
    return dict(rows)


def repair() -> None:
    """The vector is a generated column: it cannot disagree with its row."""


def configuration(language: str) -> str:
    return CONFIGURATIONS.get(language, "content_simple")


def fetch(sql: str, params: list | dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def expression(query: Query, every: bool) -> str:
    groups = (f"({' | '.join(map(all_of, group))})" for group in query.groups)
    return (" & " if every else " | ").join(groups)


def all_of(alternative: Alternative) -> str:
    return f"({' & '.join(map(quoted, alternative))})"


def quoted(phrase: Phrase) -> str:
    """Words hold nothing but letters and digits, so in quotes none of them is an operator."""
    words = " <-> ".join(f"'{word}'" for word in phrase.words)
    return f"({words}:*)" if phrase.is_open else f"({words})"
