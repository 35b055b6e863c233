"""The library of pictures in a real browser: mouse and keyboard, on a phone, without a script."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.waiting import until
from tests.server import command, shell

pytestmark = pytest.mark.browser
LIBRARY = "/admin/content/picture/"
FILL = """
from datetime import timedelta
from django.utils import timezone
from content import publishing
from content.models import Article, Picture
from content.publishing import Words
from tests.content.sample_pictures import in_library
today = timezone.localdate()
person = {"shows_person": True, "consent_note": "Form 12"}
used = in_library(2400, 1600, alt="A hand on a shoulder", credit="Ana", licence="Ours", **person,
    consent_until=today)
in_library(600, 900, alt="")
in_library(600, 500, is_decorative=True, alt="", **person, consent_until=today)
for article in Article.objects.order_by("pk")[:2]:
    newest = article.revisions.first()
    words = Words(newest.title, newest.summary, newest.key_points,
        f"::: figure img:{used.pk} A hand\\n:::\\n\\n{newest.body}")
    publishing.publish(publishing.save_draft(article, words, by=None), by=None)
publishing.make_due_copies(timezone.now(), at_a_time=600)
Picture.objects.filter(pk=used.pk).update(consent_until=today - timedelta(days=1))
in_library(700, 500, alt="A path in a park")
print(used.pk)
"""


def manage(server, *arguments) -> str:
    run = command(server.data, 1)
    run["args"] = [run["args"][0], "manage.py", *arguments]
    return subprocess.run(**run, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def used(server) -> str:
    """The number of a picture that two pages show."""
    return shell(server.data, FILL).split()[-1]


@pytest.fixture
def staff(open_page, signed_in):
    return lambda path, **options: open_page(path, storage_state=signed_in, **options)


@pytest.fixture
def look_at(visit, signed_in):
    """The same for those who write nothing."""
    return lambda path, **options: visit(path, storage_state=signed_in, **options)


def one(used: str, screen: str = "change") -> str:
    return f"{LIBRARY}{used}/{screen}/"


def photo(number: int, size=(900, 700)) -> dict:
    buffer = BytesIO()
    Image.new("RGB", size, (number, 90, 80)).save(buffer, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def too_large(folder: Path, megabytes: int) -> Path:
    """On the disk, where the browser fetches it itself."""
    file = folder / "large.jpg"
    file.write_bytes(bytes(megabytes * 1024**2))
    return file


def screens(used: str) -> list[str]:
    lists = [f"{LIBRARY}?list={name}" for name in ("all", "unused", "consent", "waiting")]
    ends = [LIBRARY + "?q=zzzz", LIBRARY + "add/", one(used), one(used, "delete")]
    return [*lists, *ends, one(str(int(used) + 1)), one(str(int(used) + 1), "delete")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_accessibility_violation(look_at, site, used, scheme):
    page = look_at("/admin/", color_scheme=scheme)
    found = {}
    for path in screens(used):
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        if broken := violations(page):
            found[path] = broken
    page.goto(site + LIBRARY + "add/")
    page.get_by_role("button", name="Add the picture").click()
    page.evaluate("document.querySelector('#id_image').removeAttribute('required')")
    page.get_by_role("button", name="Add the picture").click()
    expect(page.locator(".errors")).to_be_visible()
    assert (found, violations(page)) == ({}, [])


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_the_window_and_has_room_for_fingers(look_at, site, used, width):
    page = look_at("/admin/", width=width)
    for path in screens(used):
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        small = page.evaluate(
            """() => [...document.querySelectorAll("#content-start :is(a, button, summary, input)")]
                .filter(e => e.type !== "checkbox" && e.type !== "hidden" && e.offsetParent)
                .map(e => [e.innerText || e.name, e.getBoundingClientRect().height])
                .filter(([, height]) => height < 40)"""
        )
        inline = {"Show it", "Show the whole list"}
        assert [found for found in small if found[0] not in inline] == [], path


def test_it_takes_a_picture_in_and_shows_it_to_patients_without_a_script(staff, server, used):
    page = staff(LIBRARY, java_script_enabled=False)
    page.locator("summary", has_text="Add a picture").click()
    page.set_input_files("#id_image", photo(11))
    page.fill("#id_alt", "A warm pack on a neck")
    page.fill("#id_licence", "Ours")
    with page.expect_navigation():
        page.get_by_role("button", name="Add the picture").click()
    assert "is in the library" in page.locator(".messagelist").inner_text()
    assert page.locator("h1").inner_text() == "A warm pack on a neck"
    assert "To come in a few seconds" in page.inner_text("main")
    assert "Made the copies of" in manage(server, "make_picture_copies")
    page.reload()
    assert "in AVIF, WebP and JPEG" in page.inner_text("main")


def test_it_finds_and_tells_where_a_picture_is_used(staff, used):
    page = staff(LIBRARY)
    assert "Consent has ended for 1 picture that patients see" in page.inner_text("main")
    page.fill("#find", "hand shoulder")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=hand+shoulder**")
    card = page.locator(".shot")
    expect(card).to_have_count(1)
    card.locator("summary", has_text="Used on 2 pages").click()
    expect(card.locator(".uses a")).to_have_count(2)
    until(page, lambda: card.locator("img").evaluate("image => image.naturalWidth") == 320)


def values(page) -> tuple[str, str]:
    return page.input_value("#id_focal_x"), page.input_value("#id_focal_y")


def mark(page) -> tuple[str, str]:
    at = page.locator("[data-focal-mark]")
    return at.get_attribute("x"), at.get_attribute("y")


def test_it_moves_the_focal_point_by_mouse_and_by_keyboard(staff, server, used):
    page = staff(one(used))
    pad = page.get_by_role("button", name="Move the focal point")
    box = pad.bounding_box()
    pad.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    assert values(page) == ("25", "75")
    assert mark(page) == ("25%", "75%")
    pad.focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowUp", "Shift+ArrowLeft", "Enter"):
        page.keyboard.press(key)
    assert values(page) == ("16", "66")
    said = page.locator("[data-focal-words]").inner_text()
    assert said == "16 percent from the left, 66 percent from the top"
    page.fill("#id_focal_x", "90")
    assert mark(page) == ("90%", "66%")
    square = page.locator(".cuts__square")
    assert square.evaluate("image => getComputedStyle(image).objectPosition") == "90% 66%"
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert (values(page), mark(page)) == (("90", "66"), ("90%", "66%"))
    manage(server, "make_picture_copies")
    page.reload()
    expect(page.locator(".cuts__card")).to_have_attribute("src", re.compile(r"-1200\.jpeg$"))


def test_it_moves_the_focal_point_without_a_script(staff, used):
    page = staff(one(used), java_script_enabled=False)
    expect(page.locator("[data-focal-pad]")).to_be_hidden()
    page.fill("#id_focal_x", "40")
    page.fill("#id_focal_y", "30")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert (values(page), mark(page)) == (("40", "30"), ("40%", "30%"))


def test_it_says_at_once_that_a_file_is_too_large(staff, used, tmp_path):
    page = staff(LIBRARY + "add/")
    page.set_input_files("#id_image", too_large(tmp_path, 16))
    expect(page.locator(".errorlist")).to_have_text(
        "This file has 16 MB; a picture may have 15 MB. Choose a smaller copy of it."
    )
    page.fill("#id_alt", "Words")
    page.get_by_role("button", name="Add the picture").click()
    assert page.url.endswith("/add/")
    assert page.locator(".messagelist").count() == 0
    page.set_input_files("#id_image", photo(12))
    expect(page.locator(".errorlist")).to_have_count(0)


def test_it_loses_no_words_when_sixty_megabytes_come_without_a_script(staff, used, tmp_path):
    page = staff(LIBRARY + "add/", java_script_enabled=False)
    page.set_input_files("#id_image", too_large(tmp_path, 60))
    page.fill("#id_alt", "Words that took a while")
    with page.expect_navigation():
        page.get_by_role("button", name="Add the picture").click()
    assert "A picture may have 15 MB at most." in page.inner_text("main")
    page.go_back()
    assert page.input_value("#id_alt") == "Words that took a while"


@pytest.mark.parametrize(
    "look", [{"color_scheme": "dark"}, {"color_scheme": "dark", "forced_colors": "active"}]
)
def test_what_shows_through_a_picture_is_white_in_the_dark(visit, used, look):
    """Most drawings with nothing behind them have black lines and words."""
    page = visit("/trigger-points/what-is-a-trigger-point/", **look)
    shown = page.locator(".prose picture img").first
    expect(shown).to_have_css("background-color", "rgb(255, 255, 255)")
