"""Finds how much of its body a page must show before its list of contents."""

import re
from itertools import takewhile

from content.rendering.elements import outermost

_FIRST = ("check-first", "muscle")
# Nearly every page is another, and says “muscle” somewhere all the same.
_MAY_BEGIN_WITH_MUSCLE = re.compile(rf'\s*<[^>]*class="[^"]*(?:{"|".join(_FIRST)})')
_EMERGENCY, _HEADING = "care--emergency", "<h2"
_BEFORE_A_CARD = ("h2", "h3", "p")


def leading_length(html: str) -> int:
    """How many characters of a body stand before the list of contents: of a page about a muscle
    what to check first with the picture and its words; of a page that begins with an emergency
    card, after a heading and some words at most, its whole first section. 0 for any other page,
    and for HTML that is not well-formed."""
    if _MAY_BEGIN_WITH_MUSCLE.match(html) and (end := _end_of_muscle(html)):
        return end
    return _end_of_emergency(html) if _may_begin_with_emergency(html) else 0


def _end_of_muscle(html: str) -> int:
    end = 0
    for element in outermost(html) or ():
        if not element.classes.intersection(_FIRST):
            break
        end = element.end
    return end


def _end_of_emergency(html: str) -> int:
    elements = outermost(html) or []
    texts = takewhile(lambda element: element.tag in _BEFORE_A_CARD, elements)
    card = next(iter(elements[len(list(texts)) :]), None)
    if not card or _EMERGENCY not in card.classes:
        return 0
    headings = (e.start for e in elements if e.tag == "h2" and e.start > card.start)
    return next(headings, len(html))


def _may_begin_with_emergency(html: str) -> bool:
    """Cheaply, as nearly every page is another."""
    card, first = html.find(_EMERGENCY), html.find(_HEADING)
    second = html.find(_HEADING, first + 1)
    return card >= 0 and (second < 0 or card < second)
