"""The inbox in a real browser, as those who answer enquiries use it: with and without JavaScript,
by keyboard, on a small screen, in light and dark."""

import json
import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.looks import look, too_wide
from tests.server import shell

pytestmark = pytest.mark.browser
INBOX = "/admin/enquiries/enquiry/"
BOX = "#reply-text"
# Run in the site's own folder; the keys of forms would clash with those of other tests.
FILL = """
import json
from datetime import timedelta
from django.utils import timezone
from enquiries.handling import erasing
from enquiries.models import InboxSettings
from tests import people
from tests.enquiries import make
luis = people.member("Enquiry staff", "luis", first_name="Luis", last_name="Ortega")
InboxSettings.objects.update(undo_seconds=120)
now = timezone.now()
def ask(build=make.enquiry, **fields):
    return build(submission_key=None, **fields)
urgent = ask(make.urgent, name="Walter Kim", reply_by=now + timedelta(minutes=42),
    message="I have chest pain\\nand my arm feels numb. Is this normal?")
make.note(urgent, by=luis)
make.call(urgent, by=luis)
make.viewing(urgent, luis)
mail = {"contact": make.EMAIL, "name": "Rosa Medina"}
told = ask(**mail)
make.answer(make.reply(told, token="browser-1", by=luis, opened_at=now), text="Thank you!")
make.reply(told, token="browser-2", by=luis, wrong_tries=5)
asked = {name: ask(**mail).pk for name in ("script", "plain", "typed", "keys", "wrong")}
wide = ask(name="W" * 60, message="M" * 900)
ask(make.spam, message="Buy SEO")
ask(make.closed, days_ago=100)
held = ask(make.closed, days_ago=120)
erasing.hold(held, timezone.localdate() + timedelta(days=30), "A claim is open.", by=None)
erasing.erase(ask(), by=None, why="It came twice")
make.preset(title="Driving home", text="Dear {{ name }}, ask someone to drive you.")
make.preset(title="Too old", review_due=timezone.localdate())
make.gap()
print(json.dumps({"urgent": urgent.pk, "told": told.pk, "held": held.pk, "wide": wide.pk, **asked}))
"""


@pytest.fixture(scope="module")
def asked(server):
    """The numbers of enquiries, by what they are for."""
    return json.loads(shell(server.data, FILL))


@pytest.fixture
def staff(open_page, signed_in):
    """staff(path, **context options) gives a page that is signed in."""
    return lambda path, **options: open_page(path, storage_state=signed_in, **options)


@pytest.fixture
def look_at(visit, signed_in):
    """The same for those who write nothing."""
    return lambda path, **options: visit(path, storage_state=signed_in, **options)


def one(asked: dict, name: str, screen: str = "change") -> str:
    return f"{INBOX}{asked[name]}/{screen}/"


def screens(asked: dict) -> list[str]:
    lists = [f"?tab={tab}" for tab in ("new", "mine", "waiting", "answered", "spam", "all")]
    tools = ["add/", "person/", "review/", "gaps/", "erasures/", "export/?tab=all"]
    pages = [one(asked, name) for name in ("urgent", "told", "held", "wide")]
    pages += [one(asked, "urgent", screen) for screen in ("print", "export", "erase")]
    return ["/admin/", *[INBOX + end for end in lists + tools], *pages]


def press(page, name: str, within: str = "body"):
    with page.expect_navigation():
        page.locator(within).get_by_role("button", name=name, exact=True).click()


def said(page) -> str:
    return page.locator(".messagelist").inner_text()


def test_it_has_no_accessibility_violation_on_any_staff_screen(look_at, site, asked):
    page = look_at("/admin/")
    found = {}
    for path in screens(asked):
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        for scheme in ("light", "dark"):
            look(page, 1280, scheme)
            if broken := violations(page):
                found[path, scheme] = broken
    assert found == {}


def test_it_counts_who_read_what_by_line_on_phones(look_at, site, asked):
    page = look_at(INBOX, width=320)
    page.goto(f"{site}{INBOX}review/")
    cell = page.get_by_role("cell").first
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Listed: "'
    assert int(cell.inner_text()) > 0
    assert page.locator(".scroll").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_it_never_scrolls_sideways(look_at, site, asked):
    page = look_at("/admin/", width=320)
    wide = {}
    for path in screens(asked):
        page.goto(site + path)
        for width in (320, 390, 1280):
            look(page, width)
            if (over := too_wide(page)) > 0:
                wide[path, width] = over
    assert wide == {}


def test_it_makes_what_one_presses_large_enough(look_at, site, asked):
    """40 px, or a link in running text."""
    page = look_at("/admin/", width=390)
    small = {}
    for path in screens(asked)[1:]:
        page.goto(site + path)
        found = page.evaluate(
            """() => [...document.querySelectorAll('a, button, summary, select, textarea')]
            .filter(e => e.checkVisibility() && e.getClientRects().length
                && !e.closest('p, li, dd, td, th, .visually-hidden, .skip-to-content-link')
                && Math.max(...[...e.getClientRects()].map(r => r.height)) < 40)
            .map(e => e.outerHTML.slice(0, 90))"""
        )
        if found:
            small[path] = found
    assert small == {}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_it_takes_an_enquiry_to_its_answer_and_back(staff, site, asked, script):
    name = "script" if script else "plain"
    page = staff(one(asked, name), java_script_enabled=script, width=390)
    reference = re.search(r"Q-\w{3}-\w{3}", page.locator(".top").inner_text()).group()
    page.goto(site + INBOX)
    page.fill("#find", reference)
    press(page, "Find")
    assert page.url.endswith(one(asked, name))
    press(page, "Assign to me")
    assert f"{reference} is yours now." in said(page)
    expect(page.get_by_role("button", name="Assign to me")).to_have_count(0)

    page.fill(BOX, "Dear Rosa,")
    page.locator("summary", has_text="Add staff note").click()
    page.fill("#note-note", "She rang before.")
    press(page, "Keep this note")
    assert "She rang before." in page.locator(".timeline").inner_text()
    expect(page.locator(BOX)).to_have_value("Dear Rosa,")

    assert page.locator("#preset option", has_text="Too old").is_disabled()
    page.select_option("#preset", label="Driving home")
    if script:
        page.locator(BOX).press("Control+End")
    insert = page.get_by_role("button", name="Insert the saved answer")
    insert.click()
    expect(page.locator(BOX)).to_have_value(
        re.compile("^Dear Rosa,\\s*Dear Rosa Medina, ask someone to drive you.$")
    )
    press(page, "Send reply")
    assert "on its way" in said(page)
    assert "ask someone to drive you" in page.locator(".entry--reply").inner_text()
    expect(page.locator(BOX)).to_have_value("")

    press(page, "Undo")
    assert "Taken back" in said(page)
    expect(page.locator(BOX)).to_have_value(re.compile("drive you"))
    expect(page.locator(".entry--reply")).to_have_count(0)


def test_it_says_what_to_mend_and_goes_there(staff, asked):
    page = staff(one(asked, "wrong"))
    press(page, "Send reply")
    assert page.title().startswith("Error: ")
    expect(page.locator("[role=alert]")).to_be_focused()
    page.get_by_role("link", name="Write your reply in the box.").click()
    expect(page.locator(BOX)).to_be_focused()
    assert violations(page) == []


def test_it_saves_while_one_types(staff, asked):
    page = staff(one(asked, "typed"))
    page.locator(BOX).press_sequentially("Half a reply")
    page.get_by_text("Saved at").wait_for()
    page.reload()
    expect(page.locator(BOX)).to_have_value("Half a reply")


def test_it_saves_that_the_box_was_emptied(staff, asked):
    page = staff(one(asked, "typed"))
    for words in ("Not like this", ""):
        with page.expect_response("**/autosave/"):
            page.fill(BOX, words)
    page.reload()
    expect(page.locator(BOX)).to_have_value("")


def test_it_puts_saved_answers_below_what_was_typed_and_apart(staff, asked):
    """As it does without a script; words that run together would reach the patient so."""
    page = staff(one(asked, "typed"))
    with page.expect_response("**/autosave/"):
        page.fill(BOX, "First words.")
    page.reload()
    words = "Dear Rosa Medina, ask someone to drive you."
    for _ in range(2):
        page.select_option("[name=preset]", label="Driving home")
        page.get_by_role("button", name="Insert").first.click()
    expect(page.locator(BOX)).to_have_value(f"First words.\n\n{words}\n\n{words}")
    page.fill(BOX, "Please read ")
    page.select_option("[name=page]", index=1)
    page.get_by_role("button", name="Insert").last.click()
    expect(page.locator(BOX)).to_have_value(re.compile("^Please read [A-Z]"))


def test_it_cuts_nothing_off_that_is_too_long(staff, asked):
    page = staff(one(asked, "typed"))
    page.fill(BOX, "x" * 6000)
    press(page, "Send reply", "#reply .buttons")
    assert "too long" in page.locator("#reply").inner_text()
    assert len(page.locator(BOX).input_value()) == 6000


def test_it_says_how_to_keep_words_when_the_time_was_up(staff, asked):
    page = staff(one(asked, "typed"))
    page.clock.install()
    page.reload()
    ended = {"status": 403, "json": {"signed_out": True}}
    page.route("**/presence/", lambda route: route.fulfill(**ended))
    with page.expect_response("**/presence/"):
        page.clock.run_for(31_000)
    status = page.locator("[data-autosave-status]")
    expect(status).to_contain_text("we logged you out. Your reply is kept. Log in again")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.fill(BOX, "More words")
    page.clock.run_for(31_000)
    expect(status).to_contain_text("Press “Save for later” first.")
    assert not any("autosave" in url for url in sent)


def test_it_loses_no_words_when_the_session_ended_elsewhere(staff, asked):
    """The login page would take the place of what was typed since then."""
    page = staff(one(asked, "typed"))
    kept = page.context.cookies()
    page.fill(BOX, "")
    page.context.clear_cookies(name="sessionid")
    page.locator(BOX).press_sequentially("Words that nobody kept")
    status = page.locator("[data-autosave-status]")
    expect(status).to_contain_text("your last words are not kept yet")
    with page.expect_response("**/signed-in/"):
        page.get_by_role("button", name="Save for later").last.click()
    expect(status.get_by_role("link")).to_be_focused()
    expect(page.locator(BOX)).to_have_value("Words that nobody kept")
    page.context.add_cookies(kept)
    press(page, "Save for later", "#reply .buttons")
    assert "Saved for later" in said(page)
    expect(page.locator(BOX)).to_have_value("Words that nobody kept")


# By name: where the form is, its words and where they stand, what else it needs, and its button.
GUARDED = {
    "call": ("urgent", "#call-call_note", "She asks about driving.", {}, "Save this call"),
    "status": ("plain", "#status-status", "waiting", {}, "Save"),
    "log": ("add/", "#log-message", "My knot hurts.", {"#log-name": "Rosa"}, "Save this call"),
    "answer": (
        "/admin/enquiries/presetreply/add/",
        "#id_text",
        "Dear {{ name }}, rest.",
        {"#id_title": "Rest", "#id_review_due": "2099-01-01"},
        "Save",
    ),
}


@pytest.mark.parametrize("name", GUARDED)
def test_it_loses_no_form_when_the_session_ended_elsewhere(staff, asked, name):
    """The login page would take the place of the notes of a call or the words of an answer."""
    where, field, words, more, button = GUARDED[name]
    path = one(asked, where) if where in asked else urljoin(INBOX, where)
    page = staff(path)
    kept, box = page.context.cookies(), page.locator(field)
    for place, text in more.items():
        page.fill(place, text)
    if name == "status":
        box.select_option(words)
    else:
        box.fill(words)
    form = page.locator("form", has=box)
    send = form.get_by_role("button", name=button, exact=True)
    page.context.clear_cookies(name="sessionid")
    send.click()
    told = form.get_by_role("alert").filter(has_text="your last words are not kept yet")
    expect(told.get_by_role("link")).to_be_focused()
    expect(box).to_have_value(words)
    if name == "call":
        assert violations(page) == []
    page.context.add_cookies(kept)
    with page.expect_navigation():
        send.click()
    if name in {"status", "answer"}:
        assert re.search("Saved|was added", said(page))
    else:  # something is still to be chosen
        expect(box).to_have_value(words)
        assert page.locator(".errors").is_visible()


def test_it_says_on_a_page_that_stayed_open_that_the_enquiry_was_erased(staff, asked):
    """Else somebody goes on to call a patient who asked to be forgotten."""
    page = staff(one(asked, "urgent"))
    page.clock.install()
    page.reload()
    erased = {"status": 404, "json": {"problem": "This enquiry was erased."}}
    page.route("**/presence/", lambda route: route.fulfill(**erased))
    with page.expect_response("**/presence/"):
        page.clock.run_for(31_000)
    expect(page.locator("[data-presence]")).to_have_text("This enquiry was erased.")


def test_it_keeps_the_last_words_when_another_button_is_pressed(staff, asked):
    page = staff(one(asked, "typed"))
    page.fill(BOX, "Words of this very moment")
    with page.expect_response("**/autosave/"):
        page.locator("[name=status]").select_option("waiting")
        page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    expect(page.locator(BOX)).to_have_value("Words of this very moment")


def test_it_can_be_worked_by_keyboard_alone(staff, asked):
    page = staff(INBOX)
    page.keyboard.press("j")
    assert page.evaluate("Boolean(document.activeElement.closest('[data-row]'))")
    page.keyboard.press("x")
    assert page.locator("[name=chosen]:checked").count() == 1
    page.keyboard.press("?")
    expect(page.locator("dialog#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#shortcuts")).to_be_hidden()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("gm")
    assert page.url.endswith(INBOX)
    page.locator(".tabs a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("g")
        page.keyboard.press("m")
    assert page.url.endswith("?tab=mine")


def test_it_replies_by_keyboard_alone(staff, asked):
    page = staff(one(asked, "keys"))
    page.keyboard.press("r")
    page.keyboard.type("Rest today.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "on its way" in said(page)


def test_it_shows_where_the_focus_is_all_the_way(look_at, asked):
    """But for the parts within a field for times, which the browser itself marks."""
    page = look_at(one(asked, "urgent"))
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        unseen += page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return e === document.body || e.type === 'datetime-local'
                || s.outlineStyle !== 'none' || s.boxShadow !== 'none'
                ? [] : [e.outerHTML.slice(0, 90)]; }"""
        )
    assert unseen == []


def test_it_counts_down_to_the_call(look_at, asked):
    page = look_at(one(asked, "urgent"))
    expect(page.locator("[data-until]")).to_have_text(re.compile(r"^\W*\d+ minutes? left$"))
    assert page.locator("mark").all_inner_texts()[0] == "chest pain"


def test_it_prints_an_enquiry_on_one_sheet_without_buttons(look_at, asked):
    page = look_at(one(asked, "urgent", "print"))
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))
    assert len(sheets) == 1


def test_it_keeps_its_shapes_in_forced_colours(look_at, asked):
    page = look_at(one(asked, "urgent"), forced_colors="active")
    borders = page.evaluate(
        """() => [...document.querySelectorAll('.urgent, .panel, .button, .entry')]
        .filter(e => e.checkVisibility())
        .map(e => parseFloat(getComputedStyle(e).borderTopWidth))"""
    )
    assert borders
    assert min(borders) >= 1
