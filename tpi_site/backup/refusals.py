"""Why a backup is not made, not proven or not restored, each in a sentence that says what to do."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_WRITTEN = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


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
    """Turns a failing disk into Refused; `what` begins the sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in NOT_WRITTEN:
            raise _no_room(what) from None
        raise Refused(f"{what} ({error.sqlite_errorname}).") from None
    except OSError as error:
        if error.errno in FULL:
            raise _no_room(what) from None
        raise Refused(f"{what} ({error.strerror or type(error).__name__}).") from None


def _no_room(what: str) -> NoRoom:
    return NoRoom(
        f"{what}: there is no room left on the disk. Make room and try again; "
        "nothing that is in use was changed."
    )
