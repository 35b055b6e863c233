"""Cuts what a page about a muscle must show first from the rest of its stored body."""

from django.utils.safestring import SafeString

from content.rendering.elements import outermost
from content.rendering.sanitizer import stored_part

_FIRST = ("check-first", "muscle")


def leading(html: str) -> tuple[SafeString, str]:
    """What to check first with the picture and its words, and the HTML after it. Nothing is cut
    from a page that begins otherwise, or that is not well-formed."""
    end = 0
    for element in outermost(html) or ():
        if not element.classes.intersection(_FIRST):
            break
        end = element.end
    return stored_part(html, 0, end), html[end:]
