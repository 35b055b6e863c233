"""The checks beside the text: they mark the place, lead there, mend it, and never push anybody."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PAUSE, body, open_desk
from tests.browser.waiting import done, until

pytestmark = pytest.mark.browser
LONG = (
    "You may feel sore in the muscle for a few days after the shot, because the needle moves the "
    "muscle and the skin, and this most often goes away."
)
TEXT = f"## First\n\n{LONG} Good.\n\n::: dont\n- Avoid heat\n:::\n\n![](img:999999)\n"


@pytest.fixture
def desk(kept_desk):
    page = kept_desk.take("", "pinched-nerve")
    expect(item(page, "Fix: missing picture")).to_have_count(0)
    body(page).fill(TEXT)
    item(page, "Fix: missing picture").wait_for(timeout=PAUSE)
    yield page
    kept_desk.give_back()


@pytest.fixture
def new_desk(open_page):
    """For those who change more than the text; of another page, because the first is open still."""
    page = open_desk(open_page, "arthritis-of-the-spine")
    body(page).fill(TEXT)
    item(page, "Fix: missing picture").wait_for(timeout=PAUSE)
    return page


def item(page, words):
    return page.locator(".checks__item", has_text=words)


def chosen(page, field="body"):
    return page.evaluate(
        """name => {
            const field = document.forms[document.forms.length - 1].elements[name]
                || document.querySelector(`[name=${name}]`);
            return [field.value.slice(field.selectionStart, field.selectionEnd),
                document.activeElement === field];
        }""",
        field,
    )


def test_it_names_each_trouble_and_underlines_its_place(desk):
    expect(item(desk, "Look at: long sentence")).to_contain_text("words")
    expect(desk.locator(".place--warning", has_text="You may feel sore")).to_be_visible()
    marked = desk.locator(".editor__layer .place--error")
    until(desk, lambda: "img:999999" in "".join(marked.all_inner_texts()))
    expect(desk.locator("[data-checks-counts]")).to_contain_text(re.compile("things? to fix"))
    expect(desk.locator("#bar-why")).to_contain_text(re.compile(r"Fix \d things? to publish"))


def test_the_underlines_lie_under_the_words(new_desk):
    """The layer breaks its lines where the field does, at any width and with scroll bars."""
    for width in (1280, 1000, 390):
        new_desk.set_viewport_size({"width": width, "height": 800})
        new_desk.wait_for_function(
            """() => {
                const field = document.querySelector("#id_body");
                const layer = document.querySelector(".editor__layer");
                return field.scrollHeight === layer.scrollHeight
                    && field.clientWidth === layer.clientWidth;
            }"""
        )


def test_a_click_leads_to_the_place(desk):
    item(desk, "Fix: missing picture").get_by_role("button", name="Go to this place").click()
    words, is_focused = chosen(desk)
    assert "img:999999" in words
    assert is_focused
    current = desk.locator(".checks__place--current")
    expect(current).to_have_count(1)


def test_it_leads_into_long_texts_and_other_fields(new_desk):
    body(new_desk).fill(("Some words here.\n\n" * 150) + TEXT)
    new_desk.locator("#id_summary").fill(LONG)
    go = item(new_desk, "Fix: missing picture").get_by_role("button", name="Go to this place")
    # In the summary and in the text: this is the answer to the words as they are now.
    long = item(new_desk, "Look at: long sentence").get_by_role("button", name="You may feel sore")
    expect(long).to_have_count(2, timeout=PAUSE)
    go.click()
    mark = new_desk.locator(".editor__layer .place--error").first
    until(new_desk, lambda: is_in_sight(mark.bounding_box(), body(new_desk).bounding_box()))
    long.first.click()
    assert chosen(new_desk, "summary") == [LONG, True]


def is_in_sight(box: dict, frame: dict) -> bool:
    return frame["y"] <= box["y"] <= frame["y"] + frame["height"] and 0 < box["y"] < 900


def test_the_cursor_in_a_place_points_at_its_line(desk):
    at = TEXT.index("Avoid")
    body(desk).evaluate("(field, at) => { field.focus(); field.setSelectionRange(at, at); }", at)
    pointed = item(desk, "“Do not” is missing").locator("[aria-current=true]")
    expect(pointed).to_have_count(1)
    body(desk).evaluate("field => field.setSelectionRange(0, 0)")
    expect(desk.locator(".checks [aria-current=true]")).to_have_count(0)


def test_one_click_mends_and_one_undo_takes_it_back(desk):
    item(desk, "“Do not” is missing").get_by_role("button", name="Write “Do not").click()
    expect(body(desk)).to_have_value(re.compile("- Do not use heat\n"))
    expect(item(desk, "“Do not” is missing")).to_have_count(0, timeout=PAUSE)
    body(desk).focus()
    desk.keyboard.press("Control+z")
    expect(body(desk)).to_have_value(TEXT)


def test_places_move_with_what_is_typed_before_them(new_desk):
    body(new_desk).evaluate("field => { field.focus(); field.setSelectionRange(0, 0); }")
    new_desk.route("**/findings/", lambda route: route.fulfill(status=404, body="<h1>Lost</h1>"))
    new_desk.keyboard.type("Typed 😀 before. ")
    item(new_desk, "Fix: missing picture").get_by_role("button", name="Go to this place").click()
    assert "img:999999" in chosen(new_desk)[0]
    assert len(chosen(new_desk)[0]) <= len("![](img:999999)")


def test_it_never_takes_the_focus_from_a_writer(desk):
    body(desk).focus()
    desk.keyboard.press("Control+End")
    desk.keyboard.type("\n\n![](img:888888)", delay=20)
    expect(item(desk, "missing picture (2 places)")).to_be_visible(timeout=PAUSE)
    expect(body(desk)).to_be_focused()
    assert body(desk).input_value().endswith("![](img:888888)")


def test_a_focused_button_of_the_list_stays_focused(desk):
    go = item(desk, "Fix: missing picture").get_by_role("button", name="Go to this place")
    go.focus()
    desk.evaluate(
        """() => {
            const field = document.querySelector("#id_body");
            field.value += "\\n\\nClick [here](article:nowhere).";
            field.dispatchEvent(new Event("input", {bubbles: true}));
        }"""
    )
    expect(item(desk, "Fix: broken link")).to_be_visible(timeout=PAUSE)
    expect(go).to_be_focused()


def test_it_says_what_is_in_order_and_the_grade_of_each_part(desk):
    expect(item(desk, "Done: ").first).to_be_visible()
    desk.get_by_text("Reading grade of each part").click()
    expect(desk.locator(".grades tbody tr").first).to_contain_text("First")


def test_it_says_when_the_checks_do_not_come(new_desk):
    new_desk.route("**/findings/", lambda route: route.fulfill(status=404, body="<h1>Lost</h1>"))
    body(new_desk).focus()
    new_desk.keyboard.type("x")
    expect(new_desk.locator("[data-checks-counts]")).to_contain_text("Not checked just now")


def test_publishing_waits_until_nothing_is_to_be_fixed(open_page):
    desk = open_desk(open_page, "what-you-can-do-first")
    good = body(desk).input_value()
    body(desk).fill(TEXT)
    publish = desk.get_by_role("button", name="Publish", exact=True)
    expect(publish).to_have_attribute("aria-disabled", "true", timeout=PAUSE)
    publish.focus()
    expect(publish).to_be_focused()
    address = desk.url
    desk.keyboard.press("Enter")
    done(desk)
    assert desk.url == address
    body(desk).fill(good)
    expect(publish).not_to_have_attribute("aria-disabled", "true", timeout=PAUSE)
