"""A page as the passages that a patient reads, each of which knows where it was typed.

What the editor cannot change is left out: clinic facts stand as nothing, glossary meanings are not
there, and the titles of sources are passages of a kind of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markdown_it.token import Token

from content.editorial.alignment import Image, Span, aligned
from content.editorial.results import Field, Place
from content.editorial.sentences import split_sentences, split_words
from content.rendering.engine import parse

_KINDS = {
    "heading_open": "heading",
    "th_open": "cell",
    "td_open": "cell",
    "dt_open": "cell",
    "dd_open": "item",
    "list_item_open": "item",
    "footnote_reference_open": "reference",
}
_CLOSINGS = {name.replace("_open", "_close") for name in _KINDS}
_LISTS = ("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close")
_ROWS = ("tr_open", "list_item_open", "dt_open", "paragraph_open", "heading_open")


@dataclass(frozen=True)
class SentenceSpan:
    text: str
    start: int
    end: int

    @cached_property
    def words(self) -> int:
        return len(split_words(self.text))


@dataclass(frozen=True)
class Passage:
    """A stretch of text that stands on its own. `tag` is "h2", "th", "dt"… ; `block` the health
    block around it; `group`, `row` and `list` number the part of the page, the row and the list."""

    field: Field
    kind: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    line: int | None = None
    tag: str = ""
    block: str = ""
    group: int = 0
    row: int = 0
    list: int = 0
    name: str = ""
    links: Sequence[Span] = ()
    cites: Sequence[Span] = ()
    facts: Sequence[Span] = ()
    images: Sequence[Image] = ()

    def place(self, start: int = 0, end: int | None = None) -> Place:
        end = len(self.text) if end is None else end
        return Place(self.field, self.starts[start], self.ends[max(end - 1, start)])

    @cached_property
    def sentences(self) -> tuple[SentenceSpan, ...]:
        spans, cursor = [], 0
        for text in split_sentences(self.text):
            cursor = max(self.text.find(text, cursor), cursor)
            spans.append(SentenceSpan(text, cursor, cursor + len(text)))
            cursor += len(text)
        return tuple(spans)


def line_passages(field: Field, text: str, kind: str) -> Iterator[Passage]:
    """A passage for each line of a plain field."""
    begin = 0
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if words:
            first = begin + line.index(words)
            starts = range(first, first + len(words))
            ends = range(first + 1, first + len(words) + 1)
            yield Passage(field, kind, words, starts, ends, number, row=number)
        begin += len(line) + 1


def body_passages(markdown: str) -> Iterator[Passage]:
    tokens, _ = parse(markdown)
    return _Walk(markdown, tokens).passages()


class _Walk:
    """One way through the tokens, with what is open at the moment."""

    def __init__(self, markdown: str, tokens: list[Token]):
        self.tokens = tokens
        self.lines = markdown.split("\n")
        self.begins = _begins(self.lines)
        self.taken: dict[int, int] = {}
        self.kinds: list[tuple[str, str]] = []
        self.block = self.name = ""
        self.group = self.row = self.list_count = 0
        self.lists: list[int] = []

    def passages(self) -> Iterator[Passage]:
        for token in self.tokens:
            self._step(token)
            if token.type == "fence_open" and token.meta["title"]:
                yield from self._title(token)
            elif token.type == "inline":
                yield from self._inline(token)

    def _step(self, token: Token) -> None:
        if token.nesting == 1 and (token.level == 0 or token.type == "fence_open"):
            self.group += 1
        if token.type in _ROWS and not (token.type == "paragraph_open" and self.kinds):
            self.row += 1
        if token.type in _LISTS:
            self._step_list(token)
        if token.type == "fence_open":
            self.block = token.meta["kind"]
        elif token.type == "fence_close":
            self.block = ""
        if token.type in _KINDS:
            self.kinds.append((_KINDS[token.type], token.tag))
            self.name = (token.meta or {}).get("label", "")
        elif token.type in _CLOSINGS:
            self.kinds.pop()

    def _step_list(self, token: Token) -> None:
        if token.nesting == 1:
            self.list_count += 1
            self.lists.append(self.list_count)
        else:
            self.lists.pop()

    def _title(self, token: Token) -> Iterator[Passage]:
        title, line = token.meta["title"], token.map[0]
        begin = self.begins[line] + max(self.lines[line].rfind(title), 0)
        starts = range(begin, begin + len(title))
        ends = range(begin + 1, begin + len(title) + 1)
        yield Passage(
            "body", "heading", title, starts, ends, line + 1, "fence", self.block, self.group
        )

    def _inline(self, token: Token) -> Iterator[Passage]:
        kind, tag = self.kinds[-1] if self.kinds else ("paragraph", "p")
        if any(kind == "reference" for kind, _ in self.kinds):
            kind = "reference"
        found = aligned(token.content, token.children or (), self._where(token))
        if found.text.strip() or found.images or found.cites or found.links:
            yield Passage(
                "body", kind, found.text.rstrip(), found.starts, found.ends, token.map[0] + 1,
                tag, self.block, self.group, self.row, self._list(), self.name,
                found.links, found.cites, found.facts, found.images,
            )  # fmt: skip

    def _list(self) -> int:
        return self.lists[-1] if self.lists else 0

    def _where(self, token: Token) -> list[int]:
        """For each character of the token's content its place in the Markdown; where a line cannot
        be found again, the beginning of the line."""
        places: list[int] = []
        for offset, part in enumerate(token.content.split("\n")):
            number = min(token.map[0] + offset, len(self.lines) - 1)
            begin = self.begins[number]
            found = self.lines[number].find(part, self.taken.get(number, 0))
            if found < 0:
                places += [begin] * (len(part) + 1)
            else:
                self.taken[number] = found + len(part)
                places += range(begin + found, begin + found + len(part) + 1)
        return places


def _begins(lines: list[str]) -> list[int]:
    begins, place = [], 0
    for line in lines:
        begins.append(place)
        place += len(line) + 1
    return begins
