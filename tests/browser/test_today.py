"""“Today is day 2” in a real browser: the browser alone counts, nothing leaves it, and nothing is
kept that the patient did not ask to keep."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.hands import watched

pytestmark = pytest.mark.browser
PATH = "/recovery/day-by-day/"
NOON = "2026-11-27T12:00:00Z"


def choose(page, day: str, time: str = ""):
    page.locator(".today [data-date]").fill(day)
    page.locator(".today [data-time]").fill(time)
    page.get_by_role("button", name="Show my day").click()


def status(page):
    return page.locator(".today [role=status]")


def kept(page) -> dict:
    return page.evaluate("Object.fromEntries(Object.entries(localStorage))")


@pytest.fixture
def today(visit):
    """The page as somebody opens it at that moment of the clock on the wall."""
    return visit(PATH, timezone_id="UTC", clock=NOON)


def test_it_shows_the_day_of_today_and_marks_its_row(today):
    choose(today, "2026-11-25")
    expect(today.get_by_role("heading", name="Today is day 2")).to_be_visible()
    panel = today.locator(".today__day")
    for words in ("What is normal now", "What to do", "Not yet", "When to call"):
        expect(panel.get_by_role("heading", name=words)).to_be_visible()
    expect(panel).to_contain_text("Days 1 to 2")
    expect(panel).to_contain_text("even a day after the shot")
    expect(today.locator("tr.is-today")).to_contain_text("Today Days 1 to 2")
    expect(today.locator("tr[data-days]")).to_have_count(4)
    assert all(row.is_visible() for row in today.locator("tr[data-days]").all())


def test_it_says_the_day_to_those_who_cannot_see_it(today):
    choose(today, "2026-11-25")
    expect(status(today)).to_have_text("Today is day 2: The next 2 days.")
    choose(today, "2026-11-20")
    expect(status(today)).to_have_text("Today is day 7: The first week.")
    expect(today.locator(".days__mark")).to_have_count(1)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Choose the date of your injection first."),
        ("2026-11-28", "This day is still to come."),
        ("2026-11-27", "Today is day 0, the day of your injection: The day of your injection."),
        ("2026-10-16", "Today is day 42: Up to 6 weeks."),
        ("2026-10-15", "Today is day 43. This page tells you about the first days, up to day 42."),
        ("2025-11-26", "Today is day 366."),
        ("2025-11-25", "This was more than a year ago."),
        ("0026-11-25", "This was more than a year ago."),
    ],
)
def test_it_answers_every_date_with_a_kind_sentence(today, day, words):
    choose(today, day)
    expect(status(today)).to_contain_text(words)
    is_found = "day 0," in words or "day 42:" in words
    expect(today.locator(".today__day")).to_be_visible(visible=is_found)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("11:30", "Less than 1 hour has passed since your injection."),
        ("10:30", "About 1 hour has passed since your injection."),
        ("08:45", "About 3 hours have passed since your injection."),
        ("13:00", "This time is still to come."),
    ],
)
def test_it_counts_the_hours_of_the_first_day(today, time, words):
    choose(today, "2026-11-27", time)
    expect(status(today)).to_contain_text(words)


@pytest.mark.parametrize(
    ("zone", "moment", "day", "number"),
    [
        # One minute past midnight it is the next day, though few hours went by.
        ("America/Los_Angeles", "2026-11-28T00:01", "2026-11-27", 1),
        # Days of 23 and of 25 hours are days like any other.
        ("America/Los_Angeles", "2026-03-08T23:30", "2026-03-07", 1),
        ("America/Los_Angeles", "2026-03-09T00:30", "2026-03-07", 2),
        ("America/Los_Angeles", "2026-11-01T23:30", "2026-10-31", 1),
        ("America/Los_Angeles", "2026-11-02T00:30", "2026-10-31", 2),
        ("Pacific/Auckland", "2026-09-27T23:59", "2026-09-26", 1),
        # Where it is Friday already, and where it is still Thursday.
        ("Pacific/Kiritimati", "2026-11-27T00:30", "2026-11-25", 2),
        ("Pacific/Pago_Pago", "2026-11-27T23:30", "2026-11-25", 2),
        ("Europe/London", "2028-03-01T09:00", "2028-02-28", 2),
    ],
)
def test_it_counts_days_of_the_calendar_where_the_patient_is(visit, zone, moment, day, number):
    page = visit(PATH, timezone_id=zone, clock=NOON)
    # The moment at which the clocks there show this time.
    there = page.evaluate("moment => new Date(moment).getTime() / 1000", moment)
    page.clock.install(time=there)
    page.reload()
    choose(page, day)
    expect(status(page)).to_contain_text(f"Today is day {number}")


def test_it_tells_the_new_day_when_it_stays_open_over_midnight(visit):
    page = visit(PATH, timezone_id="UTC", clock="2026-11-27T23:58:00Z")
    choose(page, "2026-11-25")
    expect(page.get_by_role("heading", name="Today is day 2")).to_be_visible()
    page.clock.run_for(4 * 60 * 1000)
    expect(page.get_by_role("heading", name="Today is day 3")).to_be_visible()
    expect(page.locator("tr.is-today")).to_contain_text("Days 3 to 7")


def test_it_counts_the_hours_on_and_leaves_alone_what_is_being_typed(visit):
    page = visit(PATH, timezone_id="UTC", clock=NOON)
    choose(page, "2026-11-27", "08:45")
    page.locator(".today [data-date]").fill("2026-11-20")
    page.clock.fast_forward("02:01:00")
    panel = page.locator(".today__hours")
    expect(panel).to_have_text("About 5 hours have passed since your injection.")
    expect(page.get_by_role("heading", name="Today is day 0")).to_be_visible()


def test_it_sends_nothing_and_keeps_nothing(today):
    asked = watched(today)
    choose(today, "2026-11-25", "08:45")
    today.evaluate("() => { window.print = () => {} }")
    today.get_by_role("button", name="Print this day").click()
    with today.expect_download():
        today.get_by_role("button", name="Add to my calendar").click()
    today.get_by_label("Remember this on this device").check()
    today.get_by_label("Remember this on this device").uncheck()
    assert asked == []
    assert today.url.endswith(PATH)
    assert kept(today) == {}
    assert today.context.cookies() == []
    assert today.evaluate("sessionStorage.length") == 0


def test_it_remembers_only_what_is_ticked_and_forgets_at_once(today):
    choose(today, "2026-11-25")
    assert kept(today) == {}
    today.get_by_label("Remember this on this device").check()
    assert kept(today) == {"guide": '{"today":{"date":"2026-11-25","time":""}}'}
    today.reload()
    expect(today.get_by_role("heading", name="Today is day 2")).to_be_visible()
    choose(today, "2026-11-26")
    assert "2026-11-26" in kept(today)["guide"]
    today.get_by_label("Remember this on this device").uncheck()
    assert kept(today) == {}
    today.reload()
    expect(today.locator(".today__day")).to_be_hidden()
    expect(today.locator("[data-date]")).to_have_value("")


@pytest.mark.parametrize("rubbish", ["{", "null", "[1]", '{"today": 7}', '{"today":{"date":"x"}}'])
def test_it_is_not_disturbed_by_what_others_left_in_the_store(today, rubbish):
    today.evaluate("words => localStorage.setItem('guide', words)", rubbish)
    today.reload()
    choose(today, "2026-11-25")
    expect(today.get_by_role("heading", name="Today is day 2")).to_be_visible()


def calendar_file(page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name="Add to my calendar").click()
    assert download.value.suggested_filename == "my-guide.ics"
    return Path(download.value.path()).read_bytes()


def events(calendar: bytes) -> list[dict]:
    text = calendar.decode().replace("\r\n ", "")
    return [
        dict(line.split(":", 1) for line in part.split("\r\n") if ":" in line)
        for part in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    ]


def test_it_writes_a_calendar_file_as_the_standard_has_it(today):
    choose(today, "2026-11-25", "23:30")
    calendar = calendar_file(today)
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert calendar.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in calendar.replace(b"\r\n", b"")
    assert max(map(len, calendar.split(b"\r\n"))) <= 75
    found = events(calendar)
    assert len(found) == 8
    assert len({event["UID"] for event in found}) == 8
    assert all(re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"]) for event in found)
    stage = found[1]
    assert stage["SUMMARY"] == "My guide: days 1 to 2"
    assert (stage["DTSTART;VALUE=DATE"], stage["DTEND;VALUE=DATE"]) == ("20261126", "20261128")
    assert stage["DESCRIPTION"].startswith("Open the page to read what is normal\\, what to do\\,")
    assert stage["URL"].endswith(f"{PATH}#s-the-next-2-days")
    hour = next(event for event in found if "1 hour" in event["SUMMARY"])
    assert hour["DTSTART"] == "20261126T003000"
    weeks = next(event for event in found if "6 weeks" in event["SUMMARY"])
    assert weeks["DTSTART;VALUE=DATE"] == "20270106"


def test_its_calendar_names_no_illness_and_no_one(today):
    choose(today, "2026-11-25")
    calendar = calendar_file(today)
    words = " ".join(event["SUMMARY"] + event["DESCRIPTION"] for event in events(calendar))
    assert not re.search(r"inject|shot|pain|spine|clinic|needle", words, re.IGNORECASE)
    assert "1 hour" not in words
    again = calendar_file(today)
    assert [e["UID"] for e in events(again)] == [e["UID"] for e in events(calendar)]


def test_it_escapes_and_folds_any_words(today):
    made = today.evaluate(
        """words => calendar.text([{id: "a", summary: words, note: "x", url: "/",
           first: {year: 2026, month: 12, day: 31}, last: {year: 2026, month: 12, day: 31}}],
           new Date(0))""",
        "a\\b;c,d\ne " + "é漢🙂" * 40,
    )
    lines = made.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "SUMMARY:a\\\\b\\;c\\,d\\ne " + "é漢🙂" * 40 in made.replace("\r\n ", "")
    assert "DTEND;VALUE=DATE:20270101" in lines


def test_it_prints_one_sheet_with_the_day_alone(today):
    choose(today, "2026-11-25")
    today.evaluate("() => { window.print = () => { window.printed = true } }")
    today.get_by_role("button", name="Print this day").click()
    assert today.evaluate("window.printed")
    today.emulate_media(media="print")
    expect(today.get_by_role("heading", name="Today is day 2")).to_be_visible()
    expect(today.locator(".today__help")).to_contain_text("In an emergency, call 911.")
    expect(today.locator(".days__table")).to_be_hidden()
    expect(today.locator("h1")).to_be_hidden()
    pdf = today.pdf(format="Letter", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    # Printing is over, and the page is whole again.
    expect(today.locator(".days__table")).to_be_visible()
    expect(today.locator(".today")).to_be_hidden()


def test_it_is_a_table_without_a_script(visit):
    page = visit(PATH, java_script_enabled=False)
    expect(page.locator(".today")).to_be_hidden()
    tree = page.locator(".days table").aria_snapshot()
    assert "caption: Day 0 is the day of your injection." in tree
    assert 'rowheader "Days 1 to 2: The next 2 days"' in tree
    assert 'columnheader "When to call"' in tree
    call = page.get_by_text("Call us today for pain that is much worse after 3 days.")
    expect(call).to_be_visible()


def test_it_works_by_keyboard_alone(today):
    today.locator(".today [data-date]").fill("2026-11-25")
    today.locator(".today [data-date]").press("Enter")
    expect(today.get_by_role("heading", name="Today is day 2")).to_be_visible()
    today.get_by_label("Remember this on this device").focus()
    today.keyboard.press("Space")
    assert "2026-11-25" in kept(today)["guide"]
    today.keyboard.press("Space")
    assert kept(today) == {}
    stops = []
    for _ in range(8):
        today.keyboard.press("Tab")
        stops.append(today.evaluate("document.activeElement.innerText.trim()"))
    assert "Print this day" in stops
    assert "Add to my calendar" in stops


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_has_no_accessibility_violation_with_a_day_shown(visit, scheme, width):
    page = visit(PATH, color_scheme=scheme, width=width, timezone_id="UTC", clock=NOON)
    choose(page, "2026-11-25")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    small = page.evaluate(
        """() => [...document.querySelectorAll('.today button, .today label, .today .input')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).length"""
    )
    assert small == 0


def test_it_tells_today_without_color(visit):
    page = visit(PATH, forced_colors="active", timezone_id="UTC", clock=NOON)
    choose(page, "2026-11-25")
    mark = page.locator(".days__mark")
    expect(mark).to_have_text("Today")
    assert mark.evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
    assert violations(page) == []
