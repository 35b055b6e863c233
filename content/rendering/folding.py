"""Cuts a stored page body into what stays open and what is folded away while it is being checked.

Works on HTML that the sanitizer let out, and cuts only between its outermost elements. Headings
stay open, so that every link to a part of the page still leads there. So does all that says when
and whom to call: sections with get-help cards, notices, and questions that tell people to call.
Everything else of the page is folded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.utils.safestring import SafeString

from content.rendering.elements import Element, outermost
from content.rendering.sanitizer import stored_part
from content.rendering.urgency import tells_to_call

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_HELP = "when to get help"


@dataclass(frozen=True)
class Part:
    """A stretch of the page. `heading` is the nearest heading above it, for naming the fold."""

    html: SafeString
    is_folded: bool
    heading: str


@lru_cache(maxsize=64)
def fold(html: str, emergency_number: str) -> tuple[Part, ...]:
    """The parts in order; together they are the whole page. All of it stays open if it is not
    well-formed, which no stored page should be: help must never be hidden by mistake."""
    elements = outermost(html)
    if elements is None:
        return (Part(stored_part(html, 0, len(html)), False, ""),)
    decided = list(_decided(elements, emergency_number))
    parts, start = [], 0
    for (folded, heading), run in groupby(decided, key=lambda one: one[1:]):
        end = [element for element, *_ in run][-1].end
        parts.append(Part(stored_part(html, start, end), folded, heading))
        start = end
    return tuple(parts)


def _decided(elements: list[Element], number: str) -> Iterator[tuple[Element, bool, str]]:
    """Each element, whether it is folded, and the heading above it. Open ones need no heading."""
    for section in _sections(elements):
        is_help = _is_help(section)
        heading = ""
        for element in section:
            if element.tag in _HEADINGS:
                heading = element.text
            folded = not (is_help or _stays_open(element, number))
            yield element, folded, heading if folded else ""


def _sections(elements: list[Element]) -> Iterator[list[Element]]:
    section: list[Element] = []
    for element in elements:
        if element.tag == "h2" and section:
            yield section
            section = []
        section.append(element)
    if section:
        yield section


def _is_help(section: list[Element]) -> bool:
    named = section[0].tag == "h2" and section[0].text.casefold() == _HELP
    return named or any("care" in element.classes for element in section)


def _stays_open(element: Element, number: str) -> bool:
    if element.tag in _HEADINGS or "notice" in element.classes:
        return True
    return "question" in element.classes and tells_to_call(element.text, number)
