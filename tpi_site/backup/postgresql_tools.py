"""Finds and runs pg_dump and pg_restore, and connects beside Django."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import pq

from tpi_site.backup.refusals import NoRoom, Refused

INSTALLED = Path("/usr/lib/postgresql")
ELSEWHERE = ("postgres", "template1")  # databases to connect to while ours is renamed
FULL = ("No space left on device", "File too large", "Disk quota exceeded")
KNOWN = {option.keyword.decode(): option.envvar for option in pq.Conninfo.get_defaults()}


def parameters(name: str | None = None) -> dict[str, str]:
    """As libpq knows them; for the database of the site, or another one on its server."""
    given = connection.get_connection_params() | ({"dbname": name} if name else {})
    return {word: str(value) for word, value in given.items() if word in KNOWN}


def environment(name: str) -> dict[str, str]:
    """The same for a program: a password in its arguments could be read by everyone."""
    given = parameters(name)
    return {KNOWN[word].decode(): value for word, value in given.items() if KNOWN[word]}


def connect(name: str | None = None, **options) -> psycopg.Connection:
    try:
        return psycopg.connect(**parameters(name), **options)
    except psycopg.OperationalError as error:
        raise Refused(f"The database cannot be used ({type(error).__name__}).") from None


def connect_elsewhere() -> psycopg.Connection:
    """For making, renaming and dropping databases, each at once."""
    ours = parameters()["dbname"]
    return connect(next(name for name in ELSEWHERE if name != ours), autocommit=True)


def run(program: str, arguments: list[str], database: str) -> None:
    """What the program says may quote rows, so of that only its kind is passed on."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [_find(program), *arguments],
        env=os.environ | environment(database), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 0:
        return
    if done.returncode == -signal.SIGXFSZ or any(words in done.stderr for words in FULL):
        raise NoRoom(f"{program} found no room left on the disk. Make room and try again.")
    if "permission denied" in done.stderr:
        raise Refused(f"{program} was refused a right. The user of the database must own it.")
    raise Refused(f"{program} failed with code {done.returncode}. Look at the server's log.")


def _find(program: str) -> str:
    """The oldest one that knows this server: newer ones may write what it cannot read."""
    server = server_version()
    folders = [os.fspath(path) for path in INSTALLED.glob("*/bin")]
    found = {shutil.which(program), *(shutil.which(program, path=path) for path in folders)}
    fitting = sorted((v, path) for path in found - {None} if (v := _version(path)) >= server)
    if fitting:
        return fitting[0][1]
    have = "an older one is" if found - {None} else "none is"
    raise Refused(
        f"The server is PostgreSQL {server}; its backups need {program} {server} or newer, and "
        f"{have} installed. On Debian: apt-get install postgresql-client-{server}"
    )


def server_version() -> int:
    with connect() as database:
        return database.info.server_version // 10_000


def _version(program: str) -> int:
    said = subprocess.run(  # noqa: S603 - a program of PostgreSQL
        [program, "--version"], capture_output=True, text=True, check=False
    ).stdout
    number = re.search(r"\) ([0-9]+)", said)
    return int(number[1]) if number else 0
