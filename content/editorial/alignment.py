"""Finds again in the Markdown what a reader reads: each character knows where it was typed.

The parser keeps the lines of a token but not the places inside them, so the pieces of a line are
looked for in the order in which the parser cut them off.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

# What does not come out as one plain space.
_BLANKS = re.compile(r"\s\s|[^\S ]")


@dataclass(frozen=True)
class Span:
    """A part of a passage, in characters of its text, and the address or name it belongs to."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Image:
    """A picture in the text: where it was typed, its address and the words beside it."""

    start: int
    end: int
    address: str
    alt: str


@dataclass
class Aligned:
    """The text of one line of tokens. `starts` and `ends` hold for each character where it begins
    and ends in the Markdown."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    links: list[Span] = field(default_factory=list)
    cites: list[Span] = field(default_factory=list)
    facts: list[Span] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)


def aligned(raw: str, children: Sequence[Token], where: Sequence[int]) -> Aligned:
    """`raw` is the content of an inline token, `where` the place of each of its characters."""
    work = _Work(raw, where)
    for child in children:
        work.take(child)
    return work.result


class _Work:
    def __init__(self, raw: str, where: Sequence[int]):
        self.raw, self.where, self.cursor = raw, where, 0
        self.result = Aligned()
        self.open_links: list[tuple[int, Token]] = []

    def take(self, token: Token) -> None:
        handler = self._HANDLERS.get(token.type)
        if handler:
            handler(self, token)

    def _text(self, token: Token) -> None:
        begin = self.raw.find(token.content, self.cursor)
        if begin >= 0:
            places = range(begin, begin + len(token.content))
        else:
            places = self._letter_by_letter(token.content)
        if begin >= 0 and not _BLANKS.search(token.content):
            self._add_all(token.content, begin)
        else:
            for character, place in zip(token.content, places, strict=True):
                self._add(character, place)
        if places:
            self.cursor = places[-1] + 1

    def _letter_by_letter(self, content: str) -> list[int]:
        """For text with escapes and entities, which is shorter than what was typed."""
        places, cursor = [], self.cursor
        for character in content:
            found = self.raw.find(character, cursor)
            cursor = found if found >= 0 else min(cursor, len(self.raw) - 1)
            places.append(cursor)
            cursor += found >= 0
        return places

    def _add_all(self, content: str, begin: int) -> None:
        """Text without a run of blanks, which is nearly all of it, in one go."""
        result, where = self.result, self.where[begin : begin + len(content)]
        if content.startswith(" ") and (not result.text or result.text[-1] == " "):
            content, where = content[1:], where[1:]
        result.text += content
        result.starts += where
        result.ends += [place + 1 for place in where]

    def _add(self, character: str, place: int) -> None:
        """Runs of blanks count as one, as they do on the page."""
        blank = character.isspace()
        result = self.result
        if blank and (not result.text or result.text[-1] == " "):
            return
        result.text += " " if blank else character
        result.starts.append(self.where[place])
        result.ends.append(self.where[place] + 1)

    def _break(self, token: Token) -> None:
        begin = max(self.raw.find("\n", self.cursor), self.cursor)
        self._add(" ", min(begin, len(self.raw) - 1))
        self.cursor = begin + 1

    def _fact(self, token: Token) -> None:
        start = len(self.result.text)
        self._skip(token.meta["source"])
        self.result.facts.append(Span(start, start, token.meta["name"]))

    def _footnote(self, token: Token) -> None:
        start = len(self.result.text)
        self._skip(f"[^{token.meta['name']}]")
        self.result.cites.append(Span(start, start, token.meta["name"]))

    def _image(self, token: Token) -> None:
        begin = self.raw.find("![", self.cursor)
        if begin < 0:
            return
        self.cursor = begin + 2 + len(token.content)
        self._skip_address(token.attrs["src"])
        place = (self.where[begin], self.where[self.cursor - 1] + 1)
        self.result.images.append(Image(*place, token.attrs["src"], token.content))

    def _link_open(self, token: Token) -> None:
        self.open_links.append((len(self.result.text), token))

    def _link_close(self, token: Token) -> None:
        start, opening = self.open_links.pop()
        self._skip_address("" if opening.markup == "autolink" else opening.attrs["href"])
        self.result.links.append(Span(start, len(self.result.text), opening.attrs["href"]))

    def _skip_address(self, address: str) -> None:
        """Over `](address "title")`, so that no word is looked for in it."""
        self._skip("](")
        self._skip(address)
        self._skip(")")

    def _skip(self, text: str) -> None:
        begin = self.raw.find(text, self.cursor)
        if begin >= 0:
            self.cursor = begin + len(text)

    _HANDLERS = {
        "text": _text,
        "code_inline": _text,
        "softbreak": _break,
        "hardbreak": _break,
        "fact": _fact,
        "footnote": _footnote,
        "image": _image,
        "link_open": _link_open,
        "link_close": _link_close,
    }
