"""Why a backup is not made, not proven or not restored, each in a sentence that says what to do."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_WRITTEN = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
DISK_FULL = "53100"  # of PostgreSQL


class Refused(Exception):
    """The message is for the person who runs the site. It holds nothing that a patient wrote."""


class Busy(Refused):
    """Another one has this in hand."""


class NoRoom(Refused):
    """The disk is full."""


class WrongKey(Refused):
    """No key here opens the file."""


class Damaged(Refused):
    """The file is not what was written: cut, or changed somewhere."""


class Unfit(Refused):
    """The backup is whole and does not fit this site or this program."""


class NotProven(Refused):
    """It was restored in a scratch place and is not the site that was backed up."""


@contextmanager
def in_a_sentence(what: str) -> Iterator[None]:
    """Turns a failing disk or database into Refused; `what` begins the sentence."""
    try:
        yield
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise _refusal(what, error) from None
    except Exception as error:
        # psycopg's own; sites on SQLite need not load it.
        if not hasattr(error, "sqlstate"):
            raise
        raise _refusal(what, error) from None


def _refusal(what: str, error: Exception) -> Refused:
    """Messages of databases may quote what somebody wrote, so only their kind is told."""
    root = error.__cause__ or error
    if _is_full(root):
        return NoRoom(
            f"{what}: there is no room left on the disk. Make room and try again; "
            "nothing that is in use was changed."
        )
    if isinstance(root, OSError):
        return Refused(f"{what} ({root.strerror or type(root).__name__}).")
    return Refused(
        f"{what} ({type(root).__name__}). "
        "Are DATA_DIR and DATABASE_URL those that the site runs with?"
    )


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in NOT_WRITTEN
    return getattr(error, "sqlstate", None) == DISK_FULL
