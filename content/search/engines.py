"""Chooses the full-text engine that belongs to the database in use.

An engine is a module with five functions:
`lean(query, language, known)` gives the query without alternatives that stand in no document, and
says which phrases are rare, as far as that saves time; `known` holds in how many documents each
phrase stands, for as long as these stay;
`rank(query, language, every, hidden, limit)` gives the ids of the best matching revisions, the best
one first and at most `limit`, and how many match in all; those whose id is in `hidden` never do;
`snippets(query, language, ids)` gives for each of these ids the text around the words that were
found, each of them between the characters \\x02 and \\x03;
`repair()` makes the index agree with its documents again, `tidy()` makes it quick to read.
`query` is a `content.search.query.Query`; `every` says if all of its groups must match.
"""

from types import ModuleType

from django.db import connection

from content.search import postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def engine() -> ModuleType:
    return ENGINES[connection.vendor]
