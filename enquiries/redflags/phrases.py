"""Reads the phrases of the warning signs, as staff write them, into parts that a machine can match.

The language, one phrase to a line:

    chest pain         these words, one after the other
    numb*              a word that begins so (three letters or more)
    (pain|is tight)    one of these
    <pain>             one of the words listed under that name in the same file
    my?                may stand here or not
    ..3                up to three other words, within the sentence
    chest ~3 <pain>    the two sides in either order, up to three words between them
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PART = re.compile(
    r"\s*(?:\.\.(?P<gap>\d+)|\((?P<choice>[^()]+)\)|<(?P<name>\w+)>|(?P<word>[a-z0-9]+(?:[.,]?\*)?))"
    r"(?P<maybe>\?)?"
)
EITHER_ORDER = re.compile(r"~(\d+)")
SHORTEST_STEM = 3


class PhraseError(ValueError):
    """A phrase that cannot be read; the text names it."""


@dataclass(frozen=True)
class Slot:
    """A place for one word out of `terms`: words, and stems that end in a star."""

    terms: frozenset[str]


@dataclass(frozen=True)
class Gap:
    """A place for up to `most` words that do not matter."""

    most: int


@dataclass(frozen=True)
class Maybe:
    """A part that may be missing."""

    part: "Slot | Choice"


@dataclass(frozen=True)
class Choice:
    """Several sequences, one of which stands here."""

    sequences: tuple["Sequence", ...]


Sequence = tuple[Slot | Gap | Maybe | Choice, ...]


def read(phrase: str, names: dict[str, str]) -> list[Sequence]:
    """Return the one or two orders that a phrase stands for.

    `names` gives the words behind each <name>, parted by "|". Raises PhraseError.
    """
    sides = EITHER_ORDER.split(phrase)
    if len(sides) == 1:
        return [_sound(_sequence(phrase, names), phrase)]
    if len(sides) != 3:
        raise PhraseError(f"more than one “~” in: {phrase}")
    left, most, right = sides
    left, right = (_sound(_sequence(side, names), phrase) for side in (left, right))
    gap = (Gap(int(most)),)
    return [left + gap + right, right + gap + left]


def slots(sequence: Sequence) -> Iterator[Slot]:
    """Every place for a word in the sequence."""
    for part in sequence:
        if isinstance(part, Slot):
            yield part
        elif isinstance(part, Maybe):
            yield from slots((part.part,))
        elif isinstance(part, Choice):
            for inner in part.sequences:
                yield from slots(inner)


def first_slots(sequence: Sequence) -> Iterator[Slot]:
    """The places with which the sequence can begin."""
    part = sequence[0]
    if isinstance(part, Choice):
        for inner in part.sequences:
            yield from first_slots(inner)
    else:
        yield part


def _sequence(text: str, names: dict[str, str]) -> Sequence:
    parts, at, text = [], 0, text.strip()
    while at < len(text):
        found = PART.match(text, at)
        if not found:
            raise PhraseError(f"cannot be read from “{text[at:]}” on: {text}")
        parts.append(_part(found, names))
        at = found.end()
    return tuple(parts)


def _part(found: re.Match, names: dict[str, str]) -> Slot | Gap | Maybe | Choice:
    if found["gap"]:
        return Gap(int(found["gap"]))
    if found["name"] and found["name"] not in names:
        raise PhraseError(f"no words are listed for <{found['name']}>")
    text = found["choice"] or names.get(found["name"] or "") or found["word"]
    part = _choice(text, names)
    return Maybe(part) if found["maybe"] else part


def _choice(text: str, names: dict[str, str]) -> Slot | Choice:
    if "|" not in text and " " not in text and "<" not in text:
        return _slot(text)
    words, longer = set(), []
    for alternative in text.split("|"):
        sequence = _sound(_sequence(alternative, names), text)
        if len(sequence) == 1 and isinstance(sequence[0], Slot):
            words |= sequence[0].terms
        else:
            longer.append(sequence)
    own = [(Slot(frozenset(words)),)] if words else []
    return Choice(tuple(own + longer)) if longer else own[0][0]


def _slot(word: str) -> Slot:
    if word.endswith("*") and len(word) <= SHORTEST_STEM:
        raise PhraseError(f"{word} would fit too many words")
    return Slot(frozenset([word]))


def _sound(sequence: Sequence, phrase: str) -> Sequence:
    """A phrase begins and ends with a word, so that its place in the message is known."""
    ends = (sequence[0], sequence[-1]) if sequence else (Gap(0),)
    if any(isinstance(part, Gap | Maybe) for part in ends):
        raise PhraseError(f"must begin and end with a word: {phrase}")
    return sequence
