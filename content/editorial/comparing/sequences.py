"""Finds what two sequences have in common, in an amount of work that is counted beforehand.

`difflib` can take time that grows with the cube of its input. How many pairs of equal things there
are, times the length of the shorter sequence, is the most it can do; where that is too much, only
the common beginning and end are found.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

# Steps of a few hundred nanoseconds.
MOST_FOR_ONE = 3_000_000
MOST_FOR_ALL = 12_000_000

Span = tuple[int, int]


class Allowance:
    """What one comparison may still spend."""

    def __init__(self, steps: int = MOST_FOR_ALL):
        self.left = steps

    def grants(self, steps: int) -> bool:
        if steps > min(self.left, MOST_FOR_ONE):
            return False
        self.left -= steps
        return True


def equal_stretches(
    old: Sequence[Hashable], new: Sequence[Hashable], allowance: Allowance
) -> list[tuple[int, int, int]]:
    """(place in old, place in new, length) of stretches that are equal, in order."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [(0, 0, head)]
    if middle_old and middle_new and allowance.grants(_most_work(middle_old, middle_new)):
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        found += [(i + head, j + head, n) for i, j, n in matcher.get_matching_blocks()]
    found.append((len(old) - tail, len(new) - tail, tail))
    return [stretch for stretch in found if stretch[2]]


def gaps(
    old: Sequence[Hashable], new: Sequence[Hashable], allowance: Allowance
) -> list[tuple[str, Span, Span]]:
    """The whole of both in order: ("same" or "other", span of old, span of new)."""
    done: list[tuple[str, Span, Span]] = []
    i = j = 0
    for start_old, start_new, length in [
        *equal_stretches(old, new, allowance),
        (len(old), len(new), 0),
    ]:
        if (i, j) != (start_old, start_new):
            done.append(("other", (i, start_old), (j, start_new)))
        i, j = start_old + length, start_new + length
        if length:
            done.append(("same", (start_old, i), (start_new, j)))
    return done


def likeness(old: Counter, new: Counter) -> float:
    """How much of two bags of words is the same, from 0 to 1."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _most_work(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    counts = Counter(new)
    pairs = sum(counts[thing] for thing in old)
    return (pairs + len(old) + len(new)) * min(len(old), len(new))
