"""Cuts text into sentences and words the way a reader hears them.

Full stops in abbreviations, initials and numbers do not end a sentence.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words(
    "dr dra mr mrs ms prof st sr sra srta vs e.g i.e approx no nos fig vol ed eds ext "
    "p.ej núm pág aprox"
)
_NAMES_GO_ON = _words("u.s u.k ph.d m.d d.o inc co ee.uu")
# "U.S. Food and Drug" goes on; "U.S. The" does not, for "The" opens a sentence.
_OPENERS = _words(
    "a an and ask but call do don't for he her his i if in it keep most one our she some "
    "take tell that the then there these they this to use we what when you your "
    "el ella en es esta este la las llame los no pida pregunte puede si su sus tome una"
)

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[¿¡]*[A-ZÁÉÍÓÚÑ0-9])")
_LAST_WORD = re.compile(r"[^\s(\[“\"'‘«¿¡]+$")
_NEXT_WORD = re.compile(r"[\w’']+")

_WORD = re.compile(
    r"\d[\d.,:/–°%-]*(?:[A-Za-z]{1,3}\b)?"  # 100.4°F, 2–4, 24/7, 10mg
    r"|(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|[^\W\d_]+(?:[-'’‑][^\W_]+)*"
)
# Bounded, because the text may be one long run of signs without a blank.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}\.\S+")
_MARKS_OF_ADDRESS = ("://", "www.", "@")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of one block of plain text, in order, without blank ones."""
    text = " ".join(text.split())
    sentences, start = [], 0
    for stop in _STOP.finditer(text):
        if _ends_here(text[start : stop.start() + 1], text[stop.end() :]):
            sentences.append(text[start : stop.end()].strip())
            start = stop.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if split_words(sentence)]


def split_words(text: str) -> list[str]:
    """Return the words and numbers of `text`; hyphenated words are one, addresses none."""
    if any(mark in text for mark in _MARKS_OF_ADDRESS):
        text = _ADDRESS.sub(" ", text)
    return _WORD.findall(text)


def _ends_here(before: str, after: str) -> bool:
    if not before.endswith("."):
        return True
    found = _LAST_WORD.search(before)
    last = found.group().rstrip(".").lower() if found else ""
    if last in _NEVER_LAST:
        return last == "no" and not after.strip()[:1].isdigit()
    if last in _NAMES_GO_ON or (len(last) == 1 and last.isalpha()):
        return _opens_sentence(after)
    return True


def _opens_sentence(text: str) -> bool:
    found = _NEXT_WORD.search(text)
    return bool(found) and found.group().lower() in _OPENERS
