"""One machine at a time prepares the database, when several start at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

NUMBER = 7_466_101_953  # of this site's lock, among all locks in the database


@contextmanager
def alone() -> Iterator[None]:
    """Waits for its turn. The lock ends with the connection, so a crash gives it back."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])
