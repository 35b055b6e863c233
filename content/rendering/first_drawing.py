"""Finds what a page draws first, by its place in the finished HTML, and what it says in words."""

import re
from html import unescape

from content.rendering.results import MuscleWords

LANGUAGE_OF_DRAWINGS = "en"
_DRAWING = re.compile(
    r'<svg class="pic pic--(?P<name>[a-z0-9-]+)"(?P<svg>.*?)</svg>'
    r'(?:\s*</div>\s*<figcaption[^>]*>\s*<p class="figure__title">(?P<title>.*?)</p>)?',
    re.DOTALL,
)
_OWN_WORDS = re.compile(r"<(title|desc)\b[^>]*>(.*?)</\1>", re.DOTALL)
_SIDE_OF_BODY = re.compile(r'<svg class="pic body"[^>]* aria-label="([^"]*)"')


def first_drawing(html: str, muscle: MuscleWords | None, language: str) -> dict[str, str] | None:
    """Its name and its words: of a page about a muscle the pictures of that. In a language that
    the drawings do not speak the words are those of the page's own title for it."""
    if muscle:
        return {"name": muscle.id, "words": unescape(" ".join(_SIDE_OF_BODY.findall(html)))}
    found = _DRAWING.search(html)
    if found is None:
        return None
    own = ". ".join(words for _, words in _OWN_WORDS.findall(found["svg"]))
    words = own if language == LANGUAGE_OF_DRAWINGS else found["title"] or ""
    return {"name": found["name"], "words": unescape(words)}
