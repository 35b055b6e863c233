"""Cuts a stored page body into pieces, so that two pages can stand beside each other on a screen.

Both hold the same ids, which may be there only once; each page gets a prefix of its own.
"""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString

from content.rendering.elements import outermost
from content.rendering.sanitizer import stored_part

_TAG = re.compile(r'<[a-zA-Z](?:[^<>"]|"[^"]*")*>')
_NAMES = re.compile(r' (id|aria-labelledby|aria-describedby)="([^"]*)"')
_LABEL = re.compile(r' aria-labelledby="[^"]*"')
_ANCHOR = re.compile(r' href="#')


@dataclass(frozen=True)
class Piece:
    """One of the outermost elements. `text` is what it says, `source` what it was made of: pieces
    with one source look the same."""

    html: SafeString
    text: str
    source: str


def pieces(html: str, prefix: str) -> list[Piece]:
    """The pieces in order. HTML that is not well-formed, which no stored page is, stays whole."""
    elements = outermost(html)
    if not elements:
        return [_piece(html, "", prefix)] if html.strip() else []
    return [_piece(html[e.start : e.end], e.text, prefix) for e in elements]


def _piece(source: str, text: str, prefix: str) -> Piece:
    html = _TAG.sub(lambda tag: _prefixed(tag[0], prefix), source)
    return Piece(stored_part(html, 0, len(html)), text, source.strip())


def _prefixed(tag: str, prefix: str) -> str:
    if tag.startswith("<section"):
        # Named sections are landmarks, and two of one name are none.
        tag = _LABEL.sub("", tag)
    tag = _NAMES.sub(lambda found: f' {found[1]}="{_each(found[2], prefix)}"', tag)
    return _ANCHOR.sub(f' href="#{prefix}', tag)


def _each(names: str, prefix: str) -> str:
    return " ".join(f"{prefix}{name}" for name in names.split())
