"""The preview of the desk: the real page, on each kind of paper, in both colors, at rest."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PAUSE, body, open_desk
from tests.browser.waiting import PREVIEW, done, preview, until

pytestmark = pytest.mark.browser
DARK, LIGHT = "rgb(17, 26, 24)", "rgb(252, 250, 245)"


@pytest.fixture
def desk(open_page):
    page = open_desk(open_page, "day-by-day")
    preview(page)
    return page


def shown(page):
    return page.frame_locator(PREVIEW)


def inside(page, script):
    return page.locator(PREVIEW).element_handle().content_frame().evaluate(script)


def is_colored(page, color):
    expect(shown(page).locator("body")).to_have_css("background-color", color)


def test_it_is_the_page_that_patients_see(desk):
    desk.locator("#id_title").fill("A title that nobody saved")
    expect(shown(desk).locator("h1")).to_have_text("A title that nobody saved", timeout=PAUSE)
    expect(shown(desk).locator("header .menu, header summary").first).to_be_attached()
    expect(shown(desk).locator(".band").first).to_have_css("background-color", "rgb(227, 237, 228)")
    assert inside(desk, "document.scripts.length") == 0


def test_it_keeps_its_place_while_one_types(desk):
    inside(desk, "window.scrollTo({top: 900, behavior: 'instant'})")
    assert inside(desk, "window.scrollY") == 900
    body(desk).focus()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" The very last words.")
    expect(shown(desk).locator("main")).to_contain_text("The very last words.", timeout=PAUSE)
    assert inside(desk, "window.scrollY") == 900


def test_it_has_the_width_of_a_phone_a_computer_and_paper(desk):
    for name, width in (("Phone", 390), ("Computer", 1200), ("Print", 816)):
        button = desk.get_by_role("button", name=name, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        until(desk, lambda wanted=width: is_wide(inside(desk, "window.innerWidth"), wanted))
        frame = desk.locator("iframe.preview__page").bounding_box()
        stage = desk.locator("[data-stage]").bounding_box()
        assert frame["width"] <= stage["width"] + 1
    expect(shown(desk).locator(".topbar")).to_be_hidden()
    desk.get_by_role("button", name="Phone", exact=True).click()
    expect(shown(desk).locator(".topbar")).to_be_visible()


def is_wide(pixels: int, wanted: int) -> bool:
    """A phone is shown no wider than the room beside the text."""
    return pixels <= wanted if wanted == 390 else pixels == wanted


def test_it_is_dark_or_light_whatever_the_screen_is(open_page):
    for scheme in ("light", "dark"):
        page = open_desk(open_page, "day-by-day", color_scheme=scheme)
        preview(page)
        is_colored(page, {"light": LIGHT, "dark": DARK}[scheme])
        page.get_by_role("button", name="Dark", exact=True).click()
        is_colored(page, DARK)
        page.get_by_role("button", name="Light", exact=True).click()
        is_colored(page, LIGHT)


def test_it_is_not_seen_before_it_has_its_colors(open_page):
    page = open_desk(open_page, "day-by-day", color_scheme="dark")
    sheets = []

    def hold(route):
        if route.request.frame == page.main_frame:
            route.continue_()
        else:
            sheets.append(route)

    page.route("**/*.css", hold)
    page.reload()
    until(page, lambda: sheets)
    expect(shown(page).locator("h1")).to_be_attached()
    expect(page.locator(PREVIEW)).to_be_hidden()
    for sheet in sheets:
        sheet.continue_()
    preview(page)
    expect(page.locator(PREVIEW)).to_be_visible()
    is_colored(page, DARK)


def test_an_old_answer_never_overwrites_a_newer_one(desk):
    held, ended = [], []
    for event in ("requestfailed", "requestfinished"):
        desk.on(event, lambda request: ended.append(request))

    def hold(route):
        if "Slow words" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    desk.route("**/preview/", hold)
    desk.locator("#id_title").fill("Slow words")
    until(desk, lambda: held)
    desk.locator("#id_title").fill("Quick words")
    expect(shown(desk).locator("h1")).to_have_text("Quick words", timeout=PAUSE)
    for route in held:
        route.continue_()
    until(desk, lambda: {route.request for route in held} <= set(ended))
    done(desk)
    expect(shown(desk).locator("h1")).to_have_text("Quick words")


def test_it_says_when_the_page_does_not_come(desk):
    desk.route("**/preview/", lambda route: route.fulfill(status=404, body="<h1>Lost</h1>"))
    desk.locator("#id_title").fill("Lost")
    expect(desk.locator("[data-preview-status]")).to_contain_text("did not answer as it should")
    desk.unroute("**/preview/")
    desk.locator("#id_title").fill("Found")
    expect(shown(desk).locator("h1")).to_have_text("Found", timeout=PAUSE)
    expect(desk.locator("[data-preview-status]")).to_be_empty()


def test_links_inside_lead_nowhere(desk):
    address = desk.url
    shown(desk).locator(".prose a[href^='/']").first.click()
    expect(desk.locator("[data-preview-status]")).to_contain_text("do not work in the preview")
    shown(desk).locator(".contents a[href^='#'], nav a[href^='#']").first.click()
    until(desk, lambda: inside(desk, "window.scrollY") > 0)
    assert desk.url == address


def test_it_tells_listeners_of_the_field_about_each_update(desk):
    desk.locator(".markdownx").evaluate(
        "field => field.addEventListener('markdownx.update',"
        " event => { field.dataset.told = event.detail[0].includes('Told'); })"
    )
    desk.locator("#id_title").fill("Told")
    expect(desk.locator(".markdownx[data-told=true]")).to_be_attached(timeout=PAUSE)


def test_on_a_phone_a_button_opens_it(open_page):
    page = open_desk(open_page, "day-by-day", width=390, height=800)
    opener = page.get_by_role("button", name="Preview this page")
    expect(page.locator("iframe.preview__page")).to_be_hidden()
    opener.click()
    expect(preview(page).locator("h1")).to_be_visible()
    close = page.get_by_role("button", name="Close the preview")
    expect(close).to_have_attribute("aria-expanded", "true")
    close.click()
    expect(page.locator("iframe.preview__page")).to_be_hidden()
