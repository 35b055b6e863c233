"""Markdown and the page it makes, side by side in `cases/`: one pair for each block and feature.

After a wanted change, write the pages anew and read every line of the difference:

    UPDATE_CASES=1 .venv/bin/pytest tests/content/rendering/test_cases.py
"""

import os
import re
from pathlib import Path

import pytest

from tests.content.rendering.world import rendered

_BODY = re.compile(r'<svg class="pic body".*?</svg>', re.DOTALL)
CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_it_renders_the_case_as_reviewed(case):
    page = _page(case.read_text(encoding="utf-8"))
    reviewed = case.with_suffix(".html")
    if os.environ.get("UPDATE_CASES"):
        reviewed.write_text(page, encoding="utf-8")
    assert _normal(page) == _normal(reviewed.read_text(encoding="utf-8"))


def test_it_has_a_case_for_every_block():
    from content.rendering.fences import FENCES

    shown = "\n".join(case.read_text(encoding="utf-8") for case in CASES)
    assert {kind for kind in FENCES if not re.search(rf"^::: {kind}\b", shown, re.M)} == set()


def test_it_has_a_case_for_every_reviewed_page():
    pages = {path.stem for path in (Path(__file__).parent / "cases").glob("*.html")}
    assert pages == {case.stem for case in CASES}


def _page(markdown: str) -> str:
    """Body, sources and problems of a page as one text that is easy to read."""
    result = rendered(markdown)
    # The figures of the body have tests of their own, and are drawn anew now and then.
    parts = [_BODY.sub('<svg class="pic body"></svg>', result.html)]
    if result.references_html:
        parts += ["<!-- sources -->", result.references_html]
    if result.problems:
        parts += ["<!-- problems", *(f"{p.level} {p.id} {p.line}" for p in result.problems), "-->"]
    return "\n".join(line.rstrip() for line in "\n".join(parts).splitlines() if line.strip()) + "\n"


def _normal(html: str) -> str:
    """The page without the white space that browsers ignore between elements."""
    return re.sub(r"> <", "><", re.sub(r"\s+", " ", html)).strip()
