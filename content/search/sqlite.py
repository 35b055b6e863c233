"""Full text in SQLite: FTS5 with bm25. The table for English stems words, the other does not."""

import json
from collections.abc import Collection, Sequence

from django.db import connection

from content.search.marks import START, STOP
from content.search.query import Alternative, Phrase, Query

ENGLISH, OTHER = "content_search_en", "content_search_other"
# Title, key points, headings, body.
WEIGHTS = "10.0, 6.0, 4.0, 1.0"
BODY = 3
SNIPPET_WORDS = 32


def rank(
    query: Query, language: str, *, every: bool, hidden: Collection[int], limit: int
) -> tuple[list[int], int]:
    table = table_for(language)
    rows = fetch(
        # Used twice, so it is read once: for the best and for the count.
        "WITH found AS ("  # noqa: S608 - the table is one of the two names above
        f"SELECT rowid AS id, bm25({table}, {WEIGHTS}) AS score FROM {table} "
        f"WHERE {table} MATCH %s AND rowid NOT IN (SELECT value FROM json_each(%s))) "
        "SELECT id, (SELECT count(*) FROM found) FROM found ORDER BY score, id LIMIT %s",
        [expression(query, every), json.dumps(list(hidden)), limit],
    )
    return [row[0] for row in rows], rows[0][1] if rows else 0


def snippets(query: Query, language: str, ids: Sequence[int]) -> dict[int, str]:
    # Apart from the ranking, of which they would double the cost. The plus keeps the index on the
    # words in charge: by rowid the whole expression would be prepared anew for each row.
    table = table_for(language)
    places = ", ".join(["%s"] * len(ids))
    rows = fetch(
        f"SELECT rowid, snippet({table}, {BODY}, %s, %s, '…', {SNIPPET_WORDS}) "  # noqa: S608
        f"FROM {table} WHERE {table} MATCH %s AND +rowid IN ({places})",
        [START, STOP, expression(query, every=False), *ids],
    )
    return dict(rows)


def repair() -> None:
    with connection.cursor() as cursor:
        for table in (ENGLISH, OTHER):
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")  # noqa: S608


def table_for(language: str) -> str:
    return ENGLISH if language == "en" else OTHER


def fetch(sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def expression(query: Query, every: bool) -> str:
    groups = (f"({' OR '.join(map(all_of, group))})" for group in query.groups)
    return (" AND " if every else " OR ").join(groups)


def all_of(alternative: Alternative) -> str:
    return f"({' AND '.join(map(quoted, alternative))})"


def quoted(phrase: Phrase) -> str:
    """Words hold nothing but letters and digits, so in quotes none of them is an operator."""
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_open else ""}'
