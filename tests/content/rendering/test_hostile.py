"""Texts made to keep the renderer busy: their work grows with their length and no faster."""

import sys
from collections.abc import Callable

import pytest

from content.rendering.engine import LONGEST
from tests.content.rendering.suspicion import assert_balanced
from tests.content.rendering.world import found, rendered

LENGTH = 20_000
HOSTILE = {
    "brackets": "[",
    "pictures": "![",
    "links": "[a](",
    "sources": "[^a",
    "uses of sources": "[^a]",
    "chains of sources": "[^a]: ",
    "facts": "{{ ",
    "braces": "{",
    "entities": "&a",
    "tags": "<a ",
    "stars": "*a_",
    "ticks": "`a``",
    "backslashes": "\\",
    "quotes": "> ",
    "lists": "- ",
    "rules": "|",
    "definitions": "a\n: b\n",
    "fences": ":::\n",
    "open fences": "::: note a\n",
    "closed fences": "::: note a\n:::\n",
    "open and shut": "::: steps\n### a\nTime: b\n",
    "days": "::: day 0-2 a\nNot yet:\n:::\n",
    "days apart": "::: day 0-2 a\nNot yet: b\n:::\na\n",
    "open days": "::: day 0-2 a\n",
    "open folds": "::: more a\n",
    "folds": "::: more a\n### b\n:::\n",
    "diaries": "::: diary\n|a|b|\n|-|-|\n||\n:::\n",
    "wide diaries": "::: diary\n|a|b|c|d|e|\n|-|-|-|-|-|\n|||||\n|||||\n:::\n",
    "checklists": "::: checklist a\n- b\n:::\n",
    "headings": "## a\n",
    "numbered headings": "### a 2\n## a\n",
    "words": "fascia trigger ",
    "labels": "You may feel:\n\n",
    "accents": "e\u0301\u0302\u0303",
    "nothing": "\x00\u202e\ue000\ud800",
    "colons": ":",
}
NESTED = {
    "links": "[" * 5_000 + "](article:12)" * 1_000,
    "pictures": "![" * 5_000 + "](img:42)" * 1_000,
    "lists": "".join("  " * depth + "- a\n" for depth in range(140)),
    "quoted lists": "> - " * 5_000 + "a",
    "blocks": "".join(f"{':' * depth} note a\n" for depth in range(3, 200)),
    "sources": "".join(f"[^{n}] " for n in range(900)) + "\n\n" + "".join(
        f"[^{n}]: [^{n + 1}]\n" for n in range(900)
    ),
}  # fmt: skip
# A wide table with a long header would repeat that header in every cell.
SWOLLEN = (
    "|" + "a" * 4_000 + "|\n|-|\n" + "|b|\n" * 4_000,
    "::: diary\n|a|b|c|d|e|\n|-|-|-|-|-|\n" + "|||||\n" * 3_000 + ":::",
)


@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_it_works_no_more_than_in_proportion(pattern):
    short, long = (_work(_text(pattern, length)) for length in (LENGTH // 4, LENGTH))
    assert long < 5 * short + 10_000


@pytest.mark.parametrize("markdown", NESTED.values(), ids=NESTED)
def test_it_survives_what_lies_inside_each_other(markdown):
    assert _work(markdown) < 300 * len(markdown)
    assert_balanced(rendered(markdown).html)


@pytest.mark.parametrize("markdown", [*(_p * 4_000 for _p in HOSTILE.values()), *SWOLLEN])
def test_it_makes_no_page_much_larger_than_its_text(markdown):
    text = markdown[:LENGTH]
    assert len(rendered(text).html) < 60 * len(text)


def test_it_says_what_it_leaves_out_of_a_text_nested_too_deeply():
    assert ("too-deep", 1) in found("> " * 30 + "lost")


def test_it_shows_the_beginning_of_a_text_without_end():
    result = rendered("word " * LONGEST)
    assert [problem.id for problem in result.problems] == ["too-long"]
    assert LONGEST - 10 < len(result.text) <= LONGEST


def _text(pattern: str, length: int) -> str:
    return (pattern * length)[:length]


def _work(markdown: str) -> int:
    """How many functions run while it renders: a clock that other programs cannot slow."""
    return _calls(lambda: rendered(markdown))


def _calls(run: Callable[[], object]) -> int:
    count = 0

    def step(frame, event, argument):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count
