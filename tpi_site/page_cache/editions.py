"""Says which edition of the guide is current, for the price of a look and not of a query.

SQLite counts the commits of others for each connection, and is asked only when the memory that
its processes share says that there was one. PostgreSQL tells who listens
(`Edition.begin` speaks), and is asked twice a second as well, in case a message went missing.
"""

import logging
import mmap
import select
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from content.models.editions import CHANNEL, Edition
from tpi_site.page_cache import wal_index

logger = logging.getLogger(__name__)

ASKED_EVERY = 0.5  # seconds


def editions(alias: str = "default") -> Callable[[], str]:
    """A function that returns the token of the current edition; "" while there is none.

    Cheap enough for every request: some microseconds, and a query only when something changed.
    While the database cannot be asked it answers what it knew last, since nobody can publish then.
    """
    connection = connections.create_connection(alias)
    # It listens for as long as the process runs, so it is none of those that others wait for.
    options = {k: v for k, v in connection.settings_dict["OPTIONS"].items() if k != "pool"}
    connection.settings_dict = connection.settings_dict | {"OPTIONS": options}
    kind = _FromPostgreSQL if connection.vendor == "postgresql" else _FromSQLite
    return kind(connection).current


class _Editions:
    def __init__(self, connection: BaseDatabaseWrapper):
        # Shared by the threads of a server, one at a time.
        connection.inc_thread_sharing()
        self.connection, self.lock, self.token = connection, threading.Lock(), ""

    def current(self) -> str:
        with self.lock:
            return self.looked()

    def looked(self) -> str:
        """For whoever holds the lock."""
        try:
            self.look()
        except (DatabaseError, sqlite3.Error, OSError) as error:
            self.lost(error)
        return self.token

    def look(self) -> None:
        """Reads the token again when it may have changed."""
        raise NotImplementedError

    def lost(self, error: Exception) -> None:
        logger.warning("The edition cannot be read (%s)", type(error).__name__)
        with suppress(Exception):
            self.connection.close()

    def read(self) -> None:
        query = Edition.objects.filter(pk=1).values_list("token").query
        sql, values = query.get_compiler(connection=self.connection).as_sql()
        with self.connection.cursor() as cursor:
            row = cursor.execute(sql, values) and cursor.fetchone()
        self.token = row[0] if row else ""


class _FromSQLite(_Editions):
    """SQLite itself is asked when the header of its WAL index is another one than at the last look,
    and twice a second as well, in case that is not the header which it writes."""

    version = None
    header: mmap.mmap | None = None
    # What the header was before SQLite was asked, when that was, and the token of then. All in one,
    # since it is read without the lock.
    known: tuple[bytes, float, str] = (b"", 0.0, "")

    def current(self) -> str:
        header = self.header
        seen = header[:] if header else b""
        before, asked, token = self.known
        if seen and seen == before and time.monotonic() - asked < ASKED_EVERY:
            return token
        return super().current()

    def look(self) -> None:
        if self.connection.connection is None:
            self.connection.ensure_connection()
            self.header = wal_index.mapped(self.connection.connection)
        # All of these before SQLite is asked: a change after them is met at the next look.
        seen, now = self.header[:] if self.header else b"", time.monotonic()
        # Django's cursors would cost more than the look itself.
        version = self.connection.connection.execute("PRAGMA data_version").fetchone()
        if version != self.version:
            self.read()
            # Only now: a change between the two lines is met at the next look.
            self.version = version
        self.known = (seen, now, self.token)

    def lost(self, error: Exception) -> None:
        self.header, self.known, self.version = None, (b"", 0.0, ""), None
        super().lost(error)


class _FromPostgreSQL(_Editions):
    asked = float("-inf")

    def look(self) -> None:
        now = time.monotonic()
        listens = self.connection.connection is not None
        if now - self.asked < ASKED_EVERY and not (listens and self.heard()):
            return
        self.asked = now  # also after a failure: a server that is away is not asked every time
        if not listens:
            self.listen()
        self.read()

    def current(self) -> str:
        # Whoever waits for a server that does not answer keeps nobody else waiting.
        if not self.lock.acquire(blocking=False):
            return self.token
        try:
            return self.looked()
        finally:
            self.lock.release()

    def listen(self) -> None:
        self.connection.ensure_connection()
        with self.connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")

    def heard(self) -> bool:
        raw = self.connection.connection
        # As Django's own errors, which are the ones that `current` knows.
        with self.connection.wrap_database_errors:
            if not select.select([raw.fileno()], [], [], 0)[0]:
                return False
            # Also readable when the server hung up, which reading the edition then finds out.
            list(raw.notifies(timeout=0))
        return True
