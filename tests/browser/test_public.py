"""The public pages in a real browser, as patients meet them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.looks import look, too_wide
from tests.browser.paths import one_of_each, topics_and_articles

pytestmark = pytest.mark.browser
ARTICLE = "/injection/step-by-step-on-the-day/"


SPACED = (
    "*{line-height:1.5!important;letter-spacing:.12em!important;"
    "word-spacing:.16em!important} p{margin-bottom:2em!important}"
)
SMALL = """() => [...document.querySelectorAll('a, button, summary, input, label:has(input)')]
    .filter(e => e.checkVisibility() && e.getClientRects().length
        && !e.closest('p, li, dd, td, figcaption, .skip-link, svg.body')
        && !e.matches('label input')
        && Math.max(...[...e.getClientRects()].map(r => r.height)) < 44)
    .map(e => e.outerHTML.slice(0, 90))"""
# Lines of the words of buttons that call the clinic.
LINES = """() => [...document.querySelectorAll('.button--call > span:not(.icon)')]
    .map(e => Math.round(e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)))"""
# From the rules of a list of links to the words between them, in pixels.
ROOM = """() => Math.min(...[...document.querySelectorAll('.unchecked--close > li')].map(li => {
    const words = document.createRange(), row = li.getBoundingClientRect();
    words.selectNodeContents(li.querySelector('a'));
    const box = words.getBoundingClientRect();
    return Math.min(box.top - row.top, row.bottom - box.bottom); }))"""
LEAST_ROOM = 8
WIDTHS = (195, 320, 390, 1280)  # 195: a phone of 390 at 200 %
PHONES = (320, 390, 768)


class Walk:
    """Every page, opened once, and all that was found on it; each kind of page in every look."""

    def __init__(self, page, site: str):
        self.page, self.site = page, site
        self.kinds, self.articles = one_of_each(site), topics_and_articles(site)
        self.schemes = {
            "light": {*self.kinds, *self.articles[0::2]},
            "dark": {*self.kinds, *self.articles[1::2]},
        }
        self.broken, self.over, self.small, self.spaced, self.ground = {}, {}, {}, {}, {}
        for path in dict.fromkeys([*self.kinds, *self.articles]):
            # Once, and before there is a page to draw anew for it: a third of the work of a look.
            page.emulate_media(color_scheme="light")
            page.goto(site + path)
            self.look_at(path, is_kind=path in self.kinds)
        self.cookies = page.context.cookies()

    def look_at(self, path: str, *, is_kind: bool) -> None:
        for width in sorted({*WIDTHS, *(PHONES if is_kind else ())}):
            look(self.page, width)
            if width in WIDTHS:
                self.over[path, width] = too_wide(self.page)
            if width in PHONES and is_kind:
                self.broken[path, width, "light"] = violations(self.page)
            if width == 390 and is_kind:
                self.small[path] = self.page.evaluate(SMALL)
        if path in self.schemes["light"]:
            self.broken[path, 1280, "light"] = violations(self.page)
        if path in self.schemes["dark"]:
            look(self.page, 1280, "dark")
            self.broken[path, 1280, "dark"] = violations(self.page)
        if is_kind:
            self.ground[path] = self.page.evaluate(
                "getComputedStyle(document.body).backgroundColor"
            )
            self.space_out(path)

    def space_out(self, path: str) -> None:
        """Through a style sheet of the reader's own, which no policy stops."""
        look(self.page, 320, "light")
        self.page.evaluate(
            """css => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(css);
                document.adoptedStyleSheets = [sheet];
            }""",
            SPACED,
        )
        self.spaced[path] = too_wide(self.page)


@pytest.fixture(scope="module")
def walk(visits, site):
    walk = Walk(visits.begin("/", width=320, height=900), site)
    assert visits.end() == []
    return walk


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_accessibility_violation_on_any_page(walk, scheme):
    """Each kind of page in both schemes, and every article in one of them; all in both are for
    `make accessibility-record`."""
    found = {path: walk.broken[path, 1280, scheme] for path in walk.schemes[scheme]}
    assert len(found) > 50
    assert {path: broken for path, broken in found.items() if broken} == {}
    assert {*walk.articles} <= set.union(*walk.schemes.values())


def test_it_has_no_accessibility_violation_on_a_small_screen(walk):
    found = {(path, width): walk.broken[path, width, "light"]
             for path in walk.kinds for width in PHONES}  # fmt: skip
    assert {where: broken for where, broken in found.items() if broken} == {}


def test_it_never_scrolls_sideways(walk):
    found = {(path, width): walk.over[path, width]
             for path in (*walk.kinds, *walk.articles) for width in WIDTHS}  # fmt: skip
    assert {where: over for where, over in found.items() if over > 0} == {}


def test_it_holds_with_the_text_spacing_that_a_reader_may_need(walk):
    """WCAG 1.4.12."""
    assert {path for path in walk.kinds if walk.spaced[path] > 0} == set()


def test_it_makes_what_one_presses_large_enough(walk):
    """44 px, or a link in running text. Each place of the body has a link in the list as well."""
    assert {path: walk.small[path] for path in walk.kinds if walk.small[path]} == {}


def test_it_sets_no_cookie(walk):
    assert walk.cookies == []


def test_it_answers_every_kind_of_page_in_dark_on_a_dark_ground(walk):
    for path in walk.kinds:
        red, green, blue = map(int, re.findall(r"\d+", walk.ground[path])[:3])
        assert red + green + blue < 150, path


def test_it_keeps_the_number_to_call_on_one_line_on_a_small_phone(visit):
    assert visit(ARTICLE, width=320).evaluate(LINES) == [1]


def test_it_leaves_room_around_links_of_two_lines(visit):
    assert visit("/not-yet-checked/", width=320).evaluate(ROOM) >= LEAST_ROOM


def test_it_starts_with_a_way_past_the_frame(visit):
    page = visit(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_it_shows_where_the_focus_is_all_the_way(visit):
    page = visit(ARTICLE)
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
            const s = getComputedStyle(e);
            return [e.outerHTML.slice(0, 80), s.outlineStyle, parseFloat(s.outlineWidth)] }"""
        )
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 15
    assert [stop for stop in stops if stop[1] == "none" or stop[2] < 3] == []


def test_it_opens_the_menu_by_keyboard_and_closes_it_with_escape(visit):
    page = visit("/", width=390)
    menu = page.locator("header summary")
    menu.focus()
    page.keyboard.press("Enter")
    link = page.locator("header details a", has_text="Recovery")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(menu).to_be_focused()


def test_it_does_its_job_without_javascript(visit):
    page = visit("/", width=390, java_script_enabled=False)
    page.locator("header summary").click()
    page.locator("header details a", has_text="Recovery").first.click()
    expect(page).to_have_url(re.compile("/recovery/$"))
    page.locator("main a", has_text="first day").first.click()
    expect(page).not_to_have_url(re.compile("/recovery/$"))
    expect(page.locator("h1")).to_be_visible()
    page.locator("main a", has_text="Large print").first.click()
    expect(page).to_have_url(re.compile("/large-print/$"))


def test_it_forgives_a_misspelled_search(visit):
    page = visit("/")
    page.locator("header input[type=search], header input[name=q]").first.fill("triger point")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("main mark").count() > 0
    assert "trigger point" in page.locator("main").inner_text().lower()


def test_it_shows_typed_script_as_text(visit):
    page = visit("/search/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27")
    assert (
        "<script>alert(1)</script>"
        in page.locator("main").inner_text() + page.locator("main input[name=q]").input_value()
    )


def test_it_stays_light_on_first_view(browser, site):
    """60 kB over the wire with the font; at most seven requests with the icon."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes, asked = [], []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/recovery/the-first-day/", wait_until="networkidle")
    context.close()
    assert sum(sizes) <= 60_000
    assert len([url for url in asked if not url.startswith("data:")]) <= 7


def test_it_keeps_its_shapes_in_forced_colours(visit):
    page = visit(ARTICLE, forced_colors="active")
    borders = page.evaluate(
        """() => [...document.querySelectorAll('.care, .notice, .key-points')]
        .map(e => parseFloat(getComputedStyle(e).borderTopWidth))"""
    )
    assert borders
    assert min(borders) >= 1


def test_it_prints_an_article_on_few_sheets_with_its_sources(visit):
    page = visit(ARTICLE)
    pdf = page.pdf(format="Letter", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 8
    page.emulate_media(media="print")
    assert page.locator(".care--emergency").first.is_visible()
    assert not page.locator("header input[name=q]").first.is_visible()
