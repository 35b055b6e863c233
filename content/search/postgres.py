"""Full text in PostgreSQL: a weighted vector that migration 0002 keeps in each document's row."""

from collections.abc import Collection, Sequence

from django.db import connection

from content.search.marks import START, STOP
from content.search.query import Alternative, Phrase, Query

CONFIGURATIONS = {"en": "content_english", "es": "content_spanish"}
# Body, headings, key points, title: the order PostgreSQL wants.
WEIGHTS = "{0.1, 0.4, 0.6, 1.0}"
# Reading the vectors of thousands of matches would take most of the time. So all that hold the
# words are ranked by their small heads, and only the best of those by everything, phrases too. The
# count is exact up to that many; above, a document counts that has the words of a phrase apart.
# OFFSET keeps the planner from asking the index for all matches a second time.
LOOKED_AT_CLOSELY = 400
RANKING = """
    WITH query AS MATERIALIZED (
        SELECT to_tsquery(%(configuration)s::regconfig, %(exact)s) AS exact,
               to_tsquery(%(configuration)s::regconfig, %(loose)s) AS loose
    ), matches AS MATERIALIZED (
        SELECT revision_id, ts_rank(%(weights)s, head, loose) AS score
        FROM content_searchdocument, query
        WHERE language = %(language)s AND vector @@ loose AND revision_id <> ALL(%(hidden)s)
    ), best AS MATERIALIZED (
        SELECT revision_id FROM matches ORDER BY score DESC, revision_id LIMIT %(closely)s
    ), found AS MATERIALIZED (
        SELECT revision_id, ts_rank(%(weights)s, vector, exact) AS score
        FROM best, query, LATERAL (
            SELECT vector FROM content_searchdocument document
            WHERE document.revision_id = best.revision_id OFFSET 0
        ) one
        WHERE vector @@ exact
    ), counted AS (
        SELECT CASE WHEN (SELECT count(*) FROM matches) > %(closely)s
            THEN (SELECT count(*) FROM matches) ELSE (SELECT count(*) FROM found) END AS total
    )
    SELECT revision_id, (SELECT total FROM counted)
    FROM found ORDER BY score DESC, revision_id LIMIT %(limit)s
"""
HEADLINE = f'StartSel="{START}", StopSel="{STOP}", MaxWords=36, MinWords=24'


def lean(query: Query, language: str, known: dict[Phrase, object]) -> Query:
    """As it is: what stands nowhere costs next to nothing here."""
    return query


def rank(
    query: Query, language: str, *, every: bool, hidden: Collection[int], limit: int
) -> tuple[list[int], int]:
    rows = fetch(
        RANKING,
        {
            "configuration": configuration(language),
            "exact": expression(query, every),
            "loose": expression(query, every, beside=" & "),
            "closely": max(LOOKED_AT_CLOSELY, limit),
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


def tidy() -> None:
    """The index of the vector is looked after by the server itself."""


def configuration(language: str) -> str:
    return CONFIGURATIONS.get(language, "content_simple")


def fetch(sql: str, params: list | dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def expression(query: Query, every: bool, beside: str = " <-> ") -> str:
    """What to_tsquery takes; `beside` joins the words of a phrase."""
    groups = (
        f"({' | '.join(all_of(alternative, beside) for alternative in group)})"
        for group in query.groups
    )
    return (" & " if every else " | ").join(groups)


def all_of(alternative: Alternative, beside: str) -> str:
    return f"({' & '.join(quoted(phrase, beside) for phrase in alternative)})"


def quoted(phrase: Phrase, beside: str) -> str:
    """Words hold nothing but letters and digits, so in quotes none of them is an operator."""
    words = beside.join(f"'{word}'" for word in phrase.words)
    return f"({words}:*)" if phrase.is_open else f"({words})"
