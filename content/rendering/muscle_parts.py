"""The parts of a `::: muscle` block: which there are, in which order patients read them, and the
place that each line under “Where you may feel pain” names.

The names of places are cut off before words are parsed, so that they are no words of the page.
"""

import re

from django.utils.translation import pgettext
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from content.rendering.body_map import figure
from content.rendering.segments import parts

CHECK, KNOT, PAIN, CAUSES, TRY = "check", "knot", "pain", "causes", "try"
# What could be dangerous is read before anything else, whatever the writer put first.
ORDER = (CHECK, KNOT, PAIN, CAUSES, TRY)
OPENING = re.compile(r"([A-Za-z0-9-]{1,60})[ \t]+([^|\s][^|]{0,80}?)[ \t]*(?:\|[ \t]*(.{1,80}))?")

_ENGLISH = {
    CHECK: "Check first",
    KNOT: "Where the knot is",
    PAIN: "Where you may feel pain",
    CAUSES: "Everyday causes",
    TRY: "What to try",
}
_PLACE = re.compile(r"([A-Za-z][A-Za-z -]{0,50}):(?:[ \t]+|(?=\n)|$)")


def heading(part: str) -> str:
    """What stands above the part, in the language of the page."""
    return {
        CHECK: pgettext("part of a muscle", "Check first"),
        KNOT: pgettext("part of a muscle", "Where the knot is"),
        PAIN: pgettext("part of a muscle", "Where you may feel pain"),
        CAUSES: pgettext("part of a muscle", "Everyday causes"),
        TRY: pgettext("part of a muscle", "What to try"),
    }[part]


def part_called(words: str) -> str:
    """The part that has this heading, in English or in the language of the page, or nothing."""
    spellings = {heading(part).casefold(): part for part in ORDER}
    spellings |= {english.casefold(): part for part, english in _ENGLISH.items()}
    return spellings.get(" ".join(words.split()).casefold(), "")


def place_rule(state: StateCore) -> None:
    """Core rule: leaves `place` in the meta of each `list_item_open` that says where pain is felt;
    empty where the line names none."""
    kind = part = ""
    for position, token in enumerate(state.tokens):
        if token.type == "fence_open":
            kind, part = token.meta["kind"], ""
        elif token.type == "fence_close":
            kind = ""
        elif kind == "muscle" and token.type == "heading_open" and token.level == 1:
            part = part_called(state.tokens[position + 1].content)
        elif kind == "muscle" and part == PAIN and _is_item(token):
            _cut_place(token, state.tokens[position + 1 : position + 3])


def arrange(tokens: list[Token]) -> None:
    """Puts the parts of each muscle block into the order in which they are read, in place."""
    opening = None
    for position, token in enumerate(tokens):
        if token.type == "fence_open":
            opening = position if token.meta["kind"] == "muscle" else None
        elif token.type == "fence_close" and opening is not None:
            before, parted = parts(tokens[opening + 1 : position])
            parted.sort(key=_rank)
            tokens[opening + 1 : position] = [*before, *(t for part in parted for t in part)]
            opening = None


def _rank(part: list[Token]) -> int:
    name = part_called(part[1].content)
    return ORDER.index(name) if name else len(ORDER)


def _is_item(token: Token) -> bool:
    return token.type == "list_item_open" and token.level == 2


def _cut_place(item: Token, following: list[Token]) -> None:
    inline = next((token for token in following if token.type == "inline"), None)
    found = _PLACE.match(inline.content) if inline else None
    item.meta["place"] = found[1].strip() if found else ""
    if found:
        inline.content = inline.content[found.end() :] or _name(item.meta["place"])


def _name(place: str) -> str:
    """What the body map calls it, for a line that says no more."""
    known = figure().place.get(place)
    return known.name if known else ""
