"""Finds warning signs, such as “I can't catch my breath”, in what a patient writes.

It compares words with lists (en.toml, es.toml): it knows no medicine, and finding nothing says
nothing. Needs no database.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from . import compiling, matching

LANGUAGES = ("en", "es")
EMERGENCY, URGENT = "emergency", "urgent"


@dataclass(frozen=True)
class Flag:
    """A warning sign. `level` is "emergency" (911 now) or "urgent" (a call the same day)."""

    id: str
    level: str
    label: str
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A flag and the words that show it: `words` is text[start:end] of the text as it was typed."""

    flag: str
    level: str
    label: str
    language: str
    words: str
    start: int
    end: int


def _read(language: str) -> dict:
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))


_FILES = {language: _read(language) for language in LANGUAGES}
_FLAGS = {
    (language, entry["id"]): Flag(
        *(entry[key] for key in ("id", "level", "label", "reason")), tuple(entry["sources"])
    )
    for language, file in _FILES.items()
    for entry in file["flags"]
}
VERSION = " ".join(f"{language}:{file['version']}" for language, file in _FILES.items())


def flags() -> list[Flag]:
    """Every warning sign that is looked for, in the order of the list."""
    return [_FLAGS[LANGUAGES[0], entry["id"]] for entry in _FILES[LANGUAGES[0]]["flags"]]


def flag(flag_id: str, language: str = LANGUAGES[0]) -> Flag:
    """The warning sign, its label and reason in that language. Raises KeyError."""
    return _FLAGS[language, flag_id]


def find(text: str) -> list[Hit]:
    """The warning signs in a text, each at its first place: emergencies first, then by place.

    Both languages are looked for, whatever the patient chose. Labels are the staff's, in English.
    """
    words = matching.tokens(text)
    first: dict[str, tuple[int, int, str]] = {}
    for language, matcher in _matchers().items():
        for found in matcher.find(words):
            place = (found.first, found.last, language)
            first[found.flag] = min(place, first.get(found.flag, place))
    hits = [_hit(text, flag_id, *place) for flag_id, place in first.items()]
    return sorted(hits, key=lambda hit: (hit.level != EMERGENCY, hit.start, hit.end))


def emergencies(text: str) -> set[str]:
    """The ids of the flags of level "emergency" in a text."""
    return {hit.flag for hit in find(text) if hit.level == EMERGENCY}


def _hit(text: str, flag_id: str, first: int, last: int, language: str) -> Hit:
    (start, end), *rest = islice(matching.places(text), first, last + 1)
    end = rest[-1][1] if rest else end
    known = flag(flag_id)
    return Hit(flag_id, known.level, known.label, language, text[start:end], start, end)


@cache
def as_json() -> dict:
    """What the script in the browser needs: {"version", "languages": {language: phrases}}."""
    languages = {language: compiling.compiled(file) for language, file in _FILES.items()}
    return {"version": VERSION, "languages": languages}


@cache
def packed() -> tuple[bytes, str]:
    """`as_json` as it goes to the browser, and a short name that changes with every change."""
    body = json.dumps(as_json(), separators=(",", ":")).encode()
    return body, hashlib.sha256(body).hexdigest()[:16]


@cache
def _matchers() -> dict[str, matching.Matcher]:
    return {language: matching.Matcher(data) for language, data in as_json()["languages"].items()}
