"""SQLite: one file, copied in one step while others write."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.contrib.sessions.models import Session
from django.db import connection

from tpi_site.backup import facts
from tpi_site.backup.facts import Facts
from tpi_site.backup.refusals import Busy, Damaged, Refused
from tpi_site.backup.swapping import Move

BESIDE = ("-wal", "-shm", "-journal")
WAIT = 10  # seconds for whoever writes


def live() -> Path:
    return Path(connection.settings_dict["NAME"])


def snapshot(file: Path) -> Facts:
    if not has_data():
        raise Refused("There is nothing to back up yet. Start the site once: manage.py start")
    # Stepwise copying begins anew with each write of others and may never end.
    with closing(_open(live(), "rw")) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=DELETE")
    try:
        return facts_of(file)
    except Damaged:
        raise Damaged(
            "The database is damaged, so a backup of it would be worth nothing. Restore an older "
            "backup, or have somebody look at the disk."
        ) from None


def facts_of(file: Path) -> Facts:
    """Raises Damaged."""
    with closing(_open(file, "ro")) as database:

        def ask(sql: str) -> list[tuple]:
            return database.execute(sql).fetchall()

        try:
            if ask("PRAGMA integrity_check(1)") != [("ok",)]:
                raise sqlite3.DatabaseError
            return facts.read(ask, _tables(ask))
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            raise Damaged("The database in the backup is damaged.") from None


def _tables(ask: facts.Ask) -> list[str]:
    """Those with rows of their own; what a search index shows comes from such tables."""
    rows = ask("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return [
        name
        for name, sql in rows
        if not name.startswith("sqlite_") and not sql.upper().startswith("CREATE VIRTUAL")
    ]


def has_data() -> bool:
    file = live()
    if not file.exists() or not file.stat().st_size:
        return False
    try:
        with closing(_open(file, "rw")) as database:
            return bool(_tables(lambda sql: database.execute(sql).fetchall()))
    except sqlite3.DatabaseError:
        return True  # damaged, and still somebody's


def refuse_company() -> None:
    """Whoever has the file open; that the site runs is known by its lock."""
    file = live()
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file, timeout=0.1, isolation_level=None)) as database:
            database.execute("PRAGMA locking_mode=EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise Busy("Another program writes to the database. End it first.") from None
        raise
    except sqlite3.DatabaseError:
        return  # what is damaged may be replaced


def stage(file: Path) -> "Staged":
    forget_staged()
    shutil.move(file, _beside())
    return Staged(str(_beside()))


def forget_staged() -> None:
    """What a restore left that was killed."""
    _beside().unlink(missing_ok=True)


def _beside() -> Path:
    return live().with_name(f".restoring-{live().name}")


@dataclass
class Staged:
    name: str

    @property
    def file(self) -> Path:
        return Path(self.name)

    def facts(self) -> Facts:
        return facts_of(self.file)

    def forget_sessions(self) -> None:
        with closing(sqlite3.connect(self.file)) as database:
            database.execute("PRAGMA secure_delete=ON")
            database.execute(f'DELETE FROM "{Session._meta.db_table}"')  # noqa: S608
            database.commit()
        self.file.chmod(0o600)

    def moves(self, before: str) -> list[Move]:
        aside = live().parent / before
        old = [live(), *(live().with_name(live().name + end) for end in BESIDE)]
        moves = [Move(path, aside / path.name) for path in old if path.exists()]
        return [*moves, Move(self.file, live())]

    def take_its_place(self, before: str) -> None:
        """The moves have done it."""

    def drop(self) -> None:
        self.file.unlink(missing_ok=True)

    def kept_in(self, before: str) -> str:
        return str(live().parent / before)


def is_in_use(staged: str) -> bool:
    return not Path(staged).exists()


@contextmanager
def scratch(file: Path, folder: Path) -> Iterator[dict[str, str]]:
    yield {"DATABASE_URL": f"sqlite:///{file}"}


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode={mode}", uri=True, timeout=WAIT)
