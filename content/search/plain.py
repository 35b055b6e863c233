"""Short texts (titles, glossary entries) that are searched in memory and not by an engine."""

from functools import lru_cache

from content.search.marks import START, STOP
from content.search.query import Phrase, Query
from content.search.words import WORD, fold, folded, root, roots, without_stop_words


class Plain:
    """Texts in the two forms that are compared: folded words, and their roots."""

    def __init__(self, texts: tuple[str, ...], language: str):
        words = [folded(text) for text in texts]
        # No word is a bar, so that no phrase reaches from one text into the next.
        self.folded = f" {' | '.join(map(' '.join, words))} "
        self.rooted = f" {' | '.join(' '.join(roots(text, language)) for text in words)} "


@lru_cache(maxsize=2000)
def plain_title(title: str, language: str) -> Plain:
    return Plain((title,), language)


def name(text: str, language: str) -> tuple[str, ...]:
    """So that “What is a trigger point?” asks for the entry “Trigger points”, and “does it work”
    for the page that is called so."""
    return roots(without_stop_words(folded(text), language), language)


@lru_cache(maxsize=2000)
def title_name(title: str, language: str) -> tuple[str, ...]:
    return name(title, language)


class Matcher:
    """Looks for one query in many texts."""

    def __init__(self, query: Query, language: str):
        self._groups = [
            [[self._needles(phrase, language) for phrase in alternative] for alternative in group]
            for group in query.groups
        ]

    def matches(self, plain: Plain, every: bool) -> bool:
        test = all if every else any
        return test(
            any(in_turn(plain, alternative) for alternative in group) for group in self._groups
        )

    @staticmethod
    def _needles(phrase: Phrase, language: str) -> tuple[str, str]:
        start = f" {' '.join(phrase.words)}" if phrase.is_open else ""
        return f" {' '.join(roots(phrase.words, language))} ", start


def in_turn(plain: Plain, needles: list[tuple[str, str]]) -> bool:
    """Whether each word of a phrase follows the one before it, near or far: in so short a text,
    “the pain comes back” is no back pain."""
    after = 0
    for rooted, start in needles:
        at = plain.rooted.find(rooted, after)
        if at < 0 and not (start and start in plain.folded):
            return False
        after = max(after, at + len(rooted) - 1)  # the space begins the next word, too
    return True


def with_marks(text: str, query: Query, language: str) -> str:
    """The text with START and STOP around each word that the query asks for."""
    wanted = {root(word, language) for phrase in query.phrases() for word in phrase.words}
    starts = tuple(phrase.words[-1] for phrase in query.phrases() if phrase.is_open)

    def mark(match) -> str:
        word = fold(match[0])
        is_wanted = root(word, language) in wanted or (starts and word.startswith(starts))
        return f"{START}{match[0]}{STOP}" if is_wanted else match[0]

    return WORD.sub(mark, text)
