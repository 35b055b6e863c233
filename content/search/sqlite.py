"""Full text in SQLite: FTS5 with bm25. The table for English stems words, the other does not."""

from collections.abc import Sequence

from django.db import connection

from content.search.marks import START, STOP
from content.search.query import Alternative, Phrase, Query

ENGLISH, OTHER = "content_search_en", "content_search_other"
# Title, key points, headings, body.
RANK = "bm25(10.0, 6.0, 4.0, 1.0)"
BODY_COLUMN = 3
SNIPPET_WORDS = 32


def rank(query: Query, every: bool, language: str) -> list[int]:
    table = table_for(language)
    return [
        row[0]
        for row in rows(
            f"SELECT rowid FROM {table} "  # noqa: S608 - the table is one of two names above
            f"WHERE {table} MATCH %s AND rank MATCH %s ORDER BY rank",
            [expression(query, every), RANK],
        )
    ]


def snippets(query: Query, ids: Sequence[int], language: str) -> dict[int, str]:
    # Only the few rows of a page: in the ranking query this would double its cost.
    table = table_for(language)
    places = ", ".join(["%s"] * len(ids))
    found = rows(
        f"SELECT rowid, snippet({table}, {BODY_COLUMN}, %s, %s, '…', {SNIPPET_WORDS}) "  # noqa: S608
        f"FROM {table} WHERE {table} MATCH %s AND rowid IN ({places})",
        [START, STOP, expression(query, every=False), *ids],
    )
    return dict(found)


def repair() -> None:
    with connection.cursor() as cursor:
        for table in (ENGLISH, OTHER):
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")  # noqa: S608


def table_for(language: str) -> str:
    return ENGLISH if language == "en" else OTHER


def rows(sql: str, params: list) -> list[tuple]:
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
