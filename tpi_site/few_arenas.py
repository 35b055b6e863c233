"""Keeps the memory of a process with many threads together.

glibc gives threads arenas of their own, up to eight for each processor, and what one thread sets
free another can then not use. Python lets one thread run at a time, so they would hardly wait for
each other.
"""

import ctypes
import os

M_ARENA_MAX = -8  # of malloc.h
MOST = 2


def keep_few_arenas() -> bool:
    """Holds for this process and for those that are forked from it; False where another C library
    does without arenas, or whoever starts the site has set the number."""
    if "MALLOC_ARENA_MAX" in os.environ:
        return False
    try:
        return ctypes.CDLL(None).mallopt(M_ARENA_MAX, MOST) == 1
    except (OSError, AttributeError):
        return False
