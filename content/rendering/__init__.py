"""Turns a writer's Markdown into safe HTML. Knows no database: what it needs is handed in.

Markdown becomes tokens (`engine`), tokens are resolved against the lookups (`inlines`) and numbered
(`outline`), blocks become components (`blocks`), and everything leaves through `sanitizer`.
"""

from content.rendering.links import phone_href
from content.rendering.lookups import Lookups, PictureMarkup, PictureSource, TermEntry
from content.rendering.page import plain_blocks, render
from content.rendering.results import (
    Block,
    Days,
    Heading,
    MuscleWords,
    Problem,
    Question,
    Rendered,
    Uses,
)

__all__ = [
    "Block",
    "Days",
    "Heading",
    "Lookups",
    "MuscleWords",
    "PictureMarkup",
    "PictureSource",
    "Problem",
    "Question",
    "Rendered",
    "TermEntry",
    "Uses",
    "phone_href",
    "plain_blocks",
    "render",
]
