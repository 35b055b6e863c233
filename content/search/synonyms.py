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
                others = [phrase for phrase in self._others[start[:count]] if phrase != same]
                return count, others[:MOST_OTHERS]
        return 0, []
