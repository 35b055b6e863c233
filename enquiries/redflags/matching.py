"""Finds the phrases of one language in a message. static/js/src/warning_signs.js does the same."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .compiling import COMMA, OTHER, PAUSE, STOP

# Marks that combine with a letter, and signs without width, belong to the word around them.
_LETTER = "[\\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
TOKEN = re.compile(
    rf"[0-9]+[.,][0-9]+|{_LETTER}+(?:['’‘`´ʼ]{_LETTER}+)*|\.\.+|(?<![-–—])[-–—]+(?=\s)|[–—….!?;:,()\n]"
)
_NO_PART_OF_A_WORD = re.compile(r"[^a-z0-9.,!?;:()\n–—\0-]+")
_MARKS = {
    **dict.fromkeys(".!?;:", STOP),
    ",": COMMA,
    **dict.fromkeys(["\n", "(", ")", "-", "–", "—", "--", ".."], PAUSE),
}
_HEAD = 3
_LOOK_BACK = 30
_LOOK_ON = 40


class Found(NamedTuple):
    """A flag and the numbers of the first and last token that show it."""

    flag: str
    first: int
    last: int


def tokens(text: str) -> list[str]:
    """The words and marks of a text: lower case, without accents and apostrophes."""
    text = text.replace("_", " ")
    joined = "\0".join(TOKEN.findall(text.replace("\0", " ")))
    if text.isascii():
        folded = joined.lower().replace("'", "").replace("`", "")
    else:
        folded = _NO_PART_OF_A_WORD.sub("", unicodedata.normalize("NFKD", joined).lower())
    return folded.split("\0") if joined else []


def places(text: str) -> Iterator[tuple[int, int]]:
    """Where each token of `tokens(text)` begins and ends in the text."""
    text = text.replace("_", " ").replace("\0", " ")
    return (found.span() for found in TOKEN.finditer(text))


class Matcher:
    """Matches what `compiling.compiled` gave for one language."""

    def __init__(self, compiled: dict):
        self._symbols = _Symbols(compiled)
        self._harmless = re.compile(compiled["harmless"])
        self._denial = _Denial(compiled["denial"])
        self._phrases = _by_first_symbol(compiled["flags"])
        self._starts = re.compile(f"[{''.join(self._phrases)}]")

    def find(self, words: list[str]) -> list[Found]:
        """The first place of each flag that the words show and do not deny."""
        symbols = list(map(self._symbols.__getitem__, words))
        line = self._harmless.sub(lambda found: OTHER * len(found[0]), "".join(symbols))
        shown = self._shown(line)
        if not shown:
            return []
        # Fillers have no symbol, so the line is shorter than the list of tokens.
        numbers = [number for number, symbol in enumerate(symbols) if symbol]
        return [Found(flag, numbers[at], numbers[end - 1]) for flag, (at, end) in shown.items()]

    def _shown(self, line: str) -> dict[str, tuple[int, int]]:
        shown: dict[str, tuple[int, int]] = {}
        for start in self._starts.finditer(line):
            at = start.start()
            for flag, deniable, phrase in self._phrases[line[at]]:
                found = flag not in shown and phrase.match(line, at)
                if found and not (deniable and self._denial.covers(line, *found.span())):
                    shown[flag] = found.span()
        return shown


class _Symbols(dict):
    """{word: symbol}, which knows the words that begin with a stem, too."""

    def __init__(self, compiled: dict):
        super().__init__(_MARKS)
        self._stems: dict[str, list[tuple[str, str]]] = {"...": [("...", PAUSE)]}
        for symbol, words in compiled["words"].items():
            self.update(dict.fromkeys(words.split(), symbol))
        for symbol, stems in compiled["stems"].items():
            for stem in stems.split():
                self._stems.setdefault(stem[:_HEAD], []).append((stem, symbol))
        for alike in self._stems.values():
            alike.sort(key=lambda pair: -len(pair[0]))

    def __missing__(self, word: str) -> str:
        for stem, symbol in self._stems.get(word[:_HEAD], ()):
            if word.startswith(stem):
                return symbol
        return OTHER


class _Denial:
    """Tells “no chest pain” from “no relief, chest pain”; in doubt it is no denial."""

    def __init__(self, compiled: dict[str, str]):
        self._verbs, self._negative, self._or = (
            set(compiled[key]) for key in ("verbs", "negative", "or")
        )
        self._before, self._before_or, self._before_comma, self._then_or = (
            re.compile(compiled[key]) for key in ("before", "before_or", "before_comma", "then_or")
        )
        self._twice, self._unless = (re.compile(compiled[key]) for key in ("twice", "unless"))

    def covers(self, line: str, start: int, end: int) -> bool:
        """Whether the message denies what line[start:end] says."""
        own = set(line[start:end])
        if own & self._negative:
            return False
        before, after = line[max(0, start - _LOOK_BACK) : start], line[end : end + _LOOK_ON]
        denied = self._before.search(before) or self._in_list(before, own, after)
        return bool(denied) and not (self._unless.search(after) or self._twice.search(before))

    def _in_list(self, before: str, own: set[str], after: str) -> bool:
        """“No fever or chest pain”; “no fever, chest pain or numbness”."""
        if own & self._verbs:
            return False
        ends = own & self._or or self._then_or.search(after)
        return bool(self._before_or.search(before) or (ends and self._before_comma.search(before)))


def _by_first_symbol(flags: list[dict]) -> dict[str, list[tuple[str, bool, re.Pattern]]]:
    """{symbol: [(flag, whether it can be denied, its phrases that begin so)]}."""
    together = cache(lambda phrases: re.compile("|".join(phrases)))
    starting: dict[str, list] = {}
    for flag in flags:
        own: dict[str, list[str]] = {}
        for first, phrase in flag["phrases"]:
            for symbol in first:
                own.setdefault(symbol, []).append(phrase)
        for symbol, phrases in own.items():
            known = (flag["id"], flag["deniable"], together(tuple(phrases)))
            starting.setdefault(symbol, []).append(known)
    return starting
