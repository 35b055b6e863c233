"""Marks what goes across both columns on paper: what is wider than one of them, and long cards."""

import re
from collections.abc import Iterator
from functools import cached_property

from content.rendering.elements import Element, outermost

CLASS = "across"
# As many columns of a table do not fit into one of paper.
_TOO_MANY = 3
_MAY_HOLD_A_TABLE = {"table-wrap", "worksheet", "more"}
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
# A card of so many lines is taller than what is often left of a sheet.
_LONG, _LONG_ROUTINE = 8, 3
_BEGINNING = re.compile(r'(<[a-z0-9]+)(?:([^>]*?) class="([^"]*)")?')


def across(html: str) -> str:
    """The same HTML with that class on its outermost elements, and on the heading and words that
    lead to them. HTML that is not well-formed stays as it is."""
    elements = [Outer(html, element) for element in outermost(html) or ()]
    for at in sorted({*_tables(elements), *_cards(elements)}, reverse=True):
        start = elements[at].start
        html = html[:start] + _BEGINNING.sub(_with_class, html[start:], count=1)
    return html


class Outer:
    """One of the outermost elements with its HTML."""

    def __init__(self, html: str, element: Element):
        self.tag, self.classes, self.start = element.tag, element.classes, element.start
        self.html = html[element.start : element.end]

    @cached_property
    def lines(self) -> int:
        return self.html.count("<li")

    @cached_property
    def is_wide(self) -> bool:
        rows = _ROW.findall(self.html) if self.classes & _MAY_HOLD_A_TABLE else ()
        return "days" in self.classes or any(row.count("<th") >= _TOO_MANY for row in rows)

    def is_card(self, level: str, lines: int = 0) -> bool:
        return f"care--{level}" in self.classes and self.lines >= lines


def _with_class(found: re.Match) -> str:
    tag, before, classes = found.groups()
    return f'{tag}{before or ""} class="{f"{classes} " if classes else ""}{CLASS}"'


def _tables(elements: list[Outer]) -> Iterator[int]:
    for at, one in enumerate(elements):
        if one.is_wide:
            yield at
            if "more" not in one.classes:
                yield from _lead(elements, at, words=1)


def _cards(elements: list[Outer]) -> Iterator[int]:
    """A long emergency card, and after it those for today and for an appointment. Where a page
    closes more detail, the columns after such a card would be too short to fill their sheets."""
    first_more = next((at for at, one in enumerate(elements) if "more" in one.classes), None)
    has_diary = any("diary" in one.classes and one.is_wide for one in elements)
    if first_more is not None and not has_diary:
        return
    for at, one in enumerate(elements):
        if one.is_card("emergency", _LONG):
            yield at
            yield from _lead(elements, at, words=2)
            if first_more is None or at < first_more:
                yield from _after(elements, at)


def _after(elements: list[Outer], at: int) -> Iterator[int]:
    urgent, routine, *_ = [*elements[at + 1 : at + 3], None, None]
    if urgent and urgent.is_card("urgent"):
        yield at + 1
        if routine and routine.is_card("routine", _LONG_ROUTINE):
            yield at + 2


def _lead(elements: list[Outer], at: int, words: int) -> Iterator[int]:
    """The heading before it, with so many paragraphs between them at most."""
    for first in range(at - 1, max(at - 2 - words, -1), -1):
        if elements[first].tag == "h2":
            yield from range(first, at)
        if elements[first].tag != "p":
            return
