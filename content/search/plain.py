"""Short texts (titles, glossary entries) that are searched in memory and not by an engine."""

from functools import lru_cache

from content.search.marks import START, STOP
from content.search.query import Group, Phrase, Query
from content.search.words import WORD, fold, folded, root, roots


class Plain:
    """Texts in the two forms that are compared: folded words, and their roots."""

    def __init__(self, texts: tuple[str, ...], language: str):
        words = [folded(text) for text in texts]
        # No word is a bar, so that no phrase reaches from one text into the next.
        self._folded = f" {' | '.join(map(' '.join, words))} "
        self._rooted = f" {' | '.join(' '.join(roots(text, language)) for text in words)} "
        self._language = language

    def has(self, query: Query, every: bool) -> bool:
        test = all if every else any
        return test(map(self._has_group, query.groups))

    def _has_group(self, group: Group) -> bool:
        return any(all(map(self._has_phrase, alternative)) for alternative in group)

    def _has_phrase(self, phrase: Phrase) -> bool:
        if f" {' '.join(roots(phrase.words, self._language))} " in self._rooted:
            return True
        return phrase.is_open and f" {' '.join(phrase.words)}" in self._folded


@lru_cache(maxsize=2000)
def plain_title(title: str, language: str) -> Plain:
    return Plain((title,), language)


def with_marks(text: str, query: Query, language: str) -> str:
    """The text with START and STOP around each word that the query asks for."""
    wanted = {root(word, language) for phrase in query.phrases() for word in phrase.words}
    starts = tuple(phrase.words[-1] for phrase in query.phrases() if phrase.is_open)

    def mark(match) -> str:
        word = fold(match[0])
        is_wanted = root(word, language) in wanted or (starts and word.startswith(starts))
        return f"{START}{match[0]}{STOP}" if is_wanted else match[0]

    return WORD.sub(mark, text)
