"""Says what changed between two sets of words of a page, and brings three of them together.

Pages are cut into units (`units`), parts are paired by heading (`sections`), units by their words
(`pairing`), words inside a unit one by one (`wording`); `merging` does the same for three. Nothing
here knows the database or HTML, and all work is counted (`sequences`), so that no text is too hard.
"""

from content.editorial.comparing.merging import Conflict, ThreeParts, ThreeWay, merged, three_way
from content.editorial.comparing.pages import compare
from content.editorial.comparing.results import (
    Block,
    Comparison,
    Counts,
    Note,
    PageWords,
    Run,
    Section,
    Words,
)

__all__ = [
    "Block",
    "Comparison",
    "Conflict",
    "Counts",
    "Note",
    "PageWords",
    "Run",
    "Section",
    "ThreeParts",
    "ThreeWay",
    "Words",
    "compare",
    "merged",
    "three_way",
]
