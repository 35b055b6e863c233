"""Knows which words and phrases mean the same: the synonyms and the forms of glossary words."""

from collections.abc import Iterable, Sequence

from content.search.words import folded, roots

Words = tuple[str, ...]

# More make the query slow and the result vague.
MOST_OTHERS = 16


class Synonyms:
    """Groups of phrases; a phrase may be in several and then means all that any of them means."""

    def __init__(self, groups: Iterable[Iterable[str]], language: str):
        self._language = language
        self._others: dict[Words, dict[Words, None]] = {}
        for group in groups:
            phrases = dict.fromkeys(filter(None, map(folded, group)))
            for phrase in phrases:
                self._others.setdefault(roots(phrase, language), {}).update(phrases)
        self._longest = max(map(len, self._others), default=0)

    def at_start(self, words: Sequence[str]) -> tuple[int, list[Words]]:
        """How many of the first words are a known phrase (the longest), and what else it means."""
        start = roots(words[: self._longest], self._language)
        for count in range(len(start), 0, -1):
            if start[:count] in self._others:
                same = tuple(words[:count])
                return count, self._that_add(self._others[start[:count]], same)
        return 0, []

    def _that_add(self, phrases: Iterable[Words], same: Words) -> list[Words]:
        """Without those that hold another one: “muscle knot” finds nothing that “knot” does not."""
        kept = [self._stems(same)]
        added = []
        for phrase in sorted(phrases, key=len):
            stems = self._stems(phrase)
            if not any(other in stems for other in kept):
                kept.append(stems)
                added.append(phrase)
        return added[:MOST_OTHERS]

    def _stems(self, phrase: Words) -> str:
        """The words as the index has them, for a search inside of them; only English is stemmed
        in both indexes."""
        stems = roots(phrase, self._language) if self._language == "en" else phrase
        return f" {' '.join(stems)} "
