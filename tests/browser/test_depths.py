"""The short version and more detail: two depths of one page, with and without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.hands import watched
from tests.browser.waiting import follow

pytestmark = pytest.mark.browser
PATH = "/injection/does-it-work/"


def depth(page, name):
    return page.get_by_role("navigation", name="How much to read").get_by_role("link", name=name)


def open_parts(page) -> int:
    return page.locator("details.more[open]").count()


def test_it_opens_and_closes_all_at_once_without_asking_again(visit):
    page = visit(PATH)
    asked = watched(page)
    count = page.locator("details.more").count()
    assert (open_parts(page), count >= 1) == (0, True)
    expect(depth(page, "Short version")).to_have_attribute("aria-current", "true")
    depth(page, "More detail").click()
    expect(page.locator("details.more[open]")).to_have_count(count)
    expect(depth(page, "More detail")).to_have_attribute("aria-current", "true")
    depth(page, "Short version").click()
    expect(page.locator("details.more[open]")).to_have_count(0)
    assert asked == []
    assert page.url.endswith(PATH)


def test_it_opens_one_part_by_keyboard(visit):
    page = visit(PATH)
    page.locator("details.more > summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.more[open]")).to_have_count(1)
    expect(page.get_by_role("heading", name="Numbers with no second group")).to_be_visible()


def test_it_gives_all_of_it_without_a_script(visit):
    page = visit(PATH, java_script_enabled=False)
    follow(page, depth(page, "More detail"))
    assert page.url.endswith(f"{PATH}?detail=all")
    assert open_parts(page) == page.locator("details.more").count()
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical.endswith(PATH)
    follow(page, depth(page, "Short version"))
    assert (page.url.endswith(PATH), open_parts(page)) == (True, 0)


def test_a_link_into_more_detail_opens_it(visit, site):
    page = visit(PATH)
    page.goto(f"{site}{PATH}#s-numbers-with-no-second-group")
    expect(page.get_by_role("heading", name="Numbers with no second group")).to_be_visible()


@pytest.mark.parametrize("address", [PATH, f"{PATH}print/", f"{PATH}large-print/"])
def test_it_prints_more_detail_open(visit, address):
    page = visit(address)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text("Be careful with these.")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert open_parts(page) == (0 if address == PATH else page.locator("details.more").count())


def test_its_paper_holds_more_detail_even_where_no_script_runs(visit):
    page = visit(PATH, java_script_enabled=False)
    short = page.pdf(format="Letter", prefer_css_page_size=True)
    page.goto(f"{page.url}?detail=all")
    whole = page.pdf(format="Letter", prefer_css_page_size=True)
    sheets = [len(re.findall(rb"/Type\s*/Page\b", pdf)) for pdf in (short, whole)]
    assert sheets[0] == sheets[1]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"color_scheme": "dark"},
                                     {"forced_colors": "active"}])  # fmt: skip
def test_it_has_no_accessibility_violation_at_either_depth(visit, site, width, options):
    page = visit(PATH, width=width, **options)
    assert violations(page) == []
    page.goto(f"{site}{PATH}?detail=all")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
