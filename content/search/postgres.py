"""Full text in PostgreSQL: a weighted vector that migration 0002 keeps in each document's row."""

from collections.abc import Sequence

from django.db import connection

from content.search.marks import START, STOP
from content.search.query import Alternative, Phrase, Query

CONFIGURATIONS = {"en": "content_english", "es": "content_spanish"}
# Body, headings, key points, title: the order PostgreSQL wants.
WEIGHTS = "{0.1, 0.4, 0.6, 1.0}"
HEADLINE = f'StartSel="{START}", StopSel="{STOP}", MaxWords=36, MinWords=24'


def rank(query: Query, every: bool, language: str) -> list[int]:
    return [
        row[0]
        for row in rows(
            "SELECT revision_id FROM content_searchdocument, to_tsquery(%s::regconfig, %s) query "
            "WHERE language = %s AND vector @@ query "
            "ORDER BY ts_rank(%s, vector, query) DESC, revision_id",
            [configuration(language), expression(query, every), language, WEIGHTS],
        )
    ]


def snippets(query: Query, ids: Sequence[int], language: str) -> dict[int, str]:
    found = rows(
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
    return dict(found)


def repair() -> None:
    """The vector is a generated column: it cannot disagree with its row."""


def configuration(language: str) -> str:
    return CONFIGURATIONS.get(language, "content_simple")


def rows(sql: str, params: list) -> list[tuple]:
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
