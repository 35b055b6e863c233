"""A page's whole life, in a real browser: written by somebody who knows no Markdown, sent back,
signed, scheduled, live, changed while live; and two people at once.

Written once by mouse and once by keyboard alone. `make docs-pictures` runs it by mouse with
PICTURES set to a folder, where it then leaves the pictures that docs/editors.md shows.
"""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests import ready
from tests.browser.accessibility import violations
from tests.browser.hands import Keyboard, Mouse, named
from tests.browser.test_story import SECRET, manage, sign_in, wait_for
from tests.second_factor import ENROL
from tests.server import Server

pytestmark = pytest.mark.browser
CAST = f"""
from django.contrib.auth.models import Group, User
for name, first, last, group in (
    ("ana", "Ana", "Ruiz", "Editor"), ("eva", "Eva", "Stone", "Editor"),
    ("ben", "Ben", "Okafor", "Medical reviewer"), ("petra", "Petra", "Lind", "Publisher"),
):
    user = User.objects.create_user(
        name, f"{{name}}@example.org", "{SECRET}", first_name=first, last_name=last, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
{ENROL}
"""
# The moment that was chosen has come: for all rows of the schedule, as if the clock had gone on.
TIME_GOES_ON = """
from django.utils import timezone
from content.models import Edition, Revision
ahead = Revision.objects.filter(published_at__gt=timezone.now())
assert ahead.update(published_at=timezone.now()) == 1
Edition.begin()
"""
TITLES = {Mouse: "Heat at home", Keyboard: "Warmth at home"}
SUMMARY = "Warmth can ease a sore musle for a while. Try it before you ask for more."
POINTS = "Use gentle heat for 15 minutes.\nStop if your skin hurts.\nCall us if the pain grows."


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    data = ready.data(tmp_path_factory.mktemp("desk"))
    with Server(data) as server:
        manage(data, "shell", "--no-imports", "-c", CAST)
        yield server


@pytest.fixture
def site(clinic):
    return clinic.address


@pytest.fixture
def at_work(open_page):
    """at_work("ana") is a page of her own browser, signed in."""

    def at_work(name: str) -> Page:
        page = open_page("/admin/")
        sign_in(page, name)
        return page

    return at_work


def keep_picture(page: Page, name: str, until: str = "") -> None:
    """What stands on the screen, down to the end of the element `until`, in a small file."""
    folder = os.environ.get("PICTURES")
    if not folder:
        return
    page.evaluate("document.activeElement.blur()")
    size = dict(page.viewport_size)
    if until:
        box = page.locator(until).last.bounding_box()
        size["height"] = min(size["height"], round(box["y"] + box["height"]) + 24)
    shot = Image.open(BytesIO(page.screenshot(clip={"x": 0, "y": 0} | size))).convert("RGB")
    path = Path(folder, f"{name}.png")
    path.parent.mkdir(parents=True, exist_ok=True)
    shot.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def looks_right(page: Page, picture: str = "", until: str = "") -> None:
    page.wait_for_load_state()
    if picture:
        keep_picture(page, picture, until)
    assert violations(page) == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide at {page.url}"


def a_picture() -> dict:
    """A drawing of a warm pack, made here."""
    image = Image.new("RGB", (900, 600), "#E3EDE4")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((180, 150, 720, 450), 60, fill="#DDA08C", outline="#8F241D", width=8)
    for x in range(260, 680, 80):
        draw.line((x, 200, x, 400), fill="#BD7A66", width=8)
    buffer = BytesIO()
    image.save(buffer, "JPEG")
    return {"name": "warm pack.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def go(page: Page, site: str, path: str) -> None:
    page.goto(site + path)


def screen(page: Page, number: str, name: str, site: str) -> None:
    page.goto(f"{site}/admin/content/article/{number}/{name}/")


def number_of(page: Page) -> str:
    return re.search(r"/article/(\d+)/", page.url)[1]


def press(page: Page, name: str, hand=None) -> None:
    button = page.locator("main").get_by_role("button", name=name, exact=True)
    with page.expect_navigation():
        (hand or Mouse(page)).press(button)


def mails(clinic) -> str:
    return "\n".join(path.read_text() for path in (clinic.data / "mail").glob("*"))


def write_the_page(page: Page, hand, title: str) -> None:
    """All of it through the buttons, as somebody would who has never seen Markdown."""
    body = page.locator("#id_body")
    dialog = page.locator("dialog")
    hand.write(page.locator("#id_title"), title)
    hand.write(page.locator("#id_summary"), SUMMARY)
    hand.write(body, "What heat does")
    hand.tool("Heading")
    expect(body).to_have_value("## What heat does")
    hand.go_to_end(body)
    page.keyboard.insert_text("\n\nWarmth helps numerous people.")
    hand.tool("Source")
    hand.write(named(dialog, "Who published it"), "National Library of Medicine")
    hand.write(named(dialog, "Title"), "A page about muscles")
    hand.write(named(dialog, "Web address"), "https://medlineplus.gov/muscledisorders.html")
    hand.write(named(dialog, "Year"), "2024")
    hand.press(dialog.get_by_role("button", name="Put it in"))
    expect(dialog).to_have_count(0)
    hand.tool("More boxes", "Figure with a key")
    hand.press(dialog.get_by_label("A new picture from this computer"))
    hand.choose_file(dialog.locator("[type=file]"), a_picture())
    hand.write(named(dialog, "Description"), "A warm pack with five lines on it")
    hand.press(dialog.get_by_role("button", name="Add the picture"))
    hand.write(named(dialog, "Title"), "A warm pack")
    hand.press(dialog.get_by_role("button", name="Put it in"))
    expect(dialog).to_have_count(0)
    expect(body).to_have_value(re.compile(r"::: figure img:\d+ A warm pack"))
    hand.tool("Table")
    hand.write(named(dialog, "Rows"), "2")
    hand.press(dialog.get_by_role("button", name="Go on"))
    cells = ("What", "How long", "Warm pack", "15 minutes", "Warm shower", "10 minutes")
    expect(dialog.locator("table input")).to_have_count(len(cells))
    for box, words in zip(dialog.locator("table input").all(), cells, strict=True):
        hand.write(box, words)
    hand.press(dialog.get_by_role("button", name="Put it in"))
    expect(dialog).to_have_count(0)
    hand.tool("Do / Do not")
    hand.write(named(dialog, "What to do"), "Put a towel around the pack")
    hand.write(named(dialog, "What not to do"), "sleep on a warm pack")
    hand.press(dialog.get_by_role("button", name="Put it in"))
    expect(dialog).to_have_count(0)
    page.keyboard.press("Control+End")
    hand.tool("Heading")
    page.keyboard.insert_text("When to get help")
    hand.tool("Get-help card", "Urgent: call us today")
    hand.write(named(dialog, "Signs"), "have a burn on your skin")
    keep_picture(page, "dialog")
    hand.press(dialog.get_by_role("button", name="Put it in"))
    expect(dialog).to_have_count(0)
    show_the_desk(page)
    hand.write(page.locator("#id_key_points"), POINTS)
    expect(page.locator("[data-checks-counts]")).to_have_text("1 to look at.")
    hand.press(page.locator("[data-checks]").get_by_role("button", name="Write “many”"))
    expect(body).to_have_value(re.compile("Warmth helps many people"))


def show_the_desk(page: Page) -> None:
    """With something to fix, something to look at, and its place underlined in the text."""
    expect(page.locator("[data-checks-counts]")).to_have_text("1 thing to fix, 1 to look at.")
    size = page.viewport_size
    page.set_viewport_size(size | {"height": 1320})
    page.locator("#id_body").evaluate("field => { field.scrollTop = 0; scrollTo(0, 0); }")
    keep_picture(page, "desk")
    page.set_viewport_size(size)


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_it_leads_a_page_from_an_empty_form_to_patients_and_on(clinic, site, at_work, hands):
    title = TITLES[hands]
    path = f"{site}/trigger-points/{title.lower().replace(' ', '-')}/"

    # Ana writes.
    ana = at_work("ana")
    hand = hands(ana)
    go(ana, site, "/admin/content/article/add/")
    ana.locator("#id_topic").select_option(label="Trigger points")
    write_the_page(ana, hand, title)
    body = ana.locator("#id_body").input_value()
    for piece in (
        "## What heat does",
        "[^",
        "::: figure img:",
        "| What | How long |",
        "::: urgent",
    ):
        assert piece in body
    expect(ana.frame_locator("iframe").get_by_role("heading", name=title)).to_be_visible()
    expect(ana.frame_locator("iframe").locator("table")).to_be_visible()
    expect(ana.locator("[data-checks-counts]")).to_contain_text("Nothing to fix")
    ana.locator("[data-bar]").get_by_role("button", name="Publish").press("Enter")
    expect(ana.get_by_text("Only a publisher puts pages on the site")).to_be_visible()
    ana.evaluate("scrollTo(0, 0)")
    looks_right(ana)
    press(ana, "Send for review", hand)
    number = number_of(ana)

    # She asks Ben, who hears of it by mail.
    looks_right(ana, "ask", until="main form")
    hand.press(ana.get_by_label("Ben Okafor"))
    hand.write(ana.get_by_label(re.compile("^What should|^Message|^Say")), "Is 15 minutes right?")
    press(ana, "Ask for a review", hand)
    wait_for(lambda: f"/admin/content/article/{number}/review/" in mails(clinic))
    assert "warm pack" not in mails(clinic)

    # Ben sends it back with a comment at a heading.
    ben = at_work("ben")
    expect(ben.locator("main")).to_contain_text(title)
    looks_right(ben, "home")
    screen(ben, number, "review", site)
    expect(ben.frame_locator("iframe").get_by_role("heading", name=title)).to_be_visible()
    ben_hand = hands(ben)
    ben_hand.press(ben.locator("summary", has_text="What heat does"))
    ben_hand.write(
        ben.locator("details[open]", has_text="What heat does").locator("textarea"),
        "Say that it does not last.",
    )
    looks_right(ben)
    press(ben, "Send back with comments", ben_hand)
    wait_for(lambda: "ana@example.org" in mails(clinic))

    # Ana mends it and asks again; her own words she could not sign.
    screen(ana, number, "review", site)
    expect(ana.locator("main")).to_contain_text("Say that it does not last.")
    assert ana.get_by_role("button", name=re.compile("^Sign")).count() == 0
    screen(ana, number, "change", site)
    text = ana.locator("#id_body")
    changed = text.input_value().replace("many people.", "many people for a short time.")
    hand.write(text, changed)
    press(ana, "Send for review", hand)
    hand.press(ana.get_by_label("Ben Okafor"))
    press(ana, "Ask for a review", hand)

    # Ben signs.
    screen(ben, number, "review", site)
    ben_hand.write(ben.get_by_label("Your credentials"), "MD")
    ben_hand.write(ben.get_by_label("Your role"), "Spine and pain doctor")
    ben_hand.press(ben.get_by_label(re.compile("I have read")))
    press(ben, "Sign revision 2", ben_hand)

    # Petra sets the day; patients see nothing before it comes.
    petra = at_work("petra")
    screen(petra, number, "publish", site)
    expect(petra.locator("main")).to_contain_text("Ben Okafor, MD, signed exactly these words")
    looks_right(petra, "publish", until="main form")
    petra_hand = hands(petra)
    with petra.expect_navigation():
        petra_hand.press(petra.get_by_role("button", name=re.compile("^Publish on .+ at ")))
    patient = petra.context.browser.new_page()
    assert patient.goto(path).status == 404
    manage(clinic.data, "shell", "--no-imports", "-c", TIME_GOES_ON)
    assert patient.goto(path).status == 200
    expect(patient.locator("body")).to_contain_text("Checked by Ben Okafor, MD")

    # A spelling slip is mended while the page is live: the signature stays, and patients are told.
    screen(ana, number, "change", site)
    hand.write(ana.locator("#id_summary"), SUMMARY.replace("musle", "muscle"))
    hand.press(ana.get_by_label(re.compile("It only mends spelling")))
    hand.write(ana.locator("#id_change_note"), "Mended the spelling.")
    press(ana, "Save draft", hand)
    patient.reload()
    expect(patient.locator(".lead")).to_contain_text("musle")
    screen(petra, number, "publish", site)
    expect(petra.locator("main")).to_contain_text("the signature of Ben Okafor, MD, is kept")
    press(petra, "Publish now", petra_hand)
    patient.reload()
    expect(patient.locator(".lead")).to_contain_text("muscle")
    expect(patient.locator("body")).to_contain_text("Checked by Ben Okafor, MD")
    expect(patient.locator("body")).to_contain_text("Small correction since")
    assert violations(patient) == []

    # A change of meaning is another matter.
    screen(ana, number, "change", site)
    text = ana.locator("#id_body")
    hand.write(text, text.input_value().replace("15 minutes", "20 minutes"))
    hand.write(ana.locator("#id_change_note"), "You may use heat for longer.")
    press(ana, "Save draft", hand)
    patient.reload()
    expect(patient.locator("body")).to_contain_text("15 minutes")
    screen(ben, number, "review", site)
    expect(ben.locator("main ins", has_text="20").first).to_be_visible()
    looks_right(ben, "review")
    screen(petra, number, "publish", site)
    expect(petra.locator("main")).to_contain_text("No clinician has signed these words")
    press(petra, "Publish now", petra_hand)
    patient.reload()
    expect(patient.locator("body")).to_contain_text("20 minutes")
    expect(patient.locator("body")).to_contain_text("No clinician has checked this page yet")
    expect(patient.locator("body")).to_contain_text("You may use heat for longer.")
    patient.close()

    # The history tells all of it.
    screen(ana, number, "history", site)
    looks_right(ana, "history", until=".revisions")
    for words in ("Revision 4", "Mended the spelling.", "Ben Okafor"):
        expect(ana.locator("main")).to_contain_text(words)


def test_it_loses_nothing_when_two_people_write_at_once(site, at_work):
    ana, eva = at_work("ana"), at_work("eva")
    for page in (ana, eva):
        go(page, site, "/admin/content/article/?q=why-they-form")
        page.locator("#result_list tbody a").first.click()
        page.wait_for_url("**/change/")
        page.locator("html.has-script").wait_for()
    number = number_of(ana)
    body = ana.locator("#id_body").input_value()
    head = body.splitlines()[0]
    ana.locator("#id_body").fill(body.replace(head, head + "\n\nAna wrote this sentence.", 1))
    ana.locator("#id_change_note").fill("One more sentence.")
    eva.locator("#id_body").fill(body.rstrip() + "\n\nEva wrote this sentence.\n")
    eva.locator("#id_change_note").fill("One more sentence at the end.")
    expect(eva.get_by_text("Ana Ruiz has this page open too")).to_be_visible(timeout=40_000)
    press(ana, "Save draft")
    press(eva, "Save draft")
    expect(eva.locator("main")).to_contain_text("Ana Ruiz saved revision 2 while you were writing")
    expect(eva.locator("#id_body")).to_have_value(re.compile("Eva wrote this sentence"))
    looks_right(eva, "conflict")
    press(eva, "Put both changes together")
    both = eva.locator("#id_body").input_value()
    assert "Ana wrote this sentence." in both
    assert "Eva wrote this sentence." in both
    press(eva, "Save draft")
    expect(eva.locator(".messagelist")).to_contain_text("Saved as revision 3")
    go(ana, site, f"/admin/content/article/{number}/compare/?from=1&to=3")
    looks_right(ana)
    for words in ("Ana wrote this sentence.", "Eva wrote this sentence."):
        expect(ana.locator("main ins", has_text=words).first).to_be_visible()
