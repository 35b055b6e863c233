"""The style sheets of patients' pages, as they are joined."""

import re
from functools import cache

import pytest
from rcssmin import cssmin

from tests.source import ROOT
from tests.style_rules import blocks, uncommented

CSS = ROOT / "static" / "css"
GUIDE = ("guide", "print")
STAFF = {"staff", "page", "admin"}


@cache
def sheet(name: str) -> str:
    return (CSS / f"{name}.css").read_text("utf-8")


def test_a_sheet_uses_no_value_that_is_not_given():
    """Paper loads both."""
    given = set(re.findall(r"(--[\w-]+)\s*:", "".join(map(sheet, GUIDE))))
    for name in GUIDE:
        assert set(re.findall(r"var\((--[\w-]+)", sheet(name))) <= given, name


def test_it_lists_every_sheet_of_the_site():
    assert {path.stem for path in CSS.glob("*.css")} == {*GUIDE, *STAFF}


@pytest.mark.parametrize("order", sorted(CSS.glob("src*/ORDER*")), ids=lambda path: path.name)
def test_joining_loses_no_space_that_means_inside(order):
    """The minifier takes `a :is(b)` for `a:is(b)` in some places; `a *:is(b)` says it safely."""
    inside = re.compile(r"[\w\])*] +:[a-z]")
    for name in order.read_text().split():
        written = uncommented((order.parent / name).read_text())
        selectors = re.sub(r"(?<=[{;])[^{};]*;", "", written)
        made = re.sub(r"(?<=[{;])[^{};]*[;}]", "", cssmin(selectors))
        assert len(inside.findall(made)) == len(inside.findall(selectors)), name


def test_one_component_alone_lays_out_a_row_of_buttons():
    row = {"display: flex", "flex-wrap: wrap", "gap: .75rem"}
    rows = [
        selector
        for path in sorted((CSS / "src").glob("*.css"))
        for _, selector, declarations in blocks(uncommented(path.read_text()))
        if row <= set(declarations)
    ]
    assert rows == [".buttons"]
