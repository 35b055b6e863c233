"""The look at SQLite's shared memory: it sees each commit, asks nobody, and takes no lock away."""

import gc
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

from content.models import Edition
from tpi_site.environment import SQLITE
from tpi_site.page_cache import wal_index
from tpi_site.page_cache.editions import _FromSQLite

MODULE = sys.modules[_FromSQLite.__module__]  # the package has a function of the same name


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "site.sqlite3"
    with opened(path) as database:
        database.execute("CREATE TABLE content_edition (id INTEGER PRIMARY KEY, token TEXT)")
        database.execute("INSERT INTO content_edition VALUES (1, 'one')")
    yield path
    database.close()


def opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL").fetchone()
    return database


def in_another_process(path: Path, statement: str) -> None:
    script = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); "
    script += "d.commit()"
    subprocess.run([sys.executable, "-c", script, path, statement], check=True, timeout=60)


def begin(path: Path, token: str) -> None:
    in_another_process(path, f"UPDATE content_edition SET token = '{token}'")


def test_it_changes_with_each_commit_and_with_nothing_else(file):
    with opened(file) as mine, opened(file) as other:
        header = wal_index.mapped(mine)
        seen = {header[:]}
        for number in range(1, 4):
            begin(file, f"edition {number}")
            seen.add(header[:])
            assert len(seen) == number + 1
        other.execute("SELECT * FROM content_edition").fetchall()
        other.execute("UPDATE content_edition SET token = 'unsaid'")
        other.rollback()
        assert header[:] in seen
    mine.close()
    other.close()


def test_it_is_not_there_without_a_write_ahead_log(tmp_path):
    database = sqlite3.connect(tmp_path / "plain.sqlite3")
    assert wal_index.mapped(database) is None
    database.close()
    memory = sqlite3.connect(":memory:")
    assert wal_index.mapped(memory) is None
    memory.close()


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs Linux")


@needs_proc
def test_it_closes_no_handle_since_that_would_take_sqlites_locks_away(file):
    def handles() -> int:
        links = [os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()]
        return links.count(os.path.realpath(f"{file}-shm"))

    mine = opened(file)
    mine.execute("SELECT * FROM content_edition").fetchall()
    before = handles()
    assert wal_index.mapped(mine) is wal_index.mapped(mine)
    after = handles()
    assert after > before
    wal_index._mapped.clear()
    gc.collect()
    assert handles() == after
    mine.close()


class Looking(_FromSQLite):
    """Notes what SQLite is asked."""

    def __init__(self, file: Path):
        nothing = {"HOST": "", "PORT": "", "USER": "", "PASSWORD": "", "TIME_ZONE": None}
        more = {"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False}
        own = {"ENGINE": "django.db.backends.sqlite3", "NAME": file}
        super().__init__(DatabaseWrapper(SQLITE | nothing | more | own))
        self.asked: list[str] = []
        self.current()
        self.connection.connection.set_trace_callback(self.asked.append)


@pytest.fixture
def looking(file, db, monkeypatch):
    monkeypatch.setattr(MODULE, "ASKED_EVERY", 1e9)
    found = Looking(file)
    yield found
    found.connection.close()


def test_it_reads_the_table_of_editions():
    assert Edition._meta.db_table == "content_edition"


def test_it_asks_sqlite_nothing_while_nobody_commits(looking):
    assert [looking.current() for _ in range(50)] == ["one"] * 50
    assert looking.asked == []


def test_it_has_the_new_edition_at_the_next_look(looking, file):
    for token in ("two", "three", "four"):
        begin(file, token)
        assert looking.current() == token


def test_it_reads_no_edition_when_the_header_is_another_for_no_reason(looking):
    looking.known = (b"x" * wal_index.HEADER, *looking.known[1:])
    assert looking.current() == "one"
    assert looking.asked == ["PRAGMA data_version"]


def test_it_asks_sqlite_itself_twice_a_second(looking, monkeypatch):
    monkeypatch.setattr(MODULE, "ASKED_EVERY", 0)
    looking.current()
    looking.current()
    assert looking.asked == ["PRAGMA data_version"] * 2


def test_it_asks_sqlite_each_time_where_there_is_no_header(looking, file):
    looking.header = None
    begin(file, "two")
    assert looking.current() == "two"
    begin(file, "three")
    assert looking.current() == "three"


def test_it_looks_again_after_the_database_was_lost(looking, file):
    header = looking.header
    looking.lost(sqlite3.OperationalError("gone"))
    assert looking.header is None
    begin(file, "two")
    assert looking.current() == "two"
    assert looking.header is not None
    begin(file, "three")
    assert looking.current() == "three"
    assert header is not None
