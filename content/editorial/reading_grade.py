"""How hard a text is to read: grades, long sentences and hard words.

Method
- Counted: paragraphs and list items. A list item is a sentence of its own (more
  if it holds more), also when it only completes its heading. A heading counts
  when it closes with a full stop, a table cell when it closes as a sentence.
  References, code and all other headings and cells do not count.
- Words: hyphenated words are one word; web and mail addresses none; a number is
  one word of one syllable; an abbreviation with stops ("U.S.") is one word, one
  syllable per letter.
- English: Flesch-Kincaid grade `0.39 w/s + 11.8 y/w - 15.59`, Flesch reading ease
  `206.835 - 1.015 w/s - 84.6 y/w`, SMOG `1.0430 sqrt(30 p/s) + 3.1291`; w words,
  s sentences, y syllables, p words of three or more syllables. SMOG is meant for
  30 sentences or more and is rough below.
- Spanish: Fernández-Huerta `206.84 - 60 y/w - 1.02 w/s` and INFLESZ (Szigriszt)
  `206.835 - 62.3 y/w - w/s`. There are no grades for Spanish.

All formulas are rough: a grade shows where to look and never decides alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from content.editorial.english_syllables import english_syllables
from content.editorial.sentences import split_sentences, split_words
from content.editorial.spanish_syllables import spanish_syllables

LONG_SENTENCE_WORDS = 20

_INFLESZ_BANDS = (
    (40, "very hard"),
    (55, "somewhat hard"),
    (65, "normal"),
    (80, "quite easy"),
)


class Block(Protocol):
    """One piece of plain text: kind is paragraph, item, heading, cell or reference."""

    kind: str
    text: str


@dataclass(frozen=True)
class Sentence:
    text: str
    words: int


@dataclass(frozen=True)
class HardWord:
    """A word of many syllables, in small letters, and how often it stands in the text."""

    word: str
    syllables: int
    count: int


@dataclass(frozen=True)
class Grade:
    """The measures of one text.

    `fk` and `smog` are school grades (United States), English only; `ease` runs from
    0 (hard) to 100 (easy), Flesch in English and Fernández-Huerta in Spanish;
    `inflesz` and its `band` are Spanish only. A measure that does not apply is None,
    and all of them are when the text has no words. `long_sentences` are those of more
    than 20 words, longest first; `hard_words` have three or more syllables (Spanish:
    four), most frequent first.
    """

    fk: float | None
    ease: float | None
    smog: float | None
    inflesz: float | None
    band: str
    words: int
    sentences: int
    syllables: int
    long_sentences: tuple[Sentence, ...]
    hard_words: tuple[HardWord, ...]


def grade(blocks: Iterable[Block], language: str = "en") -> Grade:
    """Measure `blocks`, written in "en" or "es" (also "es-MX").

    Raises ValueError for any other language.
    """
    tongue = _tongue(language)
    sentences = counted_sentences(blocks)
    spoken = [
        (word.lower(), _syllables(word, tongue.syllables))
        for sentence in sentences
        for word in split_words(sentence.text)
    ]
    total = sum(syllables for _, syllables in spoken)
    hard = [pair for pair in spoken if pair[1] >= tongue.hard_from]
    return Grade(
        **_measures(tongue, len(spoken), len(sentences), total, len(hard)),
        words=len(spoken),
        sentences=len(sentences),
        syllables=total,
        long_sentences=_longest(sentences),
        hard_words=_most_frequent(hard),
    )


def counted_sentences(blocks: Iterable[Block]) -> list[Sentence]:
    """Return the sentences that the grade counts, in reading order."""
    return [
        Sentence(text, len(split_words(text)))
        for block in blocks
        if _counts(block)
        for text in split_sentences(block.text)
    ]


def _counts(block: Block) -> bool:
    if block.kind in ("paragraph", "item"):
        return True
    text = block.text.rstrip()
    if block.kind == "heading":
        return text.endswith(".")
    return block.kind == "cell" and text.endswith((".", "!", "?"))


@dataclass(frozen=True)
class _Tongue:
    syllables: Callable[[str], int]
    hard_from: int
    spanish: bool


_TONGUES = {
    "en": _Tongue(english_syllables, hard_from=3, spanish=False),
    "es": _Tongue(spanish_syllables, hard_from=4, spanish=True),
}


def _tongue(language: str) -> _Tongue:
    try:
        return _TONGUES[language.partition("-")[0].lower()]
    except KeyError:
        raise ValueError(f"No reading grade for the language {language!r}.") from None


def _syllables(word: str, count: Callable[[str], int]) -> int:
    if word[0].isdigit():
        return 1
    if "." in word:
        return word.count(".")
    return count(word)


def _measures(tongue: _Tongue, words: int, sentences: int, syllables: int, hard: int) -> dict:
    measures = dict.fromkeys(("fk", "ease", "smog", "inflesz")) | {"band": ""}
    if not words:
        return measures
    length, weight = words / sentences, syllables / words
    if tongue.spanish:
        return measures | _spanish(length, weight)
    return measures | _english(length, weight, hard / sentences)


def _english(length: float, weight: float, hard: float) -> dict:
    return {
        "fk": round(0.39 * length + 11.8 * weight - 15.59, 1),
        "ease": round(206.835 - 1.015 * length - 84.6 * weight, 1),
        "smog": round(1.0430 * sqrt(30 * hard) + 3.1291, 1),
    }


def _spanish(length: float, weight: float) -> dict:
    inflesz = 206.835 - 62.3 * weight - length
    band = next((name for below, name in _INFLESZ_BANDS if inflesz < below), "very easy")
    return {
        "ease": round(206.84 - 60 * weight - 1.02 * length, 1),
        "inflesz": round(inflesz, 1),
        "band": band,
    }


def _longest(sentences: list[Sentence]) -> tuple[Sentence, ...]:
    long = (sentence for sentence in sentences if sentence.words > LONG_SENTENCE_WORDS)
    return tuple(sorted(long, key=lambda sentence: -sentence.words))


def _most_frequent(hard: list[tuple[str, int]]) -> tuple[HardWord, ...]:
    counted = Counter(hard).most_common()
    return tuple(HardWord(word, syllables, count) for (word, syllables), count in counted)
