"""Cuts a stored page body into what stays open and what is folded away while it is being checked.

Works on HTML that the sanitizer let out, and cuts only between its outermost elements. Headings
stay open, so that every link to a part of the page still leads there. So does all that says when
and whom to call: sections with get-help cards, notices, and questions that tell people to call.
Everything else of the page is folded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from itertools import groupby

from django.utils.safestring import SafeString

from content.rendering.sanitizer import stored_part

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_HELP = "when to get help"
_CALL_US = re.compile(r"\bcall us\b|\bllámenos\b", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


@dataclass(frozen=True)
class Part:
    """A stretch of the page. `heading` is the nearest heading above it, for naming the fold."""

    html: SafeString
    is_folded: bool
    heading: str


@dataclass
class _Element:
    """One of the outermost elements; `end` is where the next one may begin."""

    tag: str
    classes: frozenset[str]
    start: int
    end: int = 0
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


@lru_cache(maxsize=64)
def fold(html: str, emergency_number: str) -> tuple[Part, ...]:
    """The parts in order; together they are the whole page. All of it stays open if it is not
    well-formed, which no stored page should be: help must never be hidden by mistake."""
    elements = _outermost(html)
    if elements is None:
        return (Part(stored_part(html, 0, len(html)), False, ""),)
    decided = list(_decided(elements, emergency_number))
    parts, start = [], 0
    for (folded, heading), run in groupby(decided, key=lambda one: one[1:]):
        end = [element for element, *_ in run][-1].end
        parts.append(Part(stored_part(html, start, end), folded, heading))
        start = end
    return tuple(parts)


def tells_to_call(text: str, emergency_number: str) -> bool:
    """Whether it says to call the clinic, or tells the emergency number (not inside another)."""
    number = rf"(?<![\d.,-]){re.escape(emergency_number)}(?![\d-]|[.,]\d)"
    return bool(_CALL_US.search(text) or re.search(number, text))


def _decided(elements: list[_Element], number: str) -> Iterator[tuple[_Element, bool, str]]:
    """Each element, whether it is folded, and the heading above it. Open ones need no heading."""
    for section in _sections(elements):
        is_help = _is_help(section)
        heading = ""
        for element in section:
            if element.tag in _HEADINGS:
                heading = element.text
            folded = not (is_help or _stays_open(element, number))
            yield element, folded, heading if folded else ""


def _sections(elements: list[_Element]) -> Iterator[list[_Element]]:
    section: list[_Element] = []
    for element in elements:
        if element.tag == "h2" and section:
            yield section
            section = []
        section.append(element)
    if section:
        yield section


def _is_help(section: list[_Element]) -> bool:
    named = section[0].tag == "h2" and section[0].text.casefold() == _HELP
    return named or any("care" in element.classes for element in section)


def _stays_open(element: _Element, number: str) -> bool:
    if element.tag in _HEADINGS or "notice" in element.classes:
        return True
    return "question" in element.classes and tells_to_call(element.text, number)


def _outermost(html: str) -> list[_Element] | None:
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    if reader.is_broken or reader.path or not reader.elements:
        return None
    reader.elements[-1].end = len(html)
    return reader.elements


class _Reader(HTMLParser):
    """Notes where the outermost elements begin and end, and what they say."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[_Element] = []
        self.path: list[str] = []
        self.is_broken = False
        self.html = html
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", html))]

    def here(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.begin(tag, attrs)
        if tag in _VOID:
            self.finish(self.here() + len(self.get_starttag_text()))
        else:
            self.path.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only drawings close an element where it begins."""
        self.begin(tag, attrs)
        self.finish(self.here() + len(self.get_starttag_text()))

    def handle_endtag(self, tag: str) -> None:
        if not self.path or self.path.pop() != tag:
            self.is_broken = True
        self.finish(self.html.find(">", self.here()) + 1)

    def handle_data(self, data: str) -> None:
        if self.path:
            self.elements[-1].texts.append(data)
        elif data.strip():
            self.is_broken = True

    def begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.path:
            classes = frozenset((dict(attrs).get("class") or "").split())
            self.elements.append(_Element(tag, classes, self.here()))

    def finish(self, end: int) -> None:
        if not self.path and self.elements:
            self.elements[-1].end = end
