"""Cuts the flat list of tokens into health blocks and the plain stretches between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from content.rendering.work import line_of


@dataclass(frozen=True)
class HealthBlock:
    """One `:::` block: its own tokens without the fences, and what its opening line said."""

    kind: str
    title: str
    tokens: list[Token]
    level: int
    line: int
    id: str = ""
    shelf: str = ""
    name: str = ""
    days: tuple[int, int] | None = None
    say: str = ""


def segments(tokens: list[Token]) -> Iterator[HealthBlock | list[Token]]:
    opening, since = None, 0
    for place, token in enumerate(tokens):
        if token.type == "fence_open":
            if place > since:
                yield tokens[since:place]
            opening, since = token, place + 1
        elif token.type == "fence_close":
            yield _block(opening, tokens[since:place])
            since = place + 1
    if since < len(tokens):
        yield tokens[since:]


def parts(tokens: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """What stands before the first heading of a block, and one list for each heading."""
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.level == 1]
    before = tokens[: starts[0]] if starts else tokens
    return before, [tokens[start:end] for start, end in pairwise([*starts, len(tokens)])]


def through_close(tokens: list[Token], start: int) -> int:
    """The place after the token that closes the one at `start`."""
    closing = tokens[start].type.replace("_open", "_close")
    for place in range(start + 1, len(tokens)):
        if tokens[place].type == closing and tokens[place].level == tokens[start].level:
            return place + 1
    return len(tokens)


def _block(opening: Token, inside: list[Token]) -> HealthBlock:
    return HealthBlock(tokens=inside, line=line_of(opening), **opening.meta)
