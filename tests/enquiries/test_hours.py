"""Opening hours: how they are read, and what is promised by when."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries.hours import (
    DEFAULT,
    OpeningHours,
    clock_time,
    read_hours,
    spoken,
    spoken_short,
)

CLINIC = ZoneInfo("America/Los_Angeles")
SHORT_FRIDAY = read_hours("Mo-Th 08:00-17:00, Fr 08:00-12:00")
LUNCH = read_hours("Mo,We,Fr 9:00-12:00 13:00-17:00")
NIGHT_AND_DAY = read_hours("Mo-Su 00:00-24:00")


def on(day: int, hour: int = 0, minute: int = 0, *, month: int = 3, year: int = 2026) -> datetime:
    """March 9, 2026 is a Monday; the clocks go forward on Sunday, March 8."""
    return datetime(year, month, day, hour, minute, tzinfo=CLINIC)


def days_and_hours(text: str) -> list[str]:
    return [
        f"{day} {opens // 60}-{closes // 60}"
        for day, spans in enumerate(OpeningHours.parse(text).week)
        for opens, closes in spans
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-We 08:00-17:00", ["0 8-17", "1 8-17", "2 8-17"]),
        ("Mo 08:00-17:00, Fr 08:00-12:00", ["0 8-17", "4 8-12"]),
        ("Mo 08:00-17:00; Fr 08:00-12:00;", ["0 8-17", "4 8-12"]),
        ("Mo,Fr 9:00-12:00 13:00-17:00", ["0 9-12", "0 13-17", "4 9-12", "4 13-17"]),
        ("Mo, Fr 9:00-12:00, 13:00-17:00", ["0 9-12", "0 13-17", "4 9-12", "4 13-17"]),
        ("  mo – TU :  8 — 17 ", ["0 8-17", "1 8-17"]),
        ("Monday-Tues 0800-1700", ["0 8-17", "1 8-17"]),
        ("Sa-Mo 10:00-12:00", ["0 10-12", "5 10-12", "6 10-12"]),
        ("Mo 08:00-17:00 Sa-Su closed", ["0 8-17"]),
        ("Mo 08:00-12:00 11:00-14:00 14:00-15:00", ["0 8-15"]),
        ("Mo 08:00-10:00, Mo 12:00-14:00", ["0 8-10", "0 12-14"]),
        ("Mo 00:00-24:00", ["0 0-24"]),
    ],
)
def test_it_reads_hours_as_people_type_them(text, expected):
    assert days_and_hours(text) == expected


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "Write the days first"),
        ("every day", "Write the days first"),
        ("Mo-Fr", "Write the days first"),
        ("08:00-17:00", "Write the days first"),
        ("Mo 08:00-12:00 Fr", "Write the days first"),
        ("Mo-Xy 08:00-17:00", "“xy” is not a day"),
        ("M 08:00-17:00", "“m” is not a day"),
        ("Mo--Fr 08:00-17:00", "not a day"),
        ("Mo 8am-5pm", "Write it in 24 hours"),
        ("Mo 08:00", "Write it in 24 hours"),
        ("Mo 08:75-09:00", "Write it in 24 hours"),
        ("Mo ٨-١٧", "Write it in 24 hours"),
        ("Mo 8-5", "must close later"),
        ("Mo 22:00-02:00", "must close later"),
        ("Mo 20:00-24:30", "must close later"),
        ("Mo-Su closed", "No day is open"),
    ],
)
def test_it_says_how_to_mend_hours_that_it_cannot_read(text, advice):
    with pytest.raises(ValueError, match=advice):
        OpeningHours.parse(text)
    assert read_hours(text) == DEFAULT


def test_it_tells_hours_that_are_assumed_from_those_of_the_clinic():
    assert read_hours("").assumed
    assert not read_hours("Mo-Fr 08:00-17:00").assumed
    assert read_hours("").week == read_hours("Mo-Fr 08:00-17:00").week


@given(st.text(alphabet="MoTuWeThFrSaSu0123456789:-,; ", max_size=40))
def test_it_reads_anything_into_at_least_one_open_span(text):
    hours = read_hours(text)
    assert hours.promise(on(9, 9), 1) > on(9, 9)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (on(9, 7, 59), False),
        (on(9, 8), True),
        (on(9, 16, 59), True),
        (on(9, 17), False),
        (on(7, 12), False),
        (datetime(2026, 3, 9, 15, tzinfo=UTC), True),
        (datetime(2026, 3, 9, 14, 59, tzinfo=UTC), False),
    ],
)
def test_it_knows_when_the_clinic_is_open(at, is_open):
    assert DEFAULT.is_open(at) is is_open


def test_it_is_closed_on_holidays():
    hours = read_hours("", closed_days=[date(2026, 3, 9)])
    assert not hours.is_open(on(9, 10))
    assert hours.next_opening(on(9, 10)) == on(10, 8)


def test_it_is_never_closed_between_two_whole_days():
    assert NIGHT_AND_DAY.is_open(on(9, 23, 59))
    assert NIGHT_AND_DAY.is_open(on(10))


@pytest.mark.parametrize(
    ("hours", "at", "opening"),
    [
        (DEFAULT, on(9, 10, 30), on(9, 10, 30)),
        (DEFAULT, on(9, 7), on(9, 8)),
        (DEFAULT, on(6, 17), on(9, 8)),
        (LUNCH, on(9, 12), on(9, 13)),
        (LUNCH, on(9, 18), on(11, 9)),
    ],
)
def test_it_finds_the_next_opening(hours, at, opening):
    assert hours.next_opening(at) == opening


@pytest.mark.parametrize(
    ("hours", "received", "days", "promised"),
    [
        (DEFAULT, on(9, 9, 15), 1, on(10, 10)),
        (DEFAULT, on(9, 9), 1, on(10, 9)),
        (DEFAULT, on(9, 9) + timedelta(microseconds=1), 1, on(10, 10)),
        (DEFAULT, on(9, 16, 59), 1, on(10, 17)),
        (DEFAULT, on(9, 9, 15), 0, on(9, 10)),
        (DEFAULT, on(9, 9, 15), 2, on(11, 10)),
        (DEFAULT, on(6, 9, 15), 1, on(9, 10)),
        (DEFAULT, on(7, 11), 1, on(10, 8)),
        (DEFAULT, on(9, 3), 1, on(10, 8)),
        (DEFAULT, on(9, 17), 1, on(11, 8)),
        (SHORT_FRIDAY, on(5, 15, 20), 1, on(6, 12)),
        (SHORT_FRIDAY, on(6, 11, 20), 1, on(9, 12)),
        (LUNCH, on(9, 11, 20), 1, on(11, 12)),
        (LUNCH, on(9, 12, 20), 1, on(11, 13)),
        (read_hours("Mo 9:00-17:00, Tu 9:30-12:15"), on(9, 9, 10), 1, on(10, 9, 30)),
        (read_hours("Mo 9:00-17:00, Tu 9:30-12:15"), on(9, 12, 5), 1, on(10, 12, 15)),
        (read_hours("Mo 9:00-17:00, Tu 7:00-12:00 14:00-16:00"), on(9, 13), 1, on(10, 14)),
        (read_hours("", closed_days=[date(2026, 3, 10)]), on(9, 9, 15), 1, on(11, 10)),
        (NIGHT_AND_DAY, on(9, 23, 30), 1, on(11)),
    ],
)
def test_it_promises_the_same_hour_on_an_open_day(hours, received, days, promised):
    assert hours.promise(received, days) == promised


def test_it_keeps_the_clock_time_over_the_change_of_the_clocks():
    assert DEFAULT.promise(on(6, 9), 1) == on(9, 9)
    assert DEFAULT.promise(on(30, 9, month=10), 1) == on(2, 9, month=11)


def test_it_answers_in_the_time_of_the_clinic_wherever_the_question_was_timed():
    promised = DEFAULT.promise(datetime(2026, 3, 9, 16, 15, tzinfo=UTC), 1)
    assert promised.isoformat() == "2026-03-10T10:00:00-07:00"
    in_madrid = read_hours("", zone=ZoneInfo("Europe/Madrid"))
    assert in_madrid.promise(on(9, 1), 1).isoformat() == "2026-03-10T09:00:00+01:00"


@pytest.mark.parametrize(
    ("hours", "at", "minutes", "expected"),
    [
        (DEFAULT, on(9, 9, 15), 60, on(9, 10, 15)),
        (DEFAULT, on(9, 16, 30), 30, on(9, 17)),
        (DEFAULT, on(9, 16, 30), 60, on(10, 8, 30)),
        (DEFAULT, on(6, 16, 30), 60, on(9, 8, 30)),
        (DEFAULT, on(7, 3), 60, on(9, 9)),
        (DEFAULT, on(7, 3), 0, on(9, 8)),
        (LUNCH, on(9, 11, 45), 30, on(9, 13, 15)),
        (DEFAULT, on(9, 8), 9 * 60 * 5, on(13, 17)),
        (NIGHT_AND_DAY, on(8, 1), 60, on(8, 3)),  # the clocks go forward at two
        (NIGHT_AND_DAY, on(1, 0, month=11), 180, on(1, 2, month=11)),  # and back
    ],
)
def test_it_counts_open_time_only(hours, at, minutes, expected):
    assert hours.urgent_promise(at, minutes) == expected
    assert hours.add_open_time(at, timedelta(minutes=minutes)) == expected


MOMENTS = st.timedeltas(timedelta(0), timedelta(366)).map(lambda after: on(1, month=1) + after)
HOURS = st.sampled_from([DEFAULT, SHORT_FRIDAY, LUNCH, NIGHT_AND_DAY])
MINUTES = st.integers(0, 3000)


@given(HOURS, MOMENTS, st.integers(1, 3))
def test_it_never_promises_a_time_when_nobody_is_there(hours, at, days):
    promised = hours.promise(at, days)
    assert hours.is_open(promised) or hours.is_open(promised - timedelta(minutes=1))
    assert promised > at


@given(HOURS, MOMENTS, MOMENTS)
def test_it_never_promises_more_to_those_who_write_later(hours, one, other):
    first, second = sorted([one, other])
    assert hours.promise(first, 1) <= hours.promise(second, 1)


@given(HOURS, MOMENTS, MINUTES, MINUTES)
def test_it_adds_open_time_in_pieces_as_in_one(hours, at, first, second):
    once = hours.urgent_promise(at, first + second)
    assert hours.next_opening(once) == hours.next_opening(
        hours.urgent_promise(hours.urgent_promise(at, first), second)
    )


def test_it_follows_a_long_closure():
    december = [date(2026, 12, 1) + timedelta(number) for number in range(31)]
    hours = read_hours("", closed_days=december)
    assert hours.promise(on(1, 9, month=12), 1) == on(4, 8, month=1, year=2027)


def test_it_does_not_follow_holidays_that_leave_no_open_day_for_a_year():
    years = [date(2026, 1, 1) + timedelta(number) for number in range(1000)]
    hours = read_hours("", closed_days=years)
    assert hours.promise(on(9, 9, 15), 1) == on(10, 10)
    assert hours.is_open(on(9, 9, 15))


@pytest.mark.parametrize(
    "ask",
    [
        DEFAULT.is_open,
        DEFAULT.next_opening,
        lambda at: DEFAULT.promise(at, 1),
        lambda at: DEFAULT.urgent_promise(at, 60),
    ],
)
def test_it_refuses_a_time_without_a_zone(ask):
    with pytest.raises(ValueError, match="names no zone"):
        ask(datetime(2026, 3, 9, 9))  # noqa: DTZ001 - this is what is tested


def test_it_promises_nothing_in_the_past():
    with pytest.raises(ValueError, match="in the future"):
        DEFAULT.promise(on(9, 9), -1)
    with pytest.raises(ValueError, match="only be added"):
        DEFAULT.urgent_promise(on(9, 9), -1)


NOW = on(9, 7, 52)


def tied(words: str) -> str:
    """With “~” where a line may not end."""
    return words.replace("~", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("at", "language", "words"),
    [
        (on(10, 10), "en", "Tuesday, March~10"),
        (on(10, 10), "es", "martes 10~de marzo"),
        (on(4, 10, month=1, year=2027), "en", "Monday, January~4, 2027"),
        (on(4, 10, month=1, year=2027), "es", "lunes 4~de enero de 2027"),
        (datetime(2026, 3, 11, 1, tzinfo=UTC), "en", "Tuesday, March~10"),
    ],
)
def test_it_names_the_day_to_patients(at, language, words):
    assert spoken(at, NOW, language) == tied(words)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (on(9, 16), "Today, 4~pm"),
        (on(10, 9), "Tue, 9~am"),
        (on(11, 9, 30), "Wed, 9:30~am"),
        (on(15, 9), "Sun, 9~am"),
        (on(16, 9), "Mar~16, 9~am"),
        (on(8, 16), "Yesterday, 4~pm"),
        (on(6, 16), "Mar~6, 4~pm"),
        (on(4, 12, month=1, year=2027), "Jan~4, 2027, noon"),
    ],
)
def test_it_names_day_and_time_to_staff_in_short(at, words):
    assert spoken_short(at, NOW) == tied(words)


@pytest.mark.parametrize(
    ("at", "words"),
    [(on(9, 8), "8~am"), (on(9, 12), "noon"), (on(9), "midnight"), (on(9, 0, 30), "12:30~am")],
)
def test_it_names_the_time_without_doubt(at, words):
    assert clock_time(at) == tied(words)
