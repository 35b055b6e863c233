"""The history of an article and its comparison in a real browser: axe, keyboard, small screens."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.looks import look, too_wide
from tests.server import shell

pytestmark = pytest.mark.browser
# Run in the site's own folder.
FILL = """
import json
from content import publishing
from content.models import Article
from content.publishing import Words
article = Article.objects.get(slug="the-first-day")
def save(change, **fields):
    newest = article.newest()
    names = ("title", "summary", "key_points", "body")
    words = {name: getattr(newest, name) for name in names}
    words["body"] = change(words["body"])
    return publishing.save_draft(article, Words(**words | fields), by=None, note="A try")
save(lambda body: body.replace("- have hives and trouble breathing\\n", ""))
save(lambda body: body.replace("## What you may feel", "## How you may feel today")
    .replace("These are general times.", "These are only **general** times.")
    .replace("::: note", "::: figure drawing:muscle-tight A knot\\n1. A\\n:::\\n\\n::: note"),
    title="The first days after your injection")
print(json.dumps(article.pk))
"""


@pytest.fixture(scope="module")
def article(server):
    """The address of an article with three revisions."""
    return f"/admin/content/article/{json.loads(shell(server.data, FILL))}"


@pytest.fixture
def staff(visit, signed_in, article):
    def staff(path: str, **options):
        return visit(path, storage_state=signed_in, **options)

    return staff


SCREENS = [
    "/history/",
    "/compare/?from=1&to=3",
    "/compare/?from=live&to=3&view=rendered",
    "/revisions/1/restore/",
    "/revisions/2/discard/",
]


@pytest.mark.parametrize("path", SCREENS)
def test_it_passes_axe(staff, article, path):
    page = staff(article + path, width=390)
    for folded in page.locator("details > summary").all():
        folded.click()
    for width, scheme in ((390, "light"), (1280, "light"), (390, "dark"), (1280, "dark")):
        look(page, width, scheme)
        assert violations(page) == [], (width, scheme)


@pytest.mark.parametrize("path", SCREENS)
def test_it_needs_no_sideways_scrolling(staff, article, path):
    page = staff(article + path, width=320)
    for width in (320, 640):
        look(page, width)
        assert too_wide(page) <= 0, width


def test_it_works_without_script(staff, article):
    page = staff(article + "/compare/?from=1&to=3", java_script_enabled=False)
    page.get_by_text("1 paragraph unchanged").first.click()
    expect(page.locator(".unchanged[open] .unchanged__text").first).to_be_visible()


def test_it_compares_two_by_keyboard_alone(staff, article):
    page = staff(article + "/history/")
    page.locator("[name=from]:checked").focus()
    page.keyboard.press("ArrowUp")
    chosen = page.locator("[name=from]:checked").input_value()
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/**")
    expect(page.locator(".side").first).to_contain_text(f"Revision {chosen}")
    page.get_by_role("link", name="How you may feel today").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2:target")).to_contain_text("added: today")


def test_it_speaks_what_was_added_and_removed(staff, article):
    page = staff(article + "/compare/?from=1&to=3")
    tree = page.locator("section", has=page.get_by_role("heading", name="Title")).aria_snapshot()
    assert "removed: day" in " ".join(tree.split())
    assert "added: days" in " ".join(tree.split())


def test_it_marks_changes_by_more_than_colour(staff, article):
    page = staff(article + "/compare/?from=1&to=3")
    styles = page.evaluate(
        """() => ['ins', 'del'].map(tag => {
            const one = document.querySelector(tag);
            return [getComputedStyle(one).textDecorationLine,
                    getComputedStyle(one, '::before').content];
        })"""
    )
    assert [line for line, _ in styles] == ["underline", "line-through"]
    assert [sign[1] for _, sign in styles] == ["+", "−"]


def test_it_keeps_its_marks_in_forced_colours(staff, article):
    page = staff(article + "/compare/?from=1&to=3", forced_colors="active")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('del')).textDecorationLine")
        == "line-through"
    )
    widths = page.evaluate(
        """() => [...document.querySelectorAll('.change')]
        .map(e => parseFloat(getComputedStyle(e).borderLeftWidth))"""
    )
    assert min(widths) >= 3


def test_it_shows_what_stayed_once_on_a_phone(staff, article):
    page = staff(article + "/compare/?from=1&to=3&view=rendered", width=390)
    rows = page.locator(".beside__row--same", has_text="Summary").first.locator(".beside__page")
    expect(rows.first).to_be_hidden()
    expect(rows.last).to_be_visible()
    changed = page.locator(".beside__row--changed").first
    expect(changed.get_by_text("Before", exact=True)).to_be_visible()
    expect(changed.get_by_text("After", exact=True)).to_be_visible()


def test_it_shows_a_revision_in_the_look_of_patients(staff, article):
    page = staff(article + "/revisions/3/")
    expect(page.locator("h1")).to_have_text("The first days after your injection")
    assert violations(page) == []


def test_it_restores_and_discards(staff, article):
    """Last, for it changes what is there."""
    page = staff(article + "/history/")
    page.get_by_role("link", name="Restore revision 1").click()
    page.get_by_role("button", name="Restore its words").click()
    page.wait_for_url("**/change/")
    page.goto(page.url.replace("/change/", "/history/"))
    page.get_by_role("link", name="Discard revision 4").click()
    page.get_by_role("button", name="Discard this draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Revision 4 is discarded.")
    expect(page.locator(".revisions__row--discarded")).to_contain_text("Revision 4")
