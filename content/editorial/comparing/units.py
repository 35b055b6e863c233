"""Cuts Markdown into units, the pieces that are compared and merged: a paragraph, a list item, a
table, a whole health block. Nothing is lost: put together again the units are the text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from markdown_it.token import Token

from content.editorial.comparing.inlines import Mark, label_of, read_inline
from content.editorial.comparing.wording import bag
from content.rendering.characters import one_line
from content.rendering.engine import LONGEST, parse

_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "list_item_open": "item",
    "table_open": "table",
    "blockquote_open": "quote",
    "footnote_reference_open": "source",
    "fence_open": "card",
    "dt_open": "item",
    "dd_open": "item",
}
# What only holds others; its parts are units of their own.
_HOLDERS = ("bullet_list_open", "ordered_list_open", "dl_open")
_FIRST_BLANKS = re.compile(r"\A(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Unit:
    """`source` is the Markdown as it was typed and `tail` the empty lines after it; `text` what a
    reader reads, `marks` what belongs to it and is no word. A health block has `parts`."""

    kind: str
    text: str
    source: str = ""
    tail: str = ""
    marks: tuple[Mark, ...] = ()
    card: str = ""
    level: int = 0
    parts: tuple["Unit", ...] = ()

    @cached_property
    def key(self) -> tuple:
        """Equal for units that say the same, however their lines are broken."""
        parts = tuple(part.key for part in self.parts)
        return (self.kind, self.card, self.level, self.text, self.marks, parts)

    @cached_property
    def bag(self) -> Counter:
        """Its words, those of its parts too, in any order."""
        return bag("\n".join([self.text, *(part.text for part in self.parts)]))


def normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def cut(body: str) -> list[Unit]:
    """The units of a page body in order."""
    text = _FIRST_BLANKS.sub("", normal(body))
    if not text.strip():
        return []
    tokens, _ = parse(text)
    spans = list(_spans(tokens))
    return _with_sources(spans, text)


def cut_lines(text: str, kind: str) -> list[Unit]:
    """For a field that holds one thing a line."""
    lines = [line.strip() for line in normal(text).split("\n")]
    return [Unit(kind, one_line(line), source=line, tail="\n") for line in lines if line]


def _spans(tokens: list[Token]) -> Iterator[tuple[int, int, Unit]]:
    """First line, line after the last, and the unit, for each piece of the top level."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type in _HOLDERS or token.type.removesuffix("_close") != token.type:
            place += 1
            continue
        end = _end(tokens, place)
        inside = tokens[place:end]
        first, last = _lines(inside)
        if first is not None:
            last = last + 1 if token.type == "fence_open" else max(last, first + 1)
            yield first, last, _unit(inside)
        place = end


def _end(tokens: list[Token], place: int) -> int:
    """The place after the token that closes the one at `place`."""
    depth = 0
    for end in range(place, len(tokens)):
        depth += tokens[end].nesting
        if depth <= 0:
            return end + 1
    return len(tokens)


def _lines(tokens: list[Token]) -> tuple[int | None, int]:
    if tokens[0].map:
        return tokens[0].map[0], tokens[0].map[1]
    maps = [token.map for token in tokens if token.map]
    return (maps[0][0], maps[-1][1]) if maps else (None, 0)


def _unit(tokens: list[Token]) -> Unit:
    opening = tokens[0]
    if opening.type == "fence_open":
        return _card(tokens)
    text, marks = _reading(tokens)
    kind = _KINDS.get(opening.type, "line")
    if kind == "paragraph" and not text and any(m.kind == "picture" for m in marks):
        kind = "picture"
    if kind == "source":
        marks = (Mark("name", opening.meta["label"]), *marks)
    if "place" in opening.meta:
        marks = (Mark("place", opening.meta["place"]), *marks)
    level = int(opening.tag[1]) if kind == "heading" else 0
    return Unit(kind, text, marks=marks, level=level)


def _card(tokens: list[Token]) -> Unit:
    meta = tokens[0].meta
    marks: tuple[Mark, ...] = ()
    if meta["kind"] == "figure":
        kind = "drawing" if meta["shelf"] == "drawing" else "picture"
        marks = (Mark(kind, meta["name"]),)
    elif meta["kind"] == "day":
        marks = (Mark("days", "{}–{}".format(*meta["days"])),)
    elif meta["kind"] == "muscle":
        marks = (Mark("muscle", meta["name"]), Mark("say", meta["say"]))
    parts = tuple(unit for _, _, unit in _spans(tokens[1:-1]))
    return Unit("card", one_line(meta["title"]), marks=marks, card=meta["kind"], parts=parts)


def _reading(tokens: list[Token]) -> tuple[str, tuple[Mark, ...]]:
    """The words of a piece, its paragraphs on lines of their own, cells with bars between."""
    lines: list[str] = []
    marks: list[Mark] = []
    in_row, cells = False, []
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            in_row, cells = True, []
        elif token.type == "tr_close":
            in_row = False
            lines.append(" | ".join(cells))
        elif token.type == "inline":
            text, found = read_inline(token.children or [])
            text = one_line(f"{label_of(tokens[place - 1])} {text}")
            (cells if in_row else lines).append(text)
            marks += found
        elif token.type in ("fence", "code_block", "fence_broken"):
            lines.append(one_line(token.content))
    return "\n".join(filter(None, lines)), tuple(marks)


def _with_sources(spans: list[tuple[int, int, Unit]], text: str) -> list[Unit]:
    """Gives each unit its lines. Lines that left no token (link definitions, and what lies beyond
    the length that is parsed) become units of their own."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    parsed = text[:LONGEST].count("\n") if len(text) > LONGEST else len(lines)
    groups: list[tuple[Unit | None, list[str]]] = []
    done = 0
    for first, end, unit in spans:
        if done <= first and end <= parsed:
            _add_loose(groups, lines[done:first])
            groups.append((unit, lines[first:end]))
            done = end
    _add_loose(groups, lines[done:])
    return [_placed(unit, "".join(own)) for unit, own in groups]


def _add_loose(groups: list[tuple[Unit | None, list[str]]], lines: list[str]) -> None:
    """Empty lines belong to the unit before them."""
    for line in lines:
        goes_on = groups and groups[-1][0] is None and groups[-1][1][-1].strip()
        if groups and (goes_on or not line.strip()):
            groups[-1][1].append(line)
        else:
            groups.append((None, [line]))


def _placed(unit: Unit | None, raw: str) -> Unit:
    source = raw.rstrip()
    unit = unit or Unit("line", one_line(source))
    return replace(unit, source=source, tail=raw[len(source) :])
