"""The way from draft to live in a real browser: asking, reading, commenting, signing, sharing,
publishing at a time and taking off, with and without JavaScript, on a phone, in light and dark."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.desk import sign_in
from tests.browser.looks import look, too_wide
from tests.server import shell

pytestmark = pytest.mark.browser
ARTICLES = "/admin/content/article/"
PASSWORD = "a long enough secret"
# Run in the site's own folder.
FILL = """
import json
from content import publishing
from content.models import Revision
from tests import make, people, second_factor
cast = {
    "rita": people.member("Editor", "rita", first_name="Rita", last_name="Moss"),
    "noor": people.member("Medical reviewer", "noor", first_name="Noor", last_name="Said"),
    "paul": people.member("Publisher", "paul", first_name="Paul", last_name="Berg"),
}
live = [revision.article for revision in Revision.objects.published().order_by("pk")[:7]]

def draft(article, **fields):
    first = article.revisions.first()
    names = ("title", "summary", "key_points", "body")
    words = publishing.Words(**{n: getattr(first, n) for n in names} | fields)
    note = "The title is shorter."
    return publishing.save_draft(article, words, by=cast["rita"], note=note)

told = {}
for name, article in zip(("asked", "sign", "back", "now", "later", "off", "phone"), live):
    told[name] = article.pk
    newest = draft(article, title=f"A shorter title {article.pk}")
    if name in ("asked", "sign", "back", "phone"):
        publishing.ask_for_review(newest, by=cast["rita"], reviewer=cast["noor"], message="Please.")
    if name == "asked":
        publishing.comment(newest, by=cast["noor"], anchor="", text="A first comment.")
        told["token"] = publishing.share(newest, by=cast["rita"], for_whom="Dr. Lee", days=9)
second_factor.enrol_everybody()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(server):
    """The numbers of articles by what they are for, and the secret of a link."""
    return json.loads(shell(server.data, FILL))


@pytest.fixture(scope="module")
def cookies(browser, site, told):
    """What the browser keeps of somebody who is signed in, by their name."""
    found = {}

    def cookies(name: str) -> dict:
        if name not in found:
            context = browser.new_context()
            page = context.new_page()
            page.goto(site + "/admin/")
            sign_in(page, name, PASSWORD)
            found[name] = context.storage_state()
            context.close()
        return found[name]

    return cookies


@pytest.fixture
def at(open_page, cookies, told):
    """at("noor", "sign", "review") gives Noor's page of that article's screen."""
    return ways_in(open_page, cookies, told)


@pytest.fixture
def look_at(visit, cookies, told):
    """The same for those who write nothing."""
    return ways_in(visit, cookies, told)


def ways_in(open_page, cookies, told):
    def at(who: str, article: str, screen: str, **options):
        path = f"{ARTICLES}{told[article]}/{screen}/"
        return open_page(path, storage_state=cookies(who), **options)

    return at


def press(page, name: str | re.Pattern, within: str = "main"):
    with page.expect_navigation():
        page.locator(within).get_by_role("button", name=name).click()


def said(page) -> str:
    return page.locator(".messagelist").inner_text()


def test_it_has_no_accessibility_violation(look_at, site, told):
    found = {}

    def note(name: str, page):
        for width, scheme in ((390, "light"), (1280, "light"), (390, "dark"), (1280, "dark")):
            look(page, width, scheme)
            found[name, width, scheme] = violations(page)

    page = look_at("noor", "asked", "review", width=390)
    note("review", page)
    page.goto(site + "/admin/")
    note("home", page)
    for who, article, screen in (
        ("rita", "asked", "ask"),
        ("rita", "asked", "share"),
        ("paul", "later", "publish"),
        ("paul", "off", "withdraw"),
    ):
        page = look_at(who, article, screen, width=390)
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        note(screen, page)
    page.goto(f"{site}/shared/{told['token']}/")
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    note("shared", page)
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_it_never_scrolls_sideways(look_at, site, told):
    def fits(page, screen: str):
        for width in (320, 390, 1280):
            look(page, width)
            assert too_wide(page) <= 0, (screen, width)

    for who, article, screen in (
        ("noor", "asked", "review"),
        ("rita", "asked", "ask"),
        ("rita", "asked", "share"),
        ("paul", "later", "publish"),
        ("paul", "off", "withdraw"),
    ):
        fits(look_at(who, article, screen, width=320), screen)
    page = look_at("paul", "off", "withdraw", width=320)
    page.goto(f"{site}/shared/{told['token']}/")
    fits(page, "shared")


def test_it_shows_the_page_in_its_own_look(look_at):
    page = look_at("noor", "asked", "review")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("A shorter title")
    expect(frame.locator("h1")).to_have_css("font-family", re.compile("Atkinson"))
    expect(frame.locator("script[src]")).to_have_count(0)


def test_it_stays_on_the_screen_when_a_link_in_the_page_is_followed(at):
    page = at("noor", "asked", "review")
    frame = page.frame_locator("iframe")
    place = frame.locator(".contents a").last
    target = place.get_attribute("href")[1:]
    place.click()
    expect(frame.locator(f"[id='{target}']")).to_be_in_viewport()
    with page.expect_popup() as opened:
        frame.locator(".part-line a, .header a, footer a").last.click()
    opened.value.wait_for_url(lambda url: url.startswith("http"), wait_until="commit")
    assert "/admin/" not in opened.value.url
    assert "/review/" in page.url


def test_it_sends_back_what_a_clinician_typed_at_a_heading(at):
    page = at("noor", "back", "review")
    page.locator("#comments summary", has_text="When to get help").click()
    box = page.get_by_label("Comment on: When to get help")
    box.fill("Say how high the fever is.")
    page.get_by_label("What has to be changed?").fill("Nearly there.")
    press(page, "Send back with comments")
    assert "went back to its writer" in said(page)
    expect(page.get_by_text("Say how high the fever is.")).to_be_visible()


def test_it_shows_the_writer_what_came_back(at, site, cookies, open_page, told):
    page = open_page("/admin/", storage_state=cookies("rita"))
    panel = page.get_by_role("region", name=re.compile("Waiting for you"))
    panel.get_by_role("link", name=f"A shorter title {told['back']}").click()
    page.wait_for_url(f"**/{told['back']}/review/")
    press(page, re.compile("^Dealt with"))
    expect(page.get_by_text("Dealt with by Rita Moss")).to_be_visible()


def test_it_loses_nothing_when_the_tick_is_missing(at):
    page = at("noor", "sign", "review")
    page.get_by_label("Your credentials").fill("MD")
    page.get_by_label("Your role").fill("Spine doctor")
    page.get_by_label("Comment on: The page as a whole").fill("Good work.")
    press(page, re.compile("^Sign revision"))
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.get_by_label("Your role")).to_have_value("Spine doctor")
    expect(page.get_by_label("Comment on: The page as a whole")).to_have_value("Good work.")


def test_it_signs_nothing_by_the_enter_key(at):
    page = at("noor", "sign", "review")
    page.get_by_label("Your credentials").fill("MD")
    page.get_by_label("Your role").fill("Spine doctor")
    page.get_by_label("I have read this page").check()
    with page.expect_navigation():
        page.get_by_label("Your role").press("Enter")
    expect(page.get_by_text("No clinician has signed these words.")).to_be_visible()
    expect(page.get_by_label("Your role")).to_have_value("Spine doctor")


def test_it_signs_by_keyboard_without_javascript_on_a_phone(at):
    page = at("noor", "phone", "review", width=390, java_script_enabled=False)
    page.get_by_label("Your credentials").fill("MD")
    page.get_by_label("Your role").fill("Spine doctor")
    page.get_by_label("I have read this page").press("Space")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Sign revision")).press("Enter")
    assert "You signed revision" in said(page)
    expect(page.get_by_text("Noor Said, MD signed these words")).to_be_visible()


def test_it_publishes_now(at):
    page = at("paul", "now", "publish")
    expect(page.get_by_text("No clinician has signed these words.")).to_be_visible()
    give_reasons(page)
    press(page, "Publish now")
    assert "The page is on the site now." in said(page)


def give_reasons(page):
    for box in page.get_by_label("Why may this stand?").all():
        box.fill("Patients know these words from us.")


def test_it_says_on_the_button_when_the_page_goes_live(at):
    page = at("paul", "later", "publish")
    page.get_by_label("Day").fill("2027-03-04")
    page.get_by_label("Time").fill("09:00")
    give_reasons(page)
    press(page, re.compile(r"^Publish on March 4, 2027 at 9:00\sam$"))
    assert "The page goes on the site on March 4, 2027 at 9:00 am." in said(page)
    press(page, re.compile("^Take off the schedule"))
    assert "was taken off the schedule" in said(page)


def test_it_schedules_without_javascript(at):
    page = at("paul", "later", "publish", java_script_enabled=False)
    page.get_by_label("Day").fill("2020-03-04")
    give_reasons(page)
    press(page, "Publish at this date and time")
    expect(page.locator("main .errors")).to_contain_text("This time has passed")
    page.get_by_label("Day").fill("2027-03-04")
    press(page, "Publish at this date and time")
    assert "March 4, 2027 at 9:00 am" in said(page)


def test_it_publishes_nothing_by_the_enter_key(at):
    page = at("paul", "off", "publish")
    with page.expect_navigation():
        page.get_by_label("Time").press("Enter")
    expect(page.get_by_role("button", name="Publish now")).to_be_visible()


def test_it_takes_a_page_off_the_site_and_brings_it_back(at):
    page = at("paul", "off", "withdraw")
    page.get_by_label("The page as it was").check()
    page.get_by_label("Why?").fill("It is out of date.")
    page.get_by_label("Yes, take this page off").check()
    press(page, "Take this page off the site")
    expect(page.locator("dd", has_text="It is out of date.")).to_be_visible()
    press(page, "Bring the page back as it was")
    assert "back on the site" in said(page)


def test_it_lets_an_expert_comment_by_a_link_without_cookies(at, open_page, told):
    page = at("rita", "asked", "share")
    page.get_by_label("Who is the link for?").fill("Dr. Kim")
    press(page, "Make the link")
    address = page.get_by_label("Address of the link").input_value()
    guest = open_page(f"/shared/{address.rstrip('/').rpartition('/')[2]}/", width=390)
    guest.locator("summary", has_text="When to get help").click()
    guest.get_by_label("Comment on: When to get help").fill("A fever of 101 is not high.")
    press(guest, "Send my comments", within="#comments")
    expect(guest.get_by_text("A fever of 101 is not high.")).to_be_visible()
    assert guest.context.cookies() == []
    page = at("noor", "asked", "review")
    expect(page.get_by_text("A fever of 101 is not high.")).to_be_visible()


def test_it_keeps_an_experts_words_when_they_are_too_long(open_page, told):
    page = open_page(f"/shared/{told['token']}/", java_script_enabled=False)
    page.get_by_label("Comment on: The page as a whole").fill("x" * 2001)
    press(page, "Send my comments", within="#comments")
    expect(page.get_by_role("alert")).to_contain_text("2,000 letters or fewer")
    expect(page.get_by_label("Comment on: The page as a whole")).to_have_value("x" * 2001)
