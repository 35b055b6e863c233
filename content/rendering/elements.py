"""Finds the outermost elements of stored HTML, between which alone it may be cut."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


@dataclass
class Element:
    """One of the outermost elements; `end` is where the next one may begin."""

    tag: str
    classes: frozenset[str]
    start: int
    end: int = 0
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def outermost(html: str) -> list[Element] | None:
    """In order, each up to where the next one begins; None for HTML that is not well-formed."""
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
        self.elements: list[Element] = []
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
            self.elements.append(Element(tag, classes, self.here()))

    def finish(self, end: int) -> None:
        if not self.path and self.elements:
            self.elements[-1].end = end
