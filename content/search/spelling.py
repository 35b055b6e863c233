"""Finds the known word that somebody probably meant."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Mapping

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from content.search.words import fold, root

SHORTEST = 3
MOST_COMPLETIONS = 5
# How alike two words are in rapidfuzz's ratio, 100 being the same.
LIKE_ENOUGH = 70


def mistakes_allowed(word: str) -> int:
    return 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3


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
        self._sorted = self._offered()
        for other in [other for other in others if not self._nearest(fold(other))]:
            self._written.setdefault(fold(other), other)
            self._counts[fold(other)] += 0
        self._sorted = self._offered()
        self._roots = {root(word, language) for word in self._counts}

    def knows(self, word: str) -> bool:
        """Numbers and codes count as known: nobody can guess which other one was meant."""
        return (
            not word.isalpha() or word in self._counts or root(word, self._language) in self._roots
        )

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

    def _offered(self) -> list[str]:
        return sorted(word for word in self._counts if len(word) >= SHORTEST and word.isalpha())

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
            word,
            self._sorted,
            scorer=OSA.distance,
            score_cutoff=mistakes_allowed(word),
            limit=None,
        )
        # People leave letters out or double them more often than they take wrong ones.
        ranked = [(mistakes, -fuzz.ratio(word, near), near) for near, mistakes, _ in found]
        ranked.sort(key=lambda hit: (*hit[:2], *self._commonness(hit[2])))
        return [near for _, unlike, near in ranked[:1] if -unlike >= LIKE_ENOUGH]
