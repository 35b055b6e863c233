"""Full text in SQLite: FTS5 with bm25. The table for English stems words, the other does not."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import repeat
from typing import NamedTuple

from django.db import connection

from content.search.marks import START, STOP
from content.search.query import Alternative, Phrase, Query

ENGLISH, OTHER = "content_search_en", "content_search_other"
# Title, key points, headings, body.
WEIGHTS = "10.0, 6.0, 4.0, 1.0"
BODY = 3
SNIPPET_WORDS = 32
MOST_KNOWN = 2000  # phrases
# bm25 weighs a phrase that stands in half of the rows or more with a millionth; a row that has it,
# however often, scores less than 2.2 times as much with it.
MOST_FOR_COMMON = 2.2e-6
PAGES_AT_ONCE = 500  # of the index, some 2 MB


class Standing(NamedTuple):
    """In how many of all rows a phrase stands."""

    rows: int
    of: int

    @property
    def is_rare(self) -> bool:
        return 0 < self.rows < self.of / 2


def lean(query: Query, language: str, known: dict[Phrase, Standing]) -> Query:
    """What was typed stays. bm25 looks for each phrase in each row, so an alternative that stands
    nowhere, as most synonyms in other languages and all that are misspelt, costs as much as others
    and changes nothing. `rare` stays empty when few rows would be spared."""
    if all(len(group) == 1 for group in query.groups):
        return query
    stand = standings({*query.phrases()}, language, known)
    groups = (
        (first, *(other for other in rest if all(stand[phrase].rows for phrase in other)))
        for first, *rest in query.groups
    )
    query = replace(query, groups=tuple(groups))
    rare = {phrase: stand[phrase] for phrase in query.phrases() if stand[phrase].is_rare}
    spared = 1 - sum(one.rows / one.of for one in rare.values())
    rows = {phrase: one.rows for phrase, one in rare.items()}
    return replace(query, rare=rows) if spared > 1 / 2 else query


def standings(
    phrases: Collection[Phrase], language: str, known: dict[Phrase, Standing]
) -> dict[Phrase, Standing]:
    found = {phrase: known[phrase] for phrase in phrases if phrase in known}
    if unknown := [phrase for phrase in phrases if phrase not in found]:
        if len(known) > MOST_KNOWN:
            known.clear()
        asked = dict(zip(unknown, count(unknown, language), strict=True))
        known.update(asked)
        found |= asked
    return found


def count(phrases: Sequence[Phrase], language: str) -> list[Standing]:
    table = table_for(language)
    one = f"(SELECT count(*) FROM {table} WHERE {table} MATCH %s)"  # noqa: S608 - as below
    asked = [f"(SELECT count(*) FROM {table}_docsize)", *repeat(one, len(phrases))]  # noqa: S608
    ((of, *counts),) = fetch(f"SELECT {', '.join(asked)}", [*map(quoted, phrases)])
    return [Standing(rows, of) for rows in counts]


def rank(
    query: Query, language: str, *, every: bool, hidden: Collection[int], limit: int
) -> tuple[list[int], int]:
    rows = []
    if max(query.rare.values(), default=0) >= limit and matches_without_rare(query, every):
        rows = ranked(query, language, every, hidden, limit, one_of=query.rare)
    # The most that a row without a rare phrase can have.
    others = MOST_FOR_COMMON * sum(phrase not in query.rare for phrase in query.phrases())
    if len(rows) < limit or -rows[-1][2] <= others:
        rows = ranked(query, language, every, hidden, limit)
    return [row[0] for row in rows], rows[0][1] if rows else 0


def matches_without_rare(query: Query, every: bool) -> bool:
    """Whether a row without a rare phrase can match at all."""
    test = all if every else any
    return test(any(map(query.rare.keys().isdisjoint, group)) for group in query.groups)


def ranked(
    query: Query,
    language: str,
    every: bool,
    hidden: Collection[int],
    limit: int,
    one_of: Collection[Phrase] = (),
) -> list[tuple[int, int, float]]:
    """The id, how many match in all, and the score, of which the lowest is the best. With `one_of`
    only rows that have one of these phrases are ranked; the others are counted."""
    table = table_for(language)
    score, params = f"bm25({table}, {WEIGHTS})", [expression(query, every)]
    if one_of:
        these = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"  # noqa: S608 - as below
        score = f"CASE WHEN rowid IN ({these}) THEN {score} END"
        params = [" OR ".join(map(quoted, one_of)), *params]
    live = "AND rowid NOT IN (SELECT value FROM json_each(%s))" if hidden else ""
    params += [json.dumps([*hidden])] if hidden else []
    with one_reading():
        return fetch(
            # Used twice, so it is read once: for the best and for the count.
            "WITH found AS ("  # noqa: S608 - the table is one of the two names above
            f"SELECT rowid AS id, {score} AS score FROM {table} WHERE {table} MATCH %s {live}) "
            "SELECT id, (SELECT count(*) FROM found), score FROM found "
            "WHERE score IS NOT NULL ORDER BY score, id LIMIT %s",
            [*params, limit],
        )


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
