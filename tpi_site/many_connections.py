"""How many connections the server holds, so that those that open and stall keep nobody out.

A stalled connection costs an open file and some kilobytes until the server hangs up on it. Where
only a thousand may be open, a thousand that stall would fill the house.
"""

import resource
from contextlib import suppress

MOST = 20_000  # in each process
OWN_FILES = 500  # for the database, pictures and whatever a request opens


def most_connections() -> int:
    """Also lets this process, and those that it starts, open as many files as that takes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + OWN_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    room = MOST if soft == resource.RLIM_INFINITY else soft - OWN_FILES
    return max(128, min(MOST, room))
