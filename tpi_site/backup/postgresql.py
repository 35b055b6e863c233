"""PostgreSQL: pg_dump reads the same snapshot of the database in which rows are counted; a restored
one is a new database beside it, and takes its name."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from django.contrib.sessions.models import Session
from psycopg.sql import SQL, Identifier, Literal

from tpi_site.backup import facts
from tpi_site.backup.facts import Facts
from tpi_site.backup.postgresql_tools import (
    connect,
    connect_elsewhere,
    environment,
    parameters,
    run,
)
from tpi_site.backup.refusals import Busy, Refused
from tpi_site.backup.swapping import Move

LOCK = 712_360_415  # of backups, among the numbers that programs agree on
STALE_AFTER = timedelta(days=1)
STAMP = "%Y%m%d%H%M%S"
LONGEST = 28  # of a name, so that there is room for what is put behind it
OF_OURS = "NOT IN ('pg_catalog', 'information_schema')"


def live() -> str:
    return parameters()["dbname"]


def snapshot(file: Path) -> Facts:
    if not has_data():
        raise Refused("There is nothing to back up yet. Start the site once: manage.py start")
    with connect() as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        if not _value(database, f"SELECT pg_try_advisory_xact_lock({LOCK})"):
            raise Busy("Another machine makes a backup of this database.")
        same = _value(database, "SELECT pg_export_snapshot()")
        found = _facts(database)
        arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={same}"]
        run("pg_dump", [*arguments, f"--file={file}"], live())
    return found


def _facts(database: psycopg.Connection) -> Facts:
    def ask(sql: str) -> list[tuple]:
        return database.execute(sql).fetchall()

    return facts.read(ask, _tables(database))


def _tables(database: psycopg.Connection) -> list[str]:
    rows = database.execute(f"SELECT tablename FROM pg_tables WHERE schemaname {OF_OURS}")  # noqa: S608
    return [name for (name,) in rows]


def _value(database: psycopg.Connection, sql: str):
    return database.execute(sql).fetchone()[0]


def exists(name: str) -> bool:
    with connect_elsewhere() as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def has_data() -> bool:
    if not exists(live()):
        return False
    with connect() as database:
        return bool(_tables(database))


def refuse_company() -> None:
    with connect_elsewhere() as server:
        others = server.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = %s AND backend_type = 'client backend'",
            [live()],
        ).fetchone()[0]
    if others:
        raise Busy(
            f"The database is in use ({others} connections). Stop the site on every machine first."
        )


def stage(file: Path) -> "Staged":
    return Staged(_restored(file, "restoring"))


@dataclass
class Staged:
    name: str

    def facts(self) -> Facts:
        with connect(self.name) as database:
            return _facts(database)

    def forget_sessions(self) -> None:
        with connect(self.name) as database:
            database.execute(SQL("DELETE FROM {}").format(Identifier(Session._meta.db_table)))

    def moves(self, before: str) -> list[Move]:
        return []

    def take_its_place(self, before: str) -> None:
        """Both names change at once."""
        rename = SQL("ALTER DATABASE {} RENAME TO {}")
        with connect_elsewhere() as server, server.transaction():
            if exists(live()):
                old, aside = Identifier(live()), Identifier(self.kept_in(before))
                server.execute(rename.format(old, aside))
            server.execute(rename.format(Identifier(self.name), Identifier(live())))

    def drop(self) -> None:
        _drop(self.name)

    def kept_in(self, before: str) -> str:
        return f"{live()[:LONGEST]}_{before.replace('-', '_')}"


def is_in_use(staged: str) -> bool:
    return not exists(staged)


@contextmanager
def scratch(file: Path, folder: Path) -> Iterator[dict[str, str]]:
    name = _restored(file, "proof")
    try:
        yield environment(name) | {"DATABASE_URL": f"postgresql:///{name}"}
    finally:
        _drop(name)


def _restored(file: Path, purpose: str) -> str:
    """A new database with what the file holds, or none."""
    forget_staged()
    name = f"{_prefix(purpose)}{datetime.now(UTC):{STAMP}}_{secrets.token_hex(3)}"
    _create(name)
    try:
        arguments = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        run("pg_restore", [*arguments, f"--dbname={name}", str(file)], name)
    except BaseException:
        _drop(name)
        raise
    return name


def _prefix(purpose: str) -> str:
    return f"{live()[:LONGEST]}_{purpose}_"


def _create(name: str) -> None:
    """Sorts words as the one that is in use does, if there is one."""
    with connect_elsewhere() as server:
        like = server.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database "
            "WHERE datname = %s",
            [live()],
        ).fetchone()
        make = SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name))
        if like:
            make += SQL(" ENCODING {} LC_COLLATE {} LC_CTYPE {}").format(*map(Literal, like))
        try:
            server.execute(make)
        except psycopg.errors.InsufficientPrivilege:
            raise Refused(
                "The user of the database may not make databases, and a backup is restored into "
                "a new one. Let an administrator of the server run: ALTER ROLE … CREATEDB"
            ) from None


def _drop(name: str) -> None:
    with connect_elsewhere() as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def forget_staged() -> None:
    """What a crash left behind; younger ones may be in the hands of another machine."""
    for purpose in ("restoring", "proof"):
        _drop_stale(purpose)


def _drop_stale(purpose: str) -> None:
    old = f"{_prefix(purpose)}{datetime.now(UTC) - STALE_AFTER:{STAMP}}"
    with connect_elsewhere() as server:
        rows = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname < %s",
            [_prefix(purpose), old],
        ).fetchall()
    for (name,) in rows:
        _drop(name)
