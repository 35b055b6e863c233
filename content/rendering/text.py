"""Plain reading text, from the same tokens as the page: for search and for the reading grade."""

from collections.abc import Iterator

from markdown_it.token import Token

from content.rendering import labels
from content.rendering.characters import one_line
from content.rendering.results import Block
from content.rendering.work import line_of

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


def plain(children: list[Token]) -> str:
    """The words of one line of tokens. A fact counts with its text, a picture not at all."""
    return one_line("".join(_words(child) for child in children))


def blocks(tokens: list[Token]) -> Iterator[Block]:
    """The stretches of text that stand on their own, in order."""
    kinds: list[str] = []
    for place, token in enumerate(tokens):
        if token.type in _KINDS:
            kinds.append(_KINDS[token.type])
        elif token.type in _CLOSINGS:
            kinds.pop()
        elif token.type == "fence_open":
            yield from _block("heading", token.meta["title"], token)
        elif token.type == "paragraph_open":
            yield from _labelled(token, tokens[place + 1])
        elif token.type == "inline":
            text = plain(token.children or [])
            yield from _block(_kind(kinds), text, token)


def said(tokens: list[Token]) -> str:
    """All words of these tokens, on one line."""
    return one_line(" ".join(part.text for part in blocks(tokens)))


def _kind(kinds: list[str]) -> str:
    if "reference" in kinds:
        return "reference"
    return kinds[-1] if kinds else "paragraph"


def _block(kind: str, text: str, token: Token) -> Iterator[Block]:
    if text:
        yield Block(kind, text, line_of(token))


def _labelled(paragraph: Token, inline: Token) -> Iterator[Block]:
    """A label is no sentence, so it is a fragment of its own like the cell of a table."""
    label = paragraph.meta.get("label")
    if label:
        words = f"{labels.words(label)}: {paragraph.meta.get('time', '')}".strip()
        yield from _block("cell", words, paragraph)


def _words(token: Token) -> str:
    if token.type in ("text", "code_inline", "fact"):
        return token.content
    return " " if token.type in ("softbreak", "hardbreak") else ""
