"""Lets the threads of a process take turns at writing, first come, first served.

SQLite has one writer at a time and lets the others sleep for up to 100 ms again and again, in no
order: under load some would sleep until they fail. Processes still meet in the database.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

PATIENCE = 10  # seconds, as long as the database itself waits
_turn = threading.Lock()


@contextmanager
def own_turn() -> Iterator[None]:
    """Raises OperationalError when the turn does not come in time."""
    if not _turn.acquire(timeout=PATIENCE):
        raise OperationalError("The turn to write did not come in time.")
    try:
        yield
    finally:
        _turn.release()
