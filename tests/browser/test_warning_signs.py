"""The script that looks for warning signs while a patient types, in a real browser."""

import random

import pytest
from playwright.sync_api import expect

from enquiries import redflags
from tests.browser.waiting import done, until
from tests.enquiries.test_redflags import LEAST, messages
from tests.source import ROOT

pytestmark = pytest.mark.browser

SCRIPT = ROOT / "static/js/src/warning_signs.js"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'"
PAGE = """<!doctype html><html lang=en><title>Ask us</title>
<form action="/sent" method="get"><textarea name=message data-warning-signs
data-warning-note=note>{typed}</textarea><button>Send</button></form>
<div id=note role=alert data-signs="/signs.json" hidden><p id=always>Call</p>
<p id=emergency data-level=emergency>Now</p>
<p id=urgent data-level=urgent>Today</p><p id=spanish data-lang=es>Llame</p></div>
<script src="/warning_signs.js" defer></script></html>"""
NOON, LATER = "2026-11-27T12:00:00Z", "2026-11-27T13:00:00Z"
PARTS = ("always", "emergency", "urgent", "spanish")
ODD = [*"_ ... … - — İ ñ e\u0301 ½ 𝐜𝐡𝐞𝐬𝐭 1,5 ' 😀 \0".split(" "), "", "\n\n", " - "]


@pytest.fixture
def contact(browser):
    """contact(typed="") gives a page with the form under a strict policy, faults and all.

    Its clock goes on by itself too, until a test stops it.
    """
    pages, faults = [], []

    def contact(typed: str = ""):
        page = browser.new_page()
        pages.append(page)
        page.asked = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on("request", lambda request: page.asked.append(request.url))
        page.route("**/*", lambda route: answer(route, PAGE.format(typed=typed)))
        page.clock.install(time=NOON)
        page.goto("http://page.test/")
        page.evaluate("window.warningSigns.load('/signs.json')")
        page.asked.clear()
        return page

    yield contact
    for page in pages:
        page.close()
    assert faults == []


def answer(route, page: str):
    if route.request.url.endswith(".js"):
        route.fulfill(path=SCRIPT, content_type="text/javascript")
    elif route.request.url.endswith(".json"):
        route.fulfill(body=redflags.packed()[0], content_type="application/json")
    else:
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(headers=headers, body=page)


def visible(page) -> list[str]:
    return [part for part in PARTS if page.locator(f"#{part}").is_visible()]


def shows(page, *parts: str):
    until(page, lambda: visible(page) == list(parts), f"It does not show {parts} alone.")


def write(page, text: str):
    page.locator("textarea").fill(text)
    page.locator("button").focus()


def compare(page, texts: list[str]):
    found = page.evaluate(
        "texts => texts.map(text => window.warningSigns.find(text).map(hit => hit.flag))", texts
    )
    mine = [sorted(hit.flag for hit in redflags.find(text)) for text in texts]
    pairs = zip(texts, mine, found, strict=True)
    assert [(text, own, its) for text, own, its in pairs if own != sorted(set(its))] == []


def test_it_finds_what_the_server_finds_in_every_listed_message(contact):
    compare(contact(), [text for name in LEAST for _, text in messages(name)])


def test_it_finds_what_the_server_finds_in_shuffled_messages(contact):
    chance = random.Random(9)
    words = [word for name in LEAST for _, text in messages(name) for word in text.split()]
    texts = [
        " ".join(chance.choices(words + ODD * 40, k=chance.randrange(60))) for _ in range(1500)
    ]
    joined = ["".join(chance.choices([*ODD, "chest", " ", "pain", "no"], k=12)) for _ in range(500)]
    compare(contact(), texts + joined)


def test_it_warns_soon_after_the_patient_stops_typing(contact):
    page = contact()
    page.clock.pause_at(LATER)
    page.locator("textarea").press_sequentially("my chest hurts")
    assert visible(page) == []
    page.clock.run_for(3000)
    shows(page, "always", "emergency")


def test_it_warns_at_once_when_the_patient_leaves_the_field(contact):
    page = contact()
    page.clock.pause_at(LATER)
    write(page, "I have a rash")
    shows(page, "always", "urgent")


def test_it_speaks_spanish_to_who_writes_spanish(contact):
    page = contact()
    write(page, "no puedo respirar")
    shows(page, "always", "emergency", "spanish")


def test_it_goes_by_the_worst_sign_and_falls_silent_when_there_is_none(contact):
    page = contact()
    write(page, "I have a rash and my chest hurts")
    shows(page, "always", "emergency")
    write(page, "I have a rash and no chest pain")
    shows(page, "always", "urgent")
    write(page, "Do you have parking?")
    shows(page)


def test_it_looks_at_what_was_kept_from_before(contact):
    shows(contact("my chest hurts"), "always", "emergency")


def test_it_never_holds_a_message_up(contact):
    page = contact()
    page.locator("textarea").press_sequentially("my chest hurts")
    page.locator("button").click()
    expect(page).to_have_url("http://page.test/sent?message=my+chest+hurts")


def test_it_sends_nothing_anywhere(contact):
    page = contact()
    write(page, "my chest hurts")
    shows(page, "always", "emergency")
    page.clock.run_for(800)
    done(page)
    assert page.asked == []
