"""Pages that are due for a check, folded, corrected or taken down, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.looks import look, too_wide
from tests.browser.states import bring_about
from tests.browser.waiting import until

pytestmark = pytest.mark.browser
QUESTION = "#s-what-happens-if-i-do-nothing-about-a-knot"


@pytest.fixture(scope="module")
def paths(server):
    pages = bring_about(server.data)
    story = {f"{name} story": f"{pages[name]}how-checked/" for name in ("overdue", "corrected")}
    paper = {f"{name} paper": f"{pages[name]}print/" for name in ("folded", "withdrawn")}
    return pages | story | paper


def test_it_has_no_accessibility_violation_and_never_scrolls_sideways(visit, site, paths):
    page = visit("/", width=320)
    found = {}
    for name, path in paths.items():
        page.goto(site + path)
        for width, scheme in ((320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
            look(page, width, scheme)
            over = too_wide(page)
            if broken := [*violations(page), *([f"{over} px too wide"] if over > 0 else [])]:
                found[name, width, scheme] = broken
    assert found == {}


def test_it_has_no_accessibility_violation_when_everything_is_opened(visit, site, paths):
    page = visit("/", width=320)
    found = {}
    for name, path in paths.items():
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if broken := [*violations(page), *([f"{over} px too wide"] if over > 0 else [])]:
            found[name] = broken
    assert found == {}


def test_it_makes_what_one_presses_large_enough(visit, site, paths):
    page = visit("/", width=390)
    small = {}
    for name, path in paths.items():
        page.goto(site + path)
        sizes = page.evaluate(
            """() => [...document.querySelectorAll('main summary, .review__more a')]
            .map(e => e.getBoundingClientRect().height)"""
        )
        if sizes and min(sizes) < 44:
            small[name] = sizes
    assert small == {}


def test_it_tells_at_once_that_a_page_is_due(visit, paths):
    page = visit(paths["overdue"], width=390, height=800)
    note = page.get_by_text("This page is due for a check.").first
    box = note.bounding_box()
    assert box["y"] + box["height"] < 800
    icon = page.locator(".facts__due .icon--warning")
    assert (
        icon.evaluate("e => getComputedStyle(e, '::before').backgroundColor") != "rgba(0, 0, 0, 0)"
    )
    note.get_by_role("link", name="Ask us").click()
    expect(page).to_have_url(re.compile("/contact/"))


def test_it_folds_claims_and_leaves_help_open(visit, paths):
    page = visit(paths["folded"])
    assert not page.get_by_text("It was about 0.8 points on a scale").is_visible()
    for card in page.locator(".care").all():
        assert card.is_visible()
    assert page.locator(".care--emergency a", has_text="Call 911").is_visible()
    assert page.locator(".notice", has_text="Call 911 for chest pain").is_visible()
    assert page.locator(".key-points > ul", has_text="Call 911").is_visible()


def test_it_opens_a_fold_by_keyboard(visit, paths):
    page = visit(paths["folded"])
    fold = page.locator(".prose > .fold").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It was about 0.8 points on a scale")).to_be_visible()
    expect(fold.get_by_text("Ask us before you act on them.")).to_be_visible()


def test_it_names_each_fold_for_those_who_hear_the_page(visit, paths):
    page = visit(paths["folded"])
    names = page.locator(".fold > summary").all_inner_texts()
    assert len(names) > 5
    assert all("This part is being checked" in name for name in names)
    tree = page.locator("main").aria_snapshot()
    assert re.search("This part is being checked ?: How often things go wrong", tree), tree


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_it_leads_from_the_contents_to_every_part_of_a_folded_page(visit, site, paths, script):
    page = visit(paths["folded"], java_script_enabled=script)
    for link in page.locator(".contents a").all():
        href = link.get_attribute("href")
        link.click()
        target = page.locator(href)
        expect(target).to_be_visible()
        until(page, lambda target=target: -2 <= target.bounding_box()["y"] < 900, href)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_it_opens_the_fold_that_a_link_from_elsewhere_leads_into(visit, paths, script):
    page = visit(paths["folded"] + QUESTION, java_script_enabled=script)
    expect(page.locator(QUESTION)).to_be_visible()
    expect(page.locator(".prose > .fold[open]")).to_have_count(1)


def test_it_opens_the_fold_that_a_source_leads_back_to(visit, paths):
    page = visit(paths["folded"])
    page.locator(".sources > summary").click()
    back = page.locator(".sources .backlink").first
    target = page.locator(back.get_attribute("href"))
    assert not target.is_visible()
    back.click()
    expect(target).to_be_visible()


def test_it_keeps_folded_claims_off_the_paper_unless_one_opened_them(visit, paths):
    page = visit(paths["folded paper"])
    page.emulate_media(media="print")
    claim = page.get_by_text("It was about 0.8 points on a scale")
    assert not claim.is_visible()
    assert page.locator(".care--emergency").is_visible()
    page.emulate_media(media="screen")
    page.locator(".prose > .fold > summary").first.click()
    page.emulate_media(media="print")
    expect(claim).to_be_visible()


def test_it_lists_small_corrections_and_leads_to_the_story(visit, paths):
    page = visit(paths["corrected"])
    assert page.locator(".changes li").count() == 2
    page.get_by_role("link", name="How this page was checked").click()
    expect(page).to_have_url(re.compile("/how-checked/$"))
    start = page.locator(".version__signed .fingerprint__start").inner_text()
    value = page.locator(".version__signed .fingerprint__value")
    expect(value).to_be_hidden()
    page.locator(".version__signed .fingerprint > summary").click()
    expect(value).to_have_text(re.compile("^[0-9a-f]{64}$"), use_inner_text=True)
    assert value.inner_text().startswith(start.removesuffix("…"))
    value.click()
    whole = value.inner_text()
    until(page, lambda: page.evaluate("getSelection().toString().trim()") == whole)


def test_it_puts_the_notice_over_the_old_words_of_a_page_that_was_taken_down(visit, paths):
    page = visit(paths["withdrawn"], width=390, height=800)
    notice = page.locator(".notice").first
    assert notice.bounding_box()["y"] < 400
    assert "New studies say something else." in notice.inner_text()
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert "Checked by" not in page.locator("main").inner_text()


def test_it_keeps_its_shapes_in_forced_colours(visit, paths):
    page = visit(paths["folded"], forced_colors="active")
    borders = page.evaluate(
        """() => [...document.querySelectorAll('.fold, .notice, .review')]
        .map(e => parseFloat(getComputedStyle(e).borderTopWidth))"""
    )
    assert len(borders) > 5
    assert min(borders) >= 1
