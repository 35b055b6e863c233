"""Full text in SQLite: FTS5 with bm25. The table for English stems words, the other does not."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import repeat

from django.db import connection

from content.search.marks import START, STOP
from content.search.query import Alternative, Phrase, Query

ENGLISH, OTHER = "content_search_en", "content_search_other"
# Title, key points, headings, body.
WEIGHTS = "10.0, 6.0, 4.0, 1.0"
BODY = 3
SNIPPET_WORDS = 32
MOST_KNOWN = 2000  # phrases
FEW = 3  # cost less than to ask whether they are there
PAGES_AT_ONCE = 500  # of the index, some 2 MB


def lean(query: Query, language: str, known: dict[Phrase, bool]) -> Query:
    """What was typed stays. bm25 looks for each phrase in each row, so an alternative that stands
    nowhere, as most synonyms in other languages and all that are misspelt, costs as much as others
    and changes nothing."""
    others = {p for group in query.groups for other in group[1:] for p in other}
    if len(unknown := [*(others - known.keys())]) > FEW:
        if len(known) > MOST_KNOWN:
            known.clear()
        known.update(zip(unknown, are_there(unknown, language), strict=True))
    there = {phrase for phrase in others if known.get(phrase, True)}
    groups = ((first, *(o for o in rest if there.issuperset(o))) for first, *rest in query.groups)
    return replace(query, groups=tuple(groups))


def are_there(phrases: Sequence[Phrase], language: str) -> list[bool]:
    table = table_for(language)
    one = f"EXISTS (SELECT 1 FROM {table} WHERE {table} MATCH %s)"  # noqa: S608 - as above
    (row,) = fetch(f"SELECT {', '.join(repeat(one, len(phrases)))}", [*map(quoted, phrases)])
    return [*map(bool, row)]


def rank(
    query: Query, language: str, *, every: bool, hidden: Collection[int], limit: int
) -> tuple[list[int], int]:
    table = table_for(language)
    live = "AND rowid NOT IN (SELECT value FROM json_each(%s))" if hidden else ""
    listed = [json.dumps(list(hidden))] if hidden else []
    with one_reading():
        rows = fetch(
            # Used twice, so it is read once: for the best and for the count.
            "WITH found AS ("  # noqa: S608 - the table is one of the two names above
            f"SELECT rowid AS id, bm25({table}, {WEIGHTS}) AS score FROM {table} "
            f"WHERE {table} MATCH %s {live}) "
            "SELECT id, (SELECT count(*) FROM found) FROM found ORDER BY score, id LIMIT %s",
            [expression(query, every), *listed, limit],
        )
    return [row[0] for row in rows], rows[0][1] if rows else 0


@contextmanager
def one_reading() -> Iterator[None]:
    """bm25 looks up how long each row is. Outside of a transaction each look begins and ends one of
    its own; a savepoint begins one that, unlike Django's, takes no turn at writing."""
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("SAVEPOINT reading")
    try:
        yield
    finally:
        raw.execute("RELEASE reading")


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


def tidy() -> None:
    """Joins the pieces that an index is written in, in each of which every word of a search is
    looked up. A little at a time, since nobody else writes meanwhile."""
    connection.ensure_connection()
    raw = connection.connection
    with connection.cursor() as cursor:
        for table in (ENGLISH, OTHER):
            pages, before = -PAGES_AT_ONCE, -2  # a negative number begins, others go on
            # What changes less than two rows had nothing left to do.
            while raw.total_changes - before >= 2:
                before = raw.total_changes
                cursor.execute(
                    f"INSERT INTO {table}({table}, rank) VALUES ('merge', %s)",  # noqa: S608
                    [pages],
                )
                pages = PAGES_AT_ONCE


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
