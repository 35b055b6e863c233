"""Gives the search documents their full-text index: FTS5 tables on SQLite, a weighted vector on
PostgreSQL. Both follow the documents by themselves, so that no writer can forget them.

On SQLite a later migration that alters the table of the documents has to take the triggers and
views down first and put them up again: Django replaces a table that it alters.
"""

from contextlib import suppress

from django.db import DatabaseError, migrations, models
from django.db.transaction import atomic

DOCUMENTS = "content_searchdocument"
COLUMNS = ("title", "key_points", "headings", "body")

# Porter knows English only, so every other language has a table without it.
TABLES = {
    "content_search_en": ("= 'en'", "porter unicode61 remove_diacritics 2"),
    "content_search_other": ("<> 'en'", "unicode61 remove_diacritics 2"),
}


def make_index(apps, schema_editor):
    statements = {"sqlite": sqlite_up, "postgresql": postgresql_up}[schema_editor.connection.vendor]
    for statement in statements(schema_editor.connection):
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    statements = {"sqlite": sqlite_down, "postgresql": postgresql_down}
    for statement in statements[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def sqlite_up(connection):
    columns = ", ".join(COLUMNS)
    for table, (language, tokenizer) in TABLES.items():
        yield (
            f"CREATE VIEW {table}_source AS "  # noqa: S608 - all of it stands above
            f"SELECT revision_id, {columns} FROM {DOCUMENTS} WHERE language {language}"
        )
        yield (
            f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, content='{table}_source', "
            f"content_rowid='revision_id', tokenize='{tokenizer}', prefix='2 3')"
        )
        yield from sqlite_triggers(table, language)
        yield f"INSERT INTO {table}({table}) VALUES ('rebuild')"  # noqa: S608


def sqlite_triggers(table, language):
    columns = ", ".join(COLUMNS)
    old, new = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("old", "new"))
    into = f"INSERT INTO {table}"
    add = f"{into}(rowid, {columns}) VALUES (new.revision_id, {new});"
    drop = f"{into}({table}, rowid, {columns}) VALUES ('delete', old.revision_id, {old});"
    for name, moment, row, statement in (
        ("added", "AFTER INSERT", "new", add),
        ("changing", "BEFORE UPDATE", "old", drop),
        ("changed", "AFTER UPDATE", "new", add),
        ("dropped", "AFTER DELETE", "old", drop),
    ):
        yield (
            f"CREATE TRIGGER {table}_{name} {moment} ON {DOCUMENTS} "
            f"WHEN {row}.language {language} BEGIN {statement} END"
        )


def sqlite_down():
    for table in TABLES:
        for name in ("added", "changing", "changed", "dropped"):
            yield f"DROP TRIGGER {table}_{name}"
        yield f"DROP TABLE {table}"
        yield f"DROP VIEW {table}_source"


# Own configurations: the stock ones drop stop words, so that “before” would be found on one
# database and not on the other.
CONFIGURATIONS = {"en": "english", "es": "spanish", "": "simple"}
WORDS = "asciiword, asciihword, hword_asciipart, word, hword, hword_part"
# PostgreSQL takes “neck/shoulder” for a file name and “100.4” for one number; as spaces these
# signs part words as they do in the other index.
SIGNS = "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~‘’“”–—…"


def postgresql_up(connection):
    folding = "unaccent, " if unaccent_is_there(connection) else ""
    for stock in CONFIGURATIONS.values():
        stemmer = "pg_catalog.simple"
        if stock != "simple":
            stemmer = f"content_{stock}_stem"
            yield (
                f"CREATE TEXT SEARCH DICTIONARY {stemmer} (TEMPLATE = snowball, LANGUAGE = {stock})"
            )
        yield f"CREATE TEXT SEARCH CONFIGURATION content_{stock} (COPY = pg_catalog.{stock})"
        yield (
            f"ALTER TEXT SEARCH CONFIGURATION content_{stock} "
            f"ALTER MAPPING FOR {WORDS} WITH {folding}{stemmer}"
        )
    # The head is the vector without the body: small enough to rank thousands of matches by.
    for name, columns in (("vector", COLUMNS), ("head", COLUMNS[:-1])):
        yield (
            f"ALTER TABLE {DOCUMENTS} ADD COLUMN {name} tsvector "
            f"GENERATED ALWAYS AS ({vector_by_language(columns)}) STORED"
        )
    yield f"CREATE INDEX content_search_vector ON {DOCUMENTS} USING gin (vector)"


def unaccent_is_there(connection):
    """Makes the extension that folds accents where this server has it and lets us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'unaccent'")
        if cursor.fetchone():
            with suppress(DatabaseError), atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        cursor.execute(
            "SELECT 1 FROM pg_ts_dict WHERE dictname = 'unaccent' AND pg_ts_dict_is_visible(oid)"
        )
        return cursor.fetchone() is not None


def vector_by_language(columns):
    cases = " ".join(
        f"WHEN '{language}' THEN {vector(stock, columns)}"
        for language, stock in CONFIGURATIONS.items()
        if language
    )
    return f"CASE language {cases} ELSE {vector('simple', columns)} END"


def vector(stock, columns):
    length = len(SIGNS.replace("''", "'"))
    return " || ".join(
        f"setweight(to_tsvector('content_{stock}'::regconfig, "
        f"translate({column}, '{SIGNS}', repeat(' ', {length}))), '{weight}')"
        for column, weight in zip(columns, "ABCD", strict=False)
    )


def postgresql_down():
    # The extension stays: others may use it by now.
    yield f"ALTER TABLE {DOCUMENTS} DROP COLUMN vector, DROP COLUMN head"
    for stock in CONFIGURATIONS.values():
        yield f"DROP TEXT SEARCH CONFIGURATION content_{stock}"
        if stock != "simple":
            yield f"DROP TEXT SEARCH DICTIONARY content_{stock}_stem"


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="words",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.RunPython(make_index, drop_index),
    ]
