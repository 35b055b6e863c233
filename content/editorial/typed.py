"""Text as it was typed, beside the text as the renderer reads it: other line ends, no control
characters, accents composed."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from content.editorial.results import Finding, Place
from content.rendering.characters import tidy

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Typed:
    """`text` is what is checked, `original` what was typed."""

    original: str
    text: str

    @cached_property
    def lines(self) -> tuple[tuple[int, str], ...]:
        return tuple(_lines(self.original))

    @property
    def is_same(self) -> bool:
        return self.text == self.original

    def moved(self, finding: Finding) -> Finding:
        """The finding with its place in the original."""
        place = finding.place
        return replace(
            finding,
            place=Place(place.field, self._back(place.start, 0), self._back(place.end, 1)),
        )

    def _back(self, place: int, end: int) -> int:
        """The same place in the original; in a line that was tidied, the begin or end of it."""
        number = self.text.count("\n", 0, place)
        column = place - (self.text.rfind("\n", 0, place) + 1)
        begin, line = self.lines[min(number, len(self.lines) - 1)]
        if tidy(line) == line:
            return begin + min(column, len(line))
        return begin + (len(line) if end else 0)


def typed(original: str) -> Typed:
    return Typed(original, tidy(_LINE_END.sub("\n", original)))


def _lines(text: str):
    begin = 0
    for end in _LINE_END.finditer(text):
        yield begin, text[begin : end.start()]
        begin = end.end()
    yield begin, text[begin:]
