"""Cuts what a page must show before its list of contents from the rest of its stored body."""

from itertools import takewhile

from django.utils.safestring import SafeString

from content.rendering.elements import outermost
from content.rendering.sanitizer import stored_part

_FIRST = ("check-first", "muscle")
_EMERGENCY, _HEADING = "care--emergency", "<h2"
_BEFORE_A_CARD = ("h2", "h3", "p")


def leading(html: str) -> tuple[SafeString, str]:
    """What to check first with the picture and its words, and the HTML after it. Nothing is cut
    from a page that begins otherwise, or that is not well-formed."""
    end = 0
    for element in outermost(html) or ():
        if not element.classes.intersection(_FIRST):
            break
        end = element.end
    return stored_part(html, 0, end), html[end:]


def emergency_first(html: str) -> tuple[SafeString, str]:
    """The whole first section of a page that begins with an emergency card, and the HTML after it.
    A heading and some words may stand before the card. Nothing is cut from any other page."""
    if not _may_begin_with_emergency(html):
        return stored_part(html, 0, 0), html
    elements = outermost(html) or []
    texts = takewhile(lambda element: element.tag in _BEFORE_A_CARD, elements)
    card = next(iter(elements[len(list(texts)) :]), None)
    if not card or _EMERGENCY not in card.classes:
        return stored_part(html, 0, 0), html
    headings = (e.start for e in elements if e.tag == "h2" and e.start > card.start)
    end = next(headings, len(html))
    return stored_part(html, 0, end), html[end:]


def _may_begin_with_emergency(html: str) -> bool:
    """Cheaply, as nearly every page is another."""
    card, first = html.find(_EMERGENCY), html.find(_HEADING)
    second = html.find(_HEADING, first + 1)
    return card >= 0 and (second < 0 or card < second)
