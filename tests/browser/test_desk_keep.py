"""Nothing typed is lost: a closed tab, a lost sign-in, a dead line, a colleague at the same."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PAUSE, body, colleague, open_desk, sign_in
from tests.browser.waiting import until
from tests.server import ADMINISTRATOR

pytestmark = pytest.mark.browser
SAVED = 30_000  # milliseconds until typing is kept on the server


@pytest.fixture
def desk(open_page):
    return open_desk(open_page, "when-to-call-us")


def write(page, words):
    body(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def status(page):
    return page.locator("[data-saved]")


def is_kept(page):
    expect(status(page)).to_contain_text("Saved at", timeout=SAVED)


def sent(reply):
    return reply.request.post_data_buffer or b""


def ends_with(page, words):
    expect(body(page)).to_have_value(re.compile(re.escape(words) + "$"))


def test_it_keeps_what_is_typed_and_brings_it_back(desk):
    write(desk, " Typed and not saved.")
    # What was kept in the middle of typing is not the last of it.
    with desk.expect_response(lambda reply: b"A note" in sent(reply), timeout=SAVED):
        desk.locator("#id_change_note").fill("A note")
    is_kept(desk)
    desk.reload()
    expect(desk.get_by_text("Your words are back.")).to_be_visible()
    ends_with(desk, " Typed and not saved.")
    expect(desk.locator("#id_change_note")).to_have_value("A note")
    desk.get_by_role("button", name="Throw them away").click()
    expect(desk.get_by_text("were thrown away")).to_be_visible()
    assert not body(desk).input_value().endswith(" Typed and not saved.")


def test_it_sends_the_last_words_of_a_page_that_goes_away(desk, site):
    desk.on("dialog", lambda dialog: dialog.accept())
    address = desk.url
    write(desk, " The last words.")
    desk.goto(site + "/admin/")
    # What a page sends while it goes away, nobody can wait for but at the other end.
    until(desk, lambda: desk.goto(address) and "The last words." in body(desk).input_value())
    ends_with(desk, " The last words.")


def test_it_warns_only_while_something_is_not_kept(desk):
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.route("**/autosave/", lambda route: route.fulfill(status=404, body="<h1>Lost</h1>"))
    write(desk, " Words.")
    expect(status(desk)).to_contain_text("Not kept yet", timeout=SAVED)
    desk.close(run_before_unload=True)
    until(desk, lambda: asked)
    assert asked == ["beforeunload"]
    desk.unroute("**/autosave/")
    is_kept(desk)
    with desk.expect_event("close"):
        desk.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_it_says_that_the_line_is_down_and_goes_on_trying(desk):
    desk.route("**/autosave/", lambda route: route.fulfill(status=404, body="<h1>Lost</h1>"))
    write(desk, " Words.")
    expect(status(desk)).to_contain_text("We go on trying", timeout=SAVED)
    assert body(desk).input_value().endswith(" Words.")
    desk.unroute("**/autosave/")
    is_kept(desk)


def is_away(desk):
    for address in ("**/autosave/", "**/change/"):
        desk.route(address, lambda route: route.fulfill(status=404, body="<h1>Lost</h1>"))


def is_back(desk):
    desk.unroute("**/autosave/")
    desk.unroute("**/change/")


@pytest.mark.parametrize("button", ["Save draft", "Send for review"])
def test_it_stays_at_the_words_while_the_site_is_away(desk, button):
    """A form that went would leave a page of the browser behind, and the words nowhere."""
    is_away(desk)
    desk.locator("#id_change_note").fill("A sentence more.")
    write(desk, " Typed while the site was away.")
    desk.get_by_role("button", name=button).click()
    expect(status(desk)).to_contain_text("Nothing was saved", timeout=SAVED)
    ends_with(desk, " Typed while the site was away.")
    is_back(desk)
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_text("Saved as revision")).to_be_visible(timeout=PAUSE)
    ends_with(desk, " Typed while the site was away.")


def test_it_leaves_no_page_without_a_line_even_when_all_is_kept(desk):
    write(desk, " Kept in time.")
    is_kept(desk)
    is_away(desk)
    desk.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    desk.keyboard.press("Control+s")
    expect(status(desk)).to_contain_text("Nothing was saved", timeout=SAVED)
    ends_with(desk, " Kept in time.")
    is_back(desk)


def test_after_a_lost_sign_in_the_words_stay_and_are_kept_again(desk):
    desk.context.clear_cookies(name="sessionid")
    write(desk, " Typed while signed out.")
    banner = desk.get_by_role("alert").filter(has_text="You were signed out.")
    expect(banner).to_be_visible(timeout=SAVED)
    desk.get_by_role("button", name="Save draft").click()
    expect(banner.get_by_role("link", name="Sign in in a new tab")).to_be_focused()
    desk.get_by_role("button", name="I am signed in again").click()
    expect(banner).to_contain_text("You are still signed out.")
    with desk.context.expect_page() as opened:
        banner.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(opened.value, *ADMINISTRATOR)
    opened.value.close()
    desk.get_by_role("button", name="I am signed in again").click()
    expect(banner).to_be_hidden()
    is_kept(desk)
    desk.reload()
    ends_with(desk, " Typed while signed out.")


def test_saving_makes_a_revision_and_leaves_no_copy(desk):
    write(desk, " Saved with the keys.")
    desk.locator("#id_change_note").fill("A sentence more.")
    desk.keyboard.press("Control+s")
    expect(desk.get_by_text("Saved as revision")).to_be_visible()
    desk.wait_for_load_state()
    ends_with(desk, " Saved with the keys.")
    assert not desk.get_by_text("Your words are back").count()


def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(desk):
    write(desk, " Not forgotten.")
    desk.locator("#id_title").fill("")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".errors")).to_contain_text("Write a title.")
    expect(desk.locator("#id_title")).to_have_attribute("aria-invalid", "true")
    ends_with(desk, " Not forgotten.")


def test_two_people_see_each_other_and_nothing_is_lost(open_page, server):
    mine = open_desk(open_page, "emergency-signs")
    theirs = open_desk(open_page, "emergency-signs", person=colleague(server, "olivia"))
    write(mine, " My sentence.")
    expect(mine.locator("[data-others]")).to_contain_text(
        "olivia has this page open too", timeout=SAVED
    )
    theirs.locator("#id_summary").fill("A summary by a colleague.")
    theirs.locator("#id_change_note").fill("A new summary.")
    theirs.get_by_role("button", name="Save draft").click()
    expect(theirs.get_by_text("Saved as revision")).to_be_visible()
    write(mine, " More.")
    newer = mine.locator("[data-newer]")
    expect(newer).to_contain_text("olivia saved this page at", timeout=SAVED)
    mine.locator("#id_change_note").fill("A sentence more.")
    mine.get_by_role("button", name="Save draft").click()
    conflict = mine.locator("[aria-labelledby=conflict-title]")
    expect(conflict).to_contain_text("olivia saved revision")
    ends_with(mine, " My sentence. More.")
    conflict.get_by_role("button", name="Put both changes together").click()
    expect(mine.locator("#id_summary")).to_have_value("A summary by a colleague.")
    ends_with(mine, " My sentence. More.")
    mine.get_by_role("button", name="Save draft").click()
    expect(mine.get_by_text("Saved as revision")).to_be_visible(timeout=PAUSE)


def test_it_sends_a_long_page_that_goes_to_the_background(desk):
    """Browsers send no more than 64 KiB for a page that goes away."""
    desk.evaluate(
        """() => {
          window.sent = [];
          const usual = window.fetch;
          window.fetch = (url, how) => { window.sent.push(how.keepalive); return usual(url, how); };
          Object.defineProperty(document, "hidden", { get: () => true });
        }"""
    )
    go = "() => document.dispatchEvent(new Event('visibilitychange'))"
    for words, keepalive in (("Short words.", True), ("Many words. " * 6_000, False)):
        body(desk).fill(words)
        with desk.expect_response("**/autosave/") as answer:
            desk.evaluate(go)
        assert answer.value.ok
        # The usual one, which may come first on a slow machine, says nothing of it.
        assert bool(desk.evaluate("() => window.sent.splice(0)[0]")) == keepalive


def keeps(answer, words: str) -> bool:
    return "/autosave/" in answer.url and words in (answer.request.post_data or "")


def test_it_keeps_no_words_over_those_of_another_tab(desk):
    other = desk.context.new_page()
    other.goto(desk.url)
    write(desk, " From the first tab.")
    is_kept(desk)
    write(other, " From the second tab.")
    expect(status(other)).to_contain_text("another tab", timeout=SAVED)
    with desk.expect_response(lambda answer: keeps(answer, "And more."), timeout=SAVED):
        write(desk, " And more.")
    is_kept(desk)
    other.on("dialog", lambda dialog: dialog.accept())
    other.reload()
    expect(body(other)).to_have_value(re.compile(r"From the first tab\. And more\.$"))
    other.close()
