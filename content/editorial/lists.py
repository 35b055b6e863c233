"""The word lists of this folder, ready to be looked up in a text."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True)
class Entry:
    """One spelling of an entry: its words, what to say instead, and the first spelling."""

    words: tuple[str, ...]
    plain: str
    head: str


@dataclass(frozen=True)
class Use:
    """An entry that stands in a text, from `start` up to `end`."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True)
class WordList:
    """Entries by their first word, the longest first, so that the cost does not grow with them."""

    entries: Mapping[str, tuple[Entry, ...]]

    def uses(self, text: str) -> Iterator[Use]:
        found = list(_WORD.finditer(text))
        folded = [word[0].casefold().replace("’", "'") for word in found]
        place = 0
        while place < len(found):
            entry = self._at(folded, place)
            if entry:
                last = found[place + len(entry.words) - 1]
                gap = text[found[place].end() : last.start()]
                if not re.search(r"[.,;:()!?]", gap):
                    yield Use(found[place].start(), last.end(), entry)
            place += len(entry.words) if entry else 1

    def _at(self, words: list[str], place: int) -> Entry | None:
        for entry in self.entries.get(words[place], ()):
            if tuple(words[place : place + len(entry.words)]) == entry.words:
                return entry
        return None


@cache
def plain_words(language: str) -> WordList:
    return _word_list(_table("plain_words").get(language, {}))


@cache
def medical_terms(language: str) -> WordList:
    return _word_list(_table("medical_terms").get(language, {}))


@cache
def known_abbreviations() -> frozenset[str]:
    return frozenset(_table("medical_terms")["abbreviations"]["known"].split())


def _word_list(rows: Mapping[str, str]) -> WordList:
    entries: dict[str, list[Entry]] = {}
    for spellings, plain in rows.items():
        for entry in _entries(spellings, plain):
            entries.setdefault(entry.words[0], []).append(entry)
    return WordList(
        {
            first: tuple(sorted(found, key=lambda entry: -len(entry.words)))
            for first, found in entries.items()
        }
    )


def _entries(spellings: str, plain: str) -> Iterator[Entry]:
    forms = [form.strip() for form in spellings.split(",")]
    meanings = [meaning.strip() for meaning in plain.split(",")]
    if len(meanings) != len(forms):
        meanings = [plain] * len(forms)
    for form, meaning in zip(forms, meanings, strict=True):
        yield Entry(tuple(form.casefold().split()), meaning, forms[0])


def _table(name: str) -> dict:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
