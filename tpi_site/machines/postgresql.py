"""Connections to PostgreSQL: a bounded pool for each process, and no dead ones for readers."""

import psycopg

# A server that is restarted is back within this time, and whoever asks meanwhile waits for it.
PATIENCE = 5  # seconds
FEWEST = 4
# The cache of pages answers most readers, so few threads ask the database at the same time.
THREADS_FOR_ONE = 4
IDLE_FOR = 300  # seconds


class Connection(psycopg.Connection):
    """Knows that when one connection of a pool is found dead, the others are, too.

    A pool would find that out one by one, with longer and longer pauses between.
    """

    def execute(self, *arguments, **options):
        try:
            return super().execute(*arguments, **options)
        except psycopg.OperationalError:
            pool = getattr(self, "_pool", None)
            if self.closed and pool is not None:
                pool.drain()
            raise


def pool(threads: int) -> dict:
    """Options of psycopg's pool for a process with so many threads."""
    return {
        "min_size": 0,
        "max_size": most(threads),
        "timeout": PATIENCE,
        # After that the next reader starts it again, without waiting for the end of a long pause.
        "reconnect_timeout": PATIENCE,
        "max_idle": IDLE_FOR,
        "connection_class": Connection,
    }


def most(threads: int) -> int:
    return max(FEWEST, threads // THREADS_FOR_ONE)
