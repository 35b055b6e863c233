"""The desk as a screen: without script, on a phone, enlarged, in dark and in forced colors."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.desk import PAUSE, body, forget, open_desk, sign_in, tool
from tests.browser.looks import look
from tests.browser.waiting import preview, until
from tests.server import ADMINISTRATOR

pytestmark = pytest.mark.browser
PAGE = "moving-and-stretching"  # no other test writes there
BAD = "## First\n\nClick [here](article:nowhere).\n\n::: dont\n- Avoid heat\n:::\n"


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280, 1920])
def test_nothing_is_cut_at_any_width(kept_desk, width):
    page = kept_desk.take(None, PAGE)
    page.set_viewport_size({"width": width, "height": 800})
    page.locator(".checks__item").first.wait_for()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            ".tool, .segment, .desk-bar .button, .checks__go, .checks__mend")]
            .filter(one => one.getClientRects().length)
            .map(one => [one.textContent, one.getBoundingClientRect().height])
            .filter(([, height]) => height < 39.5)"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(kept_desk, width, scheme):
    page = kept_desk.take(BAD, PAGE)
    look(page, width, scheme)
    page.locator(".checks__item--error").first.wait_for(timeout=PAUSE)
    if width == 1280:  # on a phone a button opens it
        expect(preview(page).locator("main")).to_contain_text("Avoid heat")
    expect(page.locator(".preview--busy")).to_have_count(0)
    assert violations(page) == []
    tool(page, "Get-help card").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    for name in ("Link", "Steps", "Picture"):
        tool(page, name).click()
        page.locator("dialog [type=submit], dialog .found__one").first.wait_for(state="attached")
        assert violations(page, "dialog") == []
        page.keyboard.press("Escape")


def test_the_bar_stays_in_view_on_a_desktop_only(open_page):
    page = open_desk(open_page, width=1280, height=800)
    bar = page.locator("[data-bar]")
    until(page, lambda: bar.bounding_box()["y"] + bar.bounding_box()["height"] <= 801)
    page.locator("#id_key_points").focus()
    page.keyboard.press("Tab")
    chosen = page.get_by_label("It changes what patients read.")
    expect(chosen).to_be_focused()
    box = chosen.bounding_box()
    assert box["y"] + box["height"] <= bar.bounding_box()["y"], "the bar hides what has the focus"
    page.set_viewport_size({"width": 390, "height": 800})
    until(page, lambda: bar.bounding_box()["y"] > 800)


def test_the_buttons_of_the_bar_stand_in_one_row_from_a_tablet_on(open_page):
    page = open_desk(open_page, width=768)
    buttons = page.locator("[data-bar] .button").all()
    assert len({button.bounding_box()["y"] for button in buttons}) == 1


def test_forced_colors_show_the_words(open_page):
    page = open_desk(open_page, forced_colors="active")
    field = body(page)
    words = field.evaluate("field => getComputedStyle(field).color")
    assert words != "rgba(0, 0, 0, 0)"
    layer = page.locator(".editor__layer")
    assert layer.evaluate("layer => getComputedStyle(layer).color") == "rgba(0, 0, 0, 0)"


def test_it_leads_to_the_page_in_the_other_language(open_page):
    page = open_desk(open_page)
    languages = page.get_by_role("navigation", name="Languages of this page")
    expect(languages.locator("[aria-current=page]")).to_have_text("English")
    other = languages.get_by_role("link", name="Spanish (not written yet)")
    assert other.bounding_box()["height"] >= 40
    other.click()
    expect(page.locator("h1")).to_have_text("New page")
    expect(page.locator("#id_language")).to_have_value("es")


def test_it_begins_a_new_page_with_the_words_of_this_one(open_page):
    page = open_desk(open_page)
    title, words = page.locator("#id_title").input_value(), body(page).input_value()
    page.get_by_role("button", name="Copy as a new page").click()
    expect(page.locator(".messagelist")).to_contain_text("a copy of the saved page")
    expect(page.locator("#id_title")).to_have_value(f"Copy of {title}")
    expect(body(page)).to_have_value(words)
    forget(page)


def test_it_gives_the_words_as_a_file(open_page):
    page = open_desk(open_page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as Markdown").click()
    assert download.value.suggested_filename == "why-they-form.md"


def test_it_counts_letters(open_page):
    page = open_desk(open_page)
    page.locator("#id_summary").fill("Short.")
    expect(page.locator("[data-count=summary]")).to_have_text("6 of 160 letters.")
    page.locator("#id_summary").fill("x" * 170)
    expect(page.locator("[data-count=summary]")).to_contain_text("too long")


def test_a_note_is_optional_for_a_small_change_only(open_page):
    page = open_desk(open_page)
    optional = page.locator("[data-note-optional]")
    expect(optional).to_be_hidden()
    page.get_by_label("It only mends spelling or layout.").check()
    expect(optional).to_be_visible()


def test_without_script_it_is_a_plain_form(open_page):
    page = open_desk(open_page, "pinched-nerve", java_script_enabled=False)
    expect(page.get_by_role("toolbar")).to_have_count(0)
    expect(page.locator("iframe")).to_be_hidden()
    before = body(page).input_value()
    body(page).fill(BAD)
    page.get_by_role("button", name="Check the text").click()
    expect(page.locator(".checks__item--error").first).to_contain_text("nowhere")
    expect(body(page)).to_have_value(BAD)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview this page").click()
    expect(opened.value.locator("main")).to_contain_text("Avoid heat")
    body(page).fill(before + "\n\nWritten without script.")
    page.locator("#id_change_note").fill("A sentence more.")
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_text("Saved as revision")).to_be_visible()
    expect(body(page)).to_have_value(re.compile(r"Written without script\.$"))


def test_a_new_page_gets_its_address_from_the_title(open_page, site):
    page = open_page("/admin/")
    sign_in(page, *ADMINISTRATOR)
    page.goto(site + "/admin/content/article/add/")
    status = page.locator("[data-preview-status]")
    expect(status).to_contain_text("Choose the part of the guide first")
    page.get_by_label("Part of the guide").select_option(label="Recovery")
    page.get_by_label("Title").fill("¿Can I swim after a shot?")
    expect(page.get_by_label("Address")).to_have_value("can-i-swim-after-a-shot")
    shown = page.frame_locator("iframe.preview__page")
    expect(shown.locator("h1")).to_have_text("¿Can I swim after a shot?", timeout=PAUSE)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as the first draft.")).to_be_visible()
    expect(page.locator("h1")).to_have_text("¿Can I swim after a shot?")


def test_django_s_own_forms_have_their_scripts(open_page, site):
    page = open_desk(open_page)
    page.goto(page.url.replace("/change/", "/place/"))
    page.get_by_role("searchbox", name="Search: Related").fill("pain-diary")
    page.get_by_role("option", name="pain-diary").click()
    expect(page.locator(".field-related")).to_contain_text("Recovery: pain-diary")
    # Choosing one draws the field anew.
    expect(page.get_by_role("searchbox", name="Search: Related")).to_be_visible()
    for path in ("/admin/auth/user/1/delete/", "/admin/content/term/1/delete/"):
        assert page.goto(site + path).status == 200
        page.wait_for_load_state("load")
