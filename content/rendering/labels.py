"""Finds the labelled paragraphs of steps, timelines and days: `Time:`, `What to do:` and so on.

They are cut off before words are parsed, so that a label in bold or before a link is found as well.
"""

import re

from django.utils.translation import pgettext
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

FEEL, HELPS, TIME = "feel", "helps", "time"
NORMAL, TO_DO, NOT_YET, CALL = "normal", "to-do", "not-yet", "call"

_JOURNEY = (FEEL, HELPS, TIME)
DAY = (NORMAL, TO_DO, NOT_YET, CALL)
_OF_BLOCK = {"steps": _JOURNEY, "timeline": _JOURNEY, "day": DAY}
_ENGLISH = {
    FEEL: "You may feel",
    HELPS: "What helps",
    TIME: "Time",
    NORMAL: "What is normal now",
    TO_DO: "What to do",
    NOT_YET: "Not yet",
    CALL: "When to call",
}
_LABEL = re.compile(r"\*{0,2}([^\W\d_][\w ]{0,40}?)[ ]?\*{0,2}:\*{0,2}(?:[ \n]+|$)")


def words(label: str) -> str:
    """The label as patients read it, in the language of the page."""
    return {
        FEEL: pgettext("label in a recovery step", "You may feel"),
        HELPS: pgettext("label in a recovery step", "What helps"),
        TIME: pgettext("label in a recovery step", "Time"),
        NORMAL: pgettext("label in a recovery step", "What is normal now"),
        TO_DO: pgettext("label in a recovery step", "What to do"),
        NOT_YET: pgettext("label in a recovery step", "Not yet"),
        CALL: pgettext("label in a recovery step", "When to call"),
    }[label]


def label_rule(state: StateCore) -> None:
    """Core rule: leaves `label` (and the words of `time`) in the meta of `paragraph_open`."""
    own = None
    for place, token in enumerate(state.tokens):
        if token.type == "fence_open":
            labels = _OF_BLOCK.get(token.meta["kind"])
            own = labels and _spellings(labels)
        elif token.type == "fence_close":
            own = None
        elif own and token.type == "paragraph_open" and token.level == 1:
            _cut(state.tokens, place, own)


def _spellings(labels: tuple[str, ...]) -> dict[str, str]:
    own = {words(label).casefold(): label for label in labels}
    return own | {_ENGLISH[label].casefold(): label for label in labels}


def _cut(tokens: list[Token], place: int, spellings: dict[str, str]) -> None:
    paragraph, inline = tokens[place], tokens[place + 1]
    found = _LABEL.match(inline.content)
    label = found and spellings.get(found[1].casefold())
    if not label:
        return
    if label != TIME:
        paragraph.meta["label"] = label
        inline.content = inline.content[found.end() :]
    elif tokens[place - 1].type == "heading_close":
        _cut_time(tokens[place : place + 3], inline.content[found.end() :])


def _cut_time(paragraph: list[Token], content: str) -> None:
    """Takes the first line only: writers forget the empty line before the first sentence."""
    opening, inline, closing = paragraph
    time, _, inline.content = content.partition("\n")
    opening.meta |= {"label": TIME, "time": time.strip()}
    inline.map = [inline.map[0] + 1, inline.map[1]]
    opening.hidden = closing.hidden = not inline.content
