"""Gives memory that was set free back to the machine.

Between pieces that are still in use, glibc keeps what was set free for whatever fits there next.
While many threads make pages, these gaps grow to some 10 MB for each process.
"""

import ctypes
import time
from collections.abc import Callable
from functools import cache

EVERY = 2  # seconds; it takes less than a millisecond


class GiveBack:
    """Called after requests, by any thread; does it now and then."""

    def __init__(self, every: float = EVERY):
        self.every = every
        self.next = time.monotonic() + every

    def __call__(self, **signal) -> None:
        now = time.monotonic()
        if now >= self.next:
            self.next = now + self.every
            give_back()


def give_back() -> None:
    trim()(0)


@cache
def trim() -> Callable[[int], object]:
    """Does nothing where another C library has no such function."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return lambda pad: None
