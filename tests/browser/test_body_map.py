"""Where does it hurt, as patients meet it: by mouse, keyboard and typing, and without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.waiting import follow

pytestmark = pytest.mark.browser
MAP = "/where-does-it-hurt/"
FIGURE = "svg.body[role=group]"
# Whether the box around a path is 44 px in both directions, and whether a square of 24 px in it
# leads to this link from its middle and all its corners.
SIZES = """path => {
  path.scrollIntoView({block: "center"});
  const box = path.getBoundingClientRect(), link = path.closest("a");
  const own = (x, y) => document.elementFromPoint(x, y)?.closest("a") === link;
  const around = [[0, 0], [-12, -12], [12, -12], [-12, 12], [12, 12]];
  let square = false;
  for (let x = box.left; x < box.right; x += 2)
    for (let y = box.top; y < box.bottom; y += 2)
      square = square || around.every(([across, down]) => own(x + across, y + down));
  return [Math.min(box.width, box.height) >= 44, square];
}"""


@pytest.fixture
def requests():
    """Everything that a page asks for after it was opened."""
    return []


def listen(page, requests):
    page.on("request", lambda request: requests.append(request.url))


def figures(page):
    return page.locator(FIGURE)


def shown_rows(page) -> list[str]:
    rows = page.locator("[data-words]:not([hidden]) a")
    return [re.split(r"\s{2,}|\n", text.strip())[0] for text in rows.all_inner_texts()]


def test_it_leads_from_a_place_of_the_figure_to_its_page(visit):
    page = visit(MAP)
    link = page.locator(f"{FIGURE} a[aria-label='Temple'] path").first
    link.click()
    expect(page.locator("h1")).to_have_text("Temple")
    expect(page.locator(".check-first")).to_be_visible()


def test_it_marks_the_place_under_the_pointer(visit):
    page = visit(MAP)
    path = page.locator(f"{FIGURE} a[aria-label='Chest'] path").first
    before = path.evaluate("e => getComputedStyle(e).fill")
    path.hover()
    expect(path).not_to_have_css("fill", before)


def test_it_can_be_used_by_keyboard_alone(visit):
    page = visit(MAP)
    figures(page).first.locator("a").first.focus()
    names, marked = [], []
    for _ in range(8):
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        marked.append(
            page.evaluate(
                "parseFloat(getComputedStyle(document.activeElement.querySelector('path'))"
                ".strokeWidth)"
            )
        )
        page.keyboard.press("Tab")
    assert all(names)
    assert len(set(names)) == len(names)
    assert min(marked) >= 4
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(names[-1])


def test_it_has_the_same_links_in_the_list_as_in_the_figure(visit):
    page = visit(MAP)
    links = "els => [...new Set(els.map(e => e.getAttribute('href')))].sort()"
    drawn = page.locator(f"{FIGURE} a").evaluate_all(links)
    listed = page.locator(f".places [data-words] a[href^='{MAP}']").evaluate_all(links)
    assert len(drawn) > 3
    assert set(drawn) == set(listed)


@pytest.mark.parametrize("width", [320, 390])
def test_it_shows_one_side_at_a_time_on_a_phone(visit, width):
    page = visit(MAP, width=width)
    assert [one.is_visible() for one in figures(page).all()] == [True, False]
    front = page.get_by_role("navigation", name="Side of the body").get_by_text("Front")
    assert front.bounding_box()["height"] >= 44
    follow(page, front)
    expect(page).to_have_url(re.compile(r"/where-does-it-hurt/front/#figure$"))
    assert [one.is_visible() for one in figures(page).all()] == [False, True]
    assert page.locator("[aria-current=true]", has_text="Front").is_visible()


def test_it_shows_every_place_close_where_a_finger_finds_it(visit):
    """At 320 px each is 44 × 44 px or more on the picture, and holds a square of 24 px that is all
    its own (WCAG 2.5.5 and 2.5.8)."""
    page = visit(MAP, width=320)
    parts = page.locator(".close-links a").evaluate_all("els => els.map(e => e.href)")
    assert len(parts) == 6
    found = set()
    for url in parts:
        page.goto(url)
        for link in page.locator(f"{FIGURE} a").all():
            name = link.get_attribute("aria-label")
            for path in link.locator("path").all():
                assert path.evaluate(SIZES) == [True, True], (url, name)
            found.add(name)
    page.goto(parts[0])
    follow(page, page.get_by_role("link", name="See the whole body"))
    assert found == set(
        page.locator(f"{FIGURE} a").evaluate_all(
            "els => els.map(e => e.getAttribute('aria-label'))"
        )
    )


@pytest.mark.parametrize("path", [MAP, f"{MAP}front/", f"{MAP}close/shoulder-and-arm/"])
def test_it_has_a_large_link_in_the_list_for_each_place_of_the_picture(visit, path):
    """A small place of the whole body at 320 px has an equal control (WCAG 2.5.5)."""
    page = visit(path, width=320)
    drawn = page.locator(f"{FIGURE}:visible a").evaluate_all(
        "els => els.map(e => e.getAttribute('href'))"
    )
    assert len(drawn) > 5
    for address in drawn:
        size = page.locator(f".map__list a[href='{address}']").bounding_box()
        assert min(size["width"], size["height"]) >= 44, address


def test_it_shows_both_sides_on_a_wide_screen(visit):
    page = visit(MAP)
    assert [one.is_visible() for one in figures(page).all()] == [True, True]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("temple", "Temple"),
        ("tempel", "Temple"),
        ("my ear hurts", "In or behind the ear"),
        ("lower back", "Low back, beside the spine"),
        ("shoulder", "Top of the shoulder"),
    ],
)
def test_it_narrows_the_list_while_one_types_and_asks_nobody(visit, requests, typed, first):
    page = visit(MAP)
    everything = len(shown_rows(page))
    listen(page, requests)
    page.get_by_label("Or type a place or a muscle").press_sequentially(typed)
    rows = shown_rows(page)
    assert first in rows
    assert len(rows) < everything
    expect(page.locator("[data-find-status]")).to_have_text(re.compile(r"links? fits?\.$"))
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text(first)
    assert [url for url in requests if "/static/" not in url] == []
    assert page.url.endswith(MAP)


def test_it_brings_the_whole_list_back(visit):
    page = visit(MAP)
    everything = shown_rows(page)
    field = page.get_by_label("Or type a place or a muscle")
    field.fill("calf")
    assert shown_rows(page) != everything
    field.fill("")
    assert shown_rows(page) == everything


def test_it_leaves_the_whole_list_where_it_finds_nothing(visit):
    page = visit(MAP)
    everything = shown_rows(page)
    field = page.get_by_label("Or type a place or a muscle")
    field.fill("knee")
    assert shown_rows(page) == everything
    expect(page.locator("[data-find-status]")).to_have_text(
        re.compile("^Nothing found.*choose from the list below")
    )
    page.keyboard.press("Enter")
    expect(field).to_be_focused()


def test_it_asks_for_nothing_beyond_the_pages_that_were_asked_for(visit, requests, site):
    """From the map to a place to a muscle: each page and its own files, nothing that tells more."""
    page = visit(MAP)
    listen(page, requests)
    page.get_by_label("Or type a place or a muscle").fill("neck")
    page.mouse.move(300, 700)
    page.keyboard.press("Tab")
    assert [url for url in requests if "/static/" not in url] == []
    page.goto(f"{site}{MAP}temple/")
    with page.expect_navigation(wait_until="networkidle"):
        page.get_by_role("link", name=re.compile("^Read more")).first.click()
    pages = [url for url in requests if "/static/" not in url]
    assert len(pages) == 2
    assert pages[0] == f"{site}{MAP}temple/"
    assert pages[1].startswith(f"{site}/trigger-points/")


def test_it_finds_by_form_without_javascript(visit):
    page = visit(MAP, java_script_enabled=False)
    page.get_by_label("Or type a place or a muscle").fill("tempel")
    page.get_by_role("button", name="Find").click()
    page.locator(".found a", has_text="Temple").first.click()
    expect(page.locator("h1")).to_have_text("Temple")


def test_it_keeps_no_cookie_and_stores_nothing(visit):
    page = visit(f"{MAP}temple/")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize(
    "path",
    [MAP, f"{MAP}close/low-back/", f"{MAP}temple/", "/trigger-points/upper-trapezius/"],
)
def test_it_puts_the_warning_above_the_picture(visit, path):
    page = visit(path, width=390)
    warning = page.locator(".check-first").bounding_box()
    picture = page.locator("svg.body").first.bounding_box()
    assert warning["y"] + warning["height"] <= picture["y"]
    assert page.locator(".check-first a[href^='tel:911']").bounding_box()["height"] >= 44


@pytest.mark.parametrize(
    "path", [MAP, f"{MAP}close/hip-and-leg/", f"{MAP}temple/", "/trigger-points/upper-trapezius/"]
)
@pytest.mark.parametrize("width", [320, 1280])
def test_it_holds_in_forced_colors(visit, path, width):
    page = visit(path, width=width, forced_colors="active")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert violations(page) == []
    fills = page.locator("svg.body:visible path").evaluate_all(
        "els => new Set(els.map(e => getComputedStyle(e).fill)).size"
    )
    assert fills > 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_fault_that_a_machine_finds_while_one_types(visit, scheme):
    page = visit(MAP, color_scheme=scheme, width=390)
    page.get_by_label("Or type a place or a muscle").fill("head")
    assert violations(page) == []


def test_it_names_every_picture_for_those_who_hear_the_page(visit):
    page = visit(f"{MAP}temple/")
    labels = page.locator("svg.body[role=img]").evaluate_all(
        "els => els.map(e => e.getAttribute('aria-label'))"
    )
    assert len(labels) > 2
    assert all("seen from" in label for label in labels)
    assert any("Dots show the place: temple." in label for label in labels)


def test_it_prints_on_a_few_sheets(visit):
    for path, most in ((MAP, 4), (f"{MAP}temple/", 5), ("/trigger-points/upper-trapezius/", 6)):
        page = visit(path)
        pdf = page.pdf(format="Letter", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= most, path


@pytest.mark.parametrize(
    ("place", "beside"), [("hand", ".place__figure"), ("ear", ".columns__rail")]
)
def test_a_place_has_the_picture_or_the_list_of_its_muscles_beside_the_first_box(
    visit, place, beside
):
    page = visit(f"/where-does-it-hurt/{place}/", width=1280)
    first, second = (page.locator(one).bounding_box() for one in (".check-first", beside))
    assert second["x"] > first["x"] + first["width"]
    assert first["y"] < second["y"] < first["y"] + first["height"]
    page.set_viewport_size({"width": 390, "height": 900})
    first, second = (page.locator(one).bounding_box() for one in (".check-first", beside))
    assert second["x"] == first["x"]
    assert second["y"] > first["y"] + first["height"]
