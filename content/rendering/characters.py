"""Takes out characters that a page must never carry.

Control characters hide addresses, bidi overrides show a text other than the one that is there, lone
surrogates cannot be encoded, and the private-use characters are kept for our own placeholders.
"""

import html
import re
import unicodedata

_NONCHARACTERS = "".join(
    chr(plane + end) for plane in range(0, 0xF0000, 0x10000) for end in (0xFFFE, 0xFFFF)
)
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, save tab and line ends
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # surrogates and private use
    f"\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef{_NONCHARACTERS}]"  # bidi, noncharacters
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def tidy(text: str) -> str:
    """The text without unwanted characters, accents composed so that equal words compare equal."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


def unturned(text: str) -> str:
    """Without the signs that make letters stand in another order than they are in."""
    return _TURNING.sub("", text)


def escape(text: str) -> str:
    """Text for HTML, in content or in a quoted attribute."""
    return html.escape(tidy(text))


def one_line(text: str) -> str:
    return " ".join(text.split())
