"""Asking a question and reading the answer in a real browser, as patients do."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.looks import look, too_wide
from tests.server import shell

pytestmark = pytest.mark.browser
ROSA = "Rosa Medina"
QUESTION = "May I drive home after the shot?"
SIGN = "Since this morning I have chest pain."
SPANISH = "Me duele el pecho y no puedo respirar."
# Run in the site's own folder, because only staff can answer.
ANSWER = """
import json
from django.contrib.auth.models import User
from enquiries import handling
from enquiries.models import OutboxMessage
from tests.enquiries import make
by, tokens = User.objects.first(), []
for number in range(4):
    asked = make.enquiry(contact=make.EMAIL)
    reply = handling.send_reply(asked, "Dear Rosa,\\n\\nplease ask.", by=by)
    tokens.append(OutboxMessage.objects.get(reply=reply).payload)
print(json.dumps(tokens))
"""


@pytest.fixture(scope="module")
def links(server):
    """Addresses of four answers, whose safe word is “lighthouse”."""
    tokens = json.loads(shell(server.data, ANSWER))
    return [f"/contact/answer/{token}/" for token in tokens]


def fill(page, message: str = QUESTION, *, by_email: bool = False):
    page.get_by_text("How I feel after my injection").click()
    page.get_by_label("Your question").fill(message)
    page.get_by_label("Your name").fill(ROSA)
    if by_email:
        page.get_by_role("radio", name="Email").check()
        page.get_by_label("Email address").fill("rosa@example.com")
        page.get_by_label("It is all right to email me").check()
        page.get_by_label("Choose a safe word").fill("bluebird")
    else:
        page.get_by_role("radio", name="Phone").check()
        page.get_by_label("Phone number").fill("(503) 555-0142")


def press(page, name: str):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def send(page):
    press(page, "Send my question")


def said(page) -> str:
    return page.locator("main").inner_text()


def open_answer(page, word: str = "lighthouse"):
    page.get_by_label("Your safe word").fill(word)
    press(page, "Open the answer")


def stop_at_sign(page, message: str = SIGN):
    fill(page, message)
    send(page)


STATES = {
    "form": lambda page: None,
    "phone": fill,
    "email": lambda page: fill(page, by_email=True),
    "errors": send,
    "typed sign": lambda page: (fill(page, SPANISH), page.locator("#warning-note").wait_for()),
    "stop": stop_at_sign,
    "stop in Spanish": lambda page: stop_at_sign(page, SPANISH),
    "sent": lambda page: (fill(page, by_email=True), send(page)),
    "ended": lambda page: page.goto(page.url + "sent/nothing/"),
}


@pytest.mark.parametrize("state", STATES)
def test_it_has_no_accessibility_violation_and_fits_the_smallest_screen(visit, state):
    page = visit("/contact/", width=320)
    STATES[state](page)
    assert too_wide(page) <= 0
    for scheme in ("light", "dark"):
        look(page, 390, scheme)
        assert violations(page) == [], scheme


@pytest.mark.parametrize("scripts", [True, False])
def test_a_patient_sends_a_question(visit, scripts):
    page = visit("/recovery/the-first-day/", width=390, java_script_enabled=scripts)
    page.locator("main").get_by_role("link", name="Ask us a question").click()
    page.wait_for_url("**/contact/?from=/recovery/the-first-day/")
    fill(page)
    send(page)
    assert "/contact/sent/" in page.url
    assert page.locator("h1").inner_text() == "Thank you"
    number = re.search(r"Q-\w{3}-\w{3}", said(page))[0]
    page.reload()
    assert number in said(page)
    page.go_back()
    page.go_forward()
    assert number in said(page)
    assert page.context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_patient_is_stopped_and_can_still_send(visit, scripts):
    page = visit("/contact/", width=390, java_script_enabled=scripts)
    fill(page, SIGN)
    send(page)
    assert page.locator("h1").inner_text() == "Please read this first"
    call = page.get_by_role("link", name="Call 911", exact=True).first
    assert call.get_attribute("href") == "tel:911"
    assert call.bounding_box()["y"] < 500
    press(page, "Go back and change it")
    assert page.get_by_label("Your question").input_value() == SIGN
    assert page.get_by_label("Phone number").input_value() == "(503) 555-0142"
    send(page)
    assert "Do not wait for us" in said(page)


def test_it_warns_while_a_patient_types(visit):
    page = visit("/contact/")
    note = page.locator("#warning-note")
    assert not note.is_visible()
    page.get_by_label("Your question").press_sequentially("I have chest pain", delay=1)
    note.wait_for()
    assert note.get_by_role("link", name="Call 911").is_visible()
    page.get_by_label("Your question").fill("I have no chest pain")
    note.wait_for(state="hidden")


@pytest.mark.parametrize("scripts", [True, False])
def test_it_shows_the_fields_of_the_chosen_way_only(visit, scripts):
    page = visit("/contact/", java_script_enabled=scripts)
    phone, email = page.get_by_label("Phone number"), page.get_by_label("Email address")
    assert (phone.is_visible(), email.is_visible()) == (False, False)
    page.get_by_role("radio", name="Phone").check()
    assert (phone.is_visible(), email.is_visible()) == (True, False)
    page.get_by_role("radio", name="Email").check()
    assert (phone.is_visible(), email.is_visible()) == (False, True)
    assert not page.locator("[name=website]").is_visible()


def test_it_leads_to_what_is_to_be_mended(visit):
    page = visit("/contact/")
    fill(page, "", by_email=True)
    page.get_by_label("Email address").fill("rosa.example.com")
    send(page)
    assert page.title().startswith("Error: ")
    expect(page.get_by_role("alert").and_(page.locator(":focus"))).to_have_count(1)
    assert page.get_by_label("Choose a safe word").input_value() == "bluebird"
    page.get_by_role("link", name="Check your email").click()
    expect(page.locator("[name=email]")).to_be_focused()
    page.get_by_role("link", name="Write your question").click()
    expect(page.locator("[name=message]")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.get_by_label("Email address").fill("rosa@example.com")
    send(page)
    assert "/contact/sent/" in page.url


def test_it_can_be_filled_in_by_keyboard_alone(visit):
    page = visit("/contact/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    keys = {
        "topic": ["Space"],
        "message": list("Hi?"),
        "name": list("Rosa"),
        "reach": ["ArrowDown", "ArrowUp"],
        "phone": list("5035550142"),
        "best_time": ["ArrowDown"],
    }
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.name || document.activeElement.innerText")
        if focused == "Send my question":
            break
        for key in keys.pop(focused, []):
            page.keyboard.press(key)
    assert keys == {}
    page.keyboard.press("Enter")
    page.wait_for_url("**/contact/sent/**")


def test_it_shows_where_the_focus_is(visit):
    page = visit("/contact/")
    fill(page, by_email=True)
    page.locator("#ask-topic_1").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert outline >= 3, page.evaluate("document.activeElement.outerHTML")


def test_it_counts_letters_and_cuts_nothing_off(visit):
    page = visit("/contact/")
    field, count = page.get_by_label("Your question"), page.locator("[data-count-of]")
    expect(count).to_have_text("2,000 letters left")
    field.fill("a" * 1999)
    expect(count).to_have_text("1 letter left")
    field.fill("a" * 2340)
    expect(count).to_have_text("You used 2,340 letters. Use 2,000 or fewer.")
    assert len(field.input_value()) == 2340


def test_a_second_press_sends_nothing_twice(visit):
    page = visit("/contact/")
    fill(page, "Is one press enough?")
    page.get_by_role("button", name="Send my question").dblclick()
    # The second press may end what the first began, so neither is waited for alone.
    expect(page).to_have_url(re.compile("/contact/sent/"))
    expect(page.locator("main")).to_contain_text("Thank you")
    page.wait_for_load_state()


def test_it_keeps_its_shapes_in_forced_colours(visit):
    page = visit("/contact/", forced_colors="active")
    fill(page, "", by_email=True)
    send(page)
    widths = page.evaluate(
        """() => [...document.querySelectorAll('.choice, .input, .sos, .mend, .talk')]
        .filter(e => e.checkVisibility())
        .map(e => parseFloat(getComputedStyle(e).borderTopWidth))"""
    )
    assert min(widths) >= 1


# The answer


@pytest.mark.parametrize("scripts", [True, False])
def test_a_patient_reads_the_answer_and_writes_back(visit, links, scripts):
    page = visit(links[int(scripts)], width=390, java_script_enabled=scripts)
    open_answer(page, "wrong word")
    assert "You can try 4 more times." in said(page)
    open_answer(page)
    assert "please ask." in said(page)
    assert page.get_by_role("button", name="Print this answer").is_visible() == scripts
    page.get_by_label("Your words").fill(SIGN)
    press(page, "Send my words")
    assert page.locator("h1").inner_text() == "Please read this first"
    press(page, "Send my words too")
    assert page.locator("h1").inner_text() == "Thank you"
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_accessibility_violation_around_an_answer(visit, links, scheme):
    page = visit(links[2], width=320, color_scheme=scheme)
    for step in (lambda: None, lambda: open_answer(page, "no"), lambda: open_answer(page)):
        step()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_it_prints_the_letter_alone(visit, links):
    page = visit(links[3])
    open_answer(page)
    page.emulate_media(media="print")
    assert page.locator(".letter").is_visible()
    for hidden in (".footer", ".topbar", ".back form", ".contact__side", "[data-print]"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) == 1
