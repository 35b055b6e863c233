"""Makes harmless text of whatever was sent, before any form looks at it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

# They turn the order of letters around, so that a text does not read as it was written.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean_text(text: str) -> str:
    """Lines end with "\\n"; characters that nobody can see or type are gone."""
    text = LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "".join(c for c in text if c == "\n" or is_harmless(c)).strip()


def clean_line(text: str) -> str:
    return clean_text(text).replace("\n", " ")


def is_harmless(character: str) -> bool:
    """Not a control, not half a pair, not one of the numbers that are never a character."""
    number = ord(character)
    never = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return not never and character not in TURNING and unicodedata.category(character) not in "Cc Cs"


def is_blank(text: str) -> bool:
    """Whether there is nothing to see."""
    return all(unicodedata.category(c)[0] in "ZC" for c in text)


def typed_words(
    posted: Mapping[str, str], names: Iterable[str], texts: Iterable[str]
) -> dict[str, str]:
    """What was sent under these names; those in `texts` may have several lines."""
    return {
        name: (clean_text if name in texts else clean_line)(posted.get(name, "")) for name in names
    }
