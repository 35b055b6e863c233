"""Finds the known word that somebody probably meant."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import pairwise, permutations

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from content.search.words import fold, root

SHORTEST = 3
SHORT = 4
MOST_COMPLETIONS = 5
# How alike two words are in rapidfuzz's ratio, 100 being the same.
LIKE_ENOUGH = 70
# With two mistakes or more, one out of three letters of a short word may be another: “nausea” is no
# slip of “cause”, nor “smoke” of “stroke”.
LIKE_WITH_MORE_MISTAKES = 75
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def mistakes_allowed(word: str) -> int:
    return 1 if len(word) <= SHORT else 2 if len(word) <= 8 else 3


def heard(word: str) -> str:
    """So that “fisical” is a letter away from “physical”, and “bruze” from “bruise”."""
    return word.replace("ph", "f").replace("z", "s")


def likeness(typed: str, near: str) -> float:
    return fuzz.ratio(heard(typed), heard(near))


def neighbors() -> Iterator[str]:
    """Pairs of letters that a finger or an ear takes for one another."""
    yield from map("".join, permutations("aeiouy", 2))
    for row in KEYS:
        yield from map("".join, pairwise(row))
    for upper, lower in pairwise(KEYS):
        yield from (f"{upper[i + off]}{key}" for i, key in enumerate(lower) for off in (0, 1))


SLIPS = frozenset(slip for pair in neighbors() for slip in (pair, pair[::-1]))


def is_slip(typed: str, near: str, mistakes: int) -> bool:
    """Whether one may be the other misspelt. The more mistakes there are, the more the rest has to
    say: people know how a word begins, and a wrong letter makes most short words another word."""
    if mistakes > 1:
        begin_alike = heard(typed)[0] == heard(near)[0]
        return begin_alike and likeness(typed, near) >= LIKE_WITH_MORE_MISTAKES
    if len(typed) == len(near) <= SHORT:
        pairs = map("".join, zip(typed, near, strict=True))
        wrong = [pair for pair in pairs if pair[0] != pair[1]]
        changed_places = sorted(typed) == sorted(near)
        return changed_places or (len(wrong) == 1 and wrong[0] in SLIPS)
    return True


class Vocabulary:
    """The words of what patients can find, and in how many places each stands.

    Words are compared folded and given back as they are written.
    """

    def __init__(
        self,
        counts: Counter[str],
        language: str,
        others: Iterable[str] = (),
        foreign: Mapping[str, Container[str]] | None = None,
    ):
        """`others` are words that lead somewhere although no text has them. Some are misspellings
        that are known by name, so those that resemble a word of the texts are not offered.
        `foreign` are folded words of other languages, each with the roots of what it means."""
        self._language = language
        self._foreign = foreign or {}
        self._counts: Counter[str] = Counter()
        self._written: dict[str, str] = {}
        # From rare to common, so that the common way of writing a word stays.
        for written, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
            word = fold(written)
            self._counts[word] += count
            self._written[word] = written
        self._offer()
        for other in [other for other in others if not self._nearest(fold(other))]:
            self._written.setdefault(fold(other), other)
            self._counts[fold(other)] += 0
        self._offer()
        self._roots = {root(word, language) for word in self._counts}

    def knows(self, word: str) -> bool:
        """Numbers and codes count as known: nobody can guess which other one was meant."""
        return (
            not word.isalpha() or word in self._counts or root(word, self._language) in self._roots
        )

    def has(self, word: str) -> bool:
        """Whether a folded word stands somewhere just so."""
        return word in self._counts

    def completions(self, start: str) -> list[str]:
        """The most common words that begin so, folded."""
        first = bisect_left(self._sorted, start)
        last = bisect_left(self._sorted, f"{start}\U0010ffff")
        return sorted(self._sorted[first:last], key=self._commonness)[:MOST_COMPLETIONS]

    def correct(self, word: str) -> list[str]:
        """The words that an unknown word was meant to be, as written: one, two that were typed
        without a space, or none. A foreign word is rightly spelt: it becomes only what it means."""
        meant = self._parts(word) or self._nearest(word)
        if word in self._foreign:
            means = self._foreign[word]
            meant = [one for one in meant if root(one, self._language) in means]
        return [self._written[one] for one in meant]

    def like(self, word: str, limit: int) -> list[tuple[float, str]]:
        """(likeness up to 100, word as written) of words that remind of this one, best first."""
        found = process.extract(
            word, self._sorted, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=limit
        )
        return [(likeness, self._written[like]) for like, likeness, _ in found]

    def _offer(self) -> None:
        offered = (word for word in self._counts if len(word) >= SHORTEST and word.isalpha())
        self._sorted = sorted(offered)
        self._heard = [heard(word) for word in self._sorted]

    def _commonness(self, word: str) -> tuple[int, str]:
        return -self._counts[word], word

    def _parts(self, word: str) -> list[str]:
        pairs = ([word[:i], word[i:]] for i in range(SHORTEST, len(word) - SHORTEST + 1))
        known = [pair for pair in pairs if all(part in self._written for part in pair)]
        return max(known, key=lambda pair: min(map(self._counts.get, pair)), default=[])

    def _nearest(self, word: str) -> list[str]:
        if len(word) < SHORTEST:
            return []
        found = process.extract(
            heard(word),
            self._heard,
            scorer=OSA.distance,
            score_cutoff=mistakes_allowed(word),
            limit=None,
        )
        nearest = ((mistakes, self._sorted[at]) for _, mistakes, at in found)
        # People leave letters out or double them more often than they take wrong ones.
        ranked = [
            (mistakes, -likeness(word, near), near)
            for mistakes, near in nearest
            if is_slip(word, near, mistakes)
        ]
        ranked.sort(key=lambda hit: (*hit[:2], *self._commonness(hit[2])))
        return [near for _, unlike, near in ranked[:1] if -unlike >= LIKE_ENOUGH]
