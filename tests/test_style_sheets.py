"""The style sheets of patients' pages: which templates link which, and what all of them load."""

import re
from functools import cache

import brotli
import pytest
from rcssmin import cssmin

from content.pages.shown import SHEETS
from tests.source import ROOT

TEMPLATES, CSS = ROOT / "templates", ROOT / "static" / "css"
NAMES = ("guide", "drawings", "body", "home", "reference", "forms", "contact", "print")
LINK = re.compile(r"{% static 'css/(\w+)\.css' %}")
OTHER = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")
CLASS = re.compile(r'\bclass="([^"]*)"')
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
STAFF = ("admin/", "doors/", "markdownx/", "mail/")
FOR_BLOCKS = {path.removeprefix("css/").removesuffix(".css") for path in SHEETS}
FIRST_WINDOW = 14_600  # bytes that a new connection brings before it waits for an answer


@cache
def sheet(name: str) -> str:
    return (CSS / f"{name}.css").read_text("utf-8")


@cache
def classes_of(name: str) -> frozenset[str]:
    selectors = re.sub(r"url\([^)]*\)|{[^{}]*}", "{", sheet(name))
    return frozenset(re.findall(r"\.(-?[a-zA-Z][\w-]*)", selectors))


@cache
def source(template: str) -> str:
    """With all that it extends and includes."""
    text = (TEMPLATES / template).read_text("utf-8")
    return text + "".join(source(other) for other in dict.fromkeys(OTHER.findall(text)))


def pages() -> list[str]:
    """Templates that are whole pages of patients, and pages that stand alone."""
    found = [path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")]
    wanted = [name for name in found if not any(folder in name for folder in STAFF)]
    return sorted(name for name in wanted if "css/guide.css" in source(name) and is_page(name))


def is_page(name: str) -> bool:
    return not name.startswith(("base", "components/"))


def classes_in(template: str) -> set[str]:
    text = source(template)
    return {one for value in CLASS.findall(TAG.sub(" ", text)) for one in value.split()}


@pytest.mark.parametrize("template", pages())
def test_a_page_links_the_sheets_of_its_classes(template):
    linked = set(LINK.findall(source(template)))
    if "article.body_html" in source(template):
        linked |= FOR_BLOCKS  # where the words hold such a block
    lacking = {
        name: homes
        for name in classes_in(template)
        if (homes := [sheet for sheet in NAMES if name in classes_of(sheet)])
        and not linked & set(homes)
    }
    assert lacking == {}


def test_it_knows_every_page():
    assert {"content/home.html", "content/print.html", "enquiries/contact.html", "500.html"} < set(
        pages()
    )
    assert len(pages()) > 25


def test_what_every_page_loads_fits_the_first_window_of_a_connection():
    assert len(brotli.compress(sheet("guide").encode())) < FIRST_WINDOW - 600  # its headers


def test_a_sheet_uses_no_value_that_only_another_sheet_gives():
    given = {name: set(re.findall(r"(--[\w-]+)\s*:", sheet(name))) for name in NAMES}
    for name in NAMES:
        # No figure of the body stands on a page without the sheet of drawings.
        at_hand = given["guide"] | given[name] | (given["drawings"] if name == "body" else set())
        assert set(re.findall(r"var\((--[\w-]+)", sheet(name))) <= at_hand, name


def test_it_lists_every_sheet_of_the_site():
    staff = {"staff", "page", "admin"}
    assert {path.stem for path in CSS.glob("*.css")} == {*NAMES, *staff}


@pytest.mark.parametrize("order", sorted(CSS.glob("src*/ORDER*")), ids=lambda path: path.name)
def test_joining_loses_no_space_that_means_inside(order):
    """The minifier takes `a :is(b)` for `a:is(b)` in some places; `a *:is(b)` says it safely."""
    inside = re.compile(r"[\w\])*] +:[a-z]")
    for name in order.read_text().split():
        written = re.sub(r"/\*.*?\*/", "", (order.parent / name).read_text(), flags=re.DOTALL)
        selectors = re.sub(r"(?<=[{;])[^{};]*;", "", written)
        made = re.sub(r"(?<=[{;])[^{};]*[;}]", "", cssmin(selectors))
        assert len(inside.findall(made)) == len(inside.findall(selectors)), name
