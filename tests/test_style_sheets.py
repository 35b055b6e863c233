"""The style sheets of patients' pages, as they are joined."""

import re
from functools import cache

import pytest
from rcssmin import cssmin

from content.models import Topic
from tests.source import ROOT
from tests.style_rules import blocks, uncommented
from tpi_site.health.page import ICONS

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


def test_every_icon_has_a_place_of_its_own_in_one_drawing():
    """A browser makes a document for each drawing that a sheet brings, so all icons share one."""
    css = sheet("staff")
    (wide,) = re.findall(r"--icons:url\(\"data:image/svg\+xml,.*?viewBox='0 0 (\d+) 24'", css)
    (across,) = re.findall(r"calc\(var\(--at\) \* 100% / (\d+)\) 0 / (\d+)00%", css)
    cells = int(wide) // 24
    assert across == (str(cells - 1), str(cells))
    assert css.count("%3Cg transform='translate(") == cells - 1
    assert sorted(map(int, re.findall(r"--at:(\d+)", css))) == list(range(cells))


def test_every_icon_of_a_page_is_drawn():
    drawn = set(re.findall(r"\.(icon--[\w-]+)\{--at:", sheet("staff").replace(",.backlink", "")))
    pages = [
        path.read_text("utf-8")
        for folder, ending in (("templates", "html"), ("static/js", "js"), ("content", "py"))
        for path in (ROOT / folder).rglob(f"*.{ending}")
    ]
    used = set(re.findall(r"\bicon--[a-z-]*[a-z]\b", "".join(pages)))
    assert used <= drawn
    assert {f"icon--{icon}" for icon in [*Topic.Icon.values, *ICONS.values()]} <= drawn
