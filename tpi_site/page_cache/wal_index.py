"""The header of SQLite's WAL index: 96 bytes in memory that all processes share, and that every
commit changes. To look at them takes no lock, no call of the system, and no thread out of its turn.

What is in them stands at https://sqlite.org/walformat.html; here they are only compared.
"""

import mmap
import os
import sqlite3
import sys

HEADER = 96  # bytes: SQLite writes its 48 twice
# A process loses its POSIX locks on a file, and so SQLite its own, when it closes any handle of
# that file. What is opened here stays open until the process ends.
_mapped: dict[tuple[int, int], mmap.mmap] = {}


def mapped(connection: sqlite3.Connection) -> mmap.mmap | None:
    """The header, to be read only while this connection is open, which keeps the file from being
    cut short. None where SQLite keeps no such file."""
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        return None
    connection.execute("PRAGMA schema_version").fetchone()  # whoever reads first makes the file
    path = connection.execute("PRAGMA database_list").fetchone()[2] + "-shm"
    try:
        found = os.stat(path)
        return _mapped.get((found.st_dev, found.st_ino)) or _map(path)
    except (OSError, ValueError):
        return None


def _map(path: str) -> mmap.mmap:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    found = os.fstat(handle)
    header = _never_closed(handle)
    _mapped[found.st_dev, found.st_ino] = header
    return header


def _never_closed(handle: int) -> mmap.mmap:
    if sys.version_info >= (3, 13):
        return mmap.mmap(handle, HEADER, access=mmap.ACCESS_READ, trackfd=False)
    import ctypes

    header = mmap.mmap(handle, HEADER, access=mmap.ACCESS_READ)
    # It has a handle of its own, which would be closed with it when the interpreter ends, while
    # threads of the server may still write.
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(header))
    return header
