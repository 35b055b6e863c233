"""Knows when the clinic is open, and so by when an answer can be promised.

Hours are written as schema.org writes them: “Mo-Th 08:00-17:00, Fr 08:00-12:00”.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count, groupby
from typing import NamedTuple, Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

# Keeps a number on one line with the word that it belongs to.
TIED = "\N{NO-BREAK SPACE}"
WEEK = "monday tuesday wednesday thursday friday saturday sunday".split()
EXAMPLE = "Mo-Th 08:00-17:00, Fr 08:00-12:00"
CLOSED = {"closed", "off"}
TIME_SPAN = re.compile(r"(\d{1,2})(?::?([0-5]\d))?-(\d{1,2})(?::?([0-5]\d))?", re.ASCII)
MIDNIGHT = 24 * 60
# So long without an open day is a slip in the list of holidays, which is then not followed.
LONGEST_CLOSURE = 366


class Span(NamedTuple):
    """Minutes since midnight on the wall clock."""

    opens: int
    closes: int


@dataclass(frozen=True)
class OpeningHours:
    """Seven days from Monday, each with its open spans; times are those of the clinic's zone.

    `assumed` says that the clinic's own hours could not be read. All methods take and give aware
    datetimes and raise ValueError for naive ones.
    """

    week: tuple[tuple[Span, ...], ...]
    closed_days: frozenset[date] = frozenset()
    zone: tzinfo | None = None
    assumed: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError with a sentence that says how to mend the text."""
        week = [[] for _ in WEEK]
        for days, spans in _rules(text):
            for day in days:
                week[day] += spans
        if not any(week):
            raise ValueError(f"No day is open. Write opening hours like: {EXAMPLE}")
        return cls(tuple(_merged(spans) for spans in week))

    def is_open(self, at: datetime) -> bool:
        return next(self._spans(at))[0] <= at

    def next_opening(self, at: datetime) -> datetime:
        """The moment itself while open."""
        return self._local(max(at, next(self._spans(at))[0]))

    def add_open_time(self, at: datetime, duration: timedelta) -> datetime:
        """The moment when the clinic will have been open for so long."""
        if duration < timedelta():
            raise ValueError("Open time can only be added.")
        for opens, closes in self._spans(at):
            begins = max(at, opens)
            if closes - begins >= duration:
                return self._local(begins.astimezone(UTC) + duration)
            duration -= closes - begins

    def urgent_promise(self, received_at: datetime, minutes: int) -> datetime:
        return self.add_open_time(received_at, timedelta(minutes=minutes))

    def promise(self, received_at: datetime, business_days: int) -> datetime:
        """The same clock time so many open days later, rounded up to the full hour.

        What is sent while closed counts from the next opening. Hours of the later day limit it.
        """
        if business_days < 0:
            raise ValueError("A promise lies in the future.")
        start = self.next_opening(received_at)
        days = self._open_days(start.date())
        day = next(day for number, day in enumerate(days) if number == business_days)
        return self._local(self._moment(day, self._full_hour(day, start)))

    def _full_hour(self, day: date, start: datetime) -> int:
        """In minutes, within one of the open spans of the day."""
        spans = self.week[day.weekday()]
        minute = start.hour * 60 + start.minute + (start.second + start.microsecond > 0)
        span = next((span for span in spans if minute <= span.closes), spans[-1])
        full_hour = -(-max(minute, span.opens) // 60) * 60
        return span.opens if minute <= span.opens else min(full_hour, span.closes)

    def _spans(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open spans that end after the moment, in UTC, soonest first and without end."""
        for day in self._open_days(self._local(at).date()):
            for span in self.week[day.weekday()]:
                opens, closes = (self._moment(day, minute) for minute in span)
                if closes > max(at, opens):
                    yield opens, closes

    def _open_days(self, first: date) -> Iterator[date]:
        days = (first + timedelta(number) for number in count())
        closed = self._holidays(first)
        return (day for day in days if self.week[day.weekday()] and day not in closed)

    def _holidays(self, first: date) -> frozenset[date]:
        near = (first + timedelta(number) for number in range(LONGEST_CLOSURE))
        opens = any(self.week[day.weekday()] and day not in self.closed_days for day in near)
        return self.closed_days if opens else frozenset()

    def _moment(self, day: date, minute: int) -> datetime:
        """In UTC, where differences are true on days when the clocks change as well."""
        if minute == MIDNIGHT:
            day, minute = day + timedelta(1), 0
        return datetime.combine(day, time(*divmod(minute, 60)), self._zone()).astimezone(UTC)

    def _local(self, at: datetime) -> datetime:
        if timezone.is_naive(at):
            raise ValueError("This time names no zone.")
        return at.astimezone(self._zone())

    def _zone(self) -> tzinfo:
        return self.zone or timezone.get_current_timezone()


def read_hours(
    text: str, closed_days: Iterable[date] = (), zone: tzinfo | None = None
) -> OpeningHours:
    """The clinic's hours; Monday to Friday, 8 to 5 with `assumed` set when they cannot be read."""
    try:
        hours = OpeningHours.parse(text)
    except ValueError:
        hours = DEFAULT
    return replace(hours, closed_days=frozenset(closed_days), zone=zone)


def spoken(at: datetime, now: datetime, language: str = "en") -> str:
    """The day for patients: “Tuesday, March 10”, with the year only when it is another one."""
    at, now = (timezone.localtime(moment) for moment in (at, now))
    pattern = {"es": rf"l j{TIED}\d\e F"}.get(language, f"l, F{TIED}j")
    year = {"es": r" \d\e Y"}.get(language, ", Y") if at.year != now.year else ""
    with override(language):
        return date_format(at, pattern + year)


def spoken_short(at: datetime, now: datetime) -> str:
    """For staff: “Today, 4 pm”, “Tue, 9 am” within the week, else “Mar 10, 9 am”."""
    at, now = (timezone.localtime(moment) for moment in (at, now))
    return f"{_short_day(at.date(), now.date())}, {clock_time(at)}"


def clock_time(at: datetime) -> str:
    """Like “9 am”, “9:30 am” or “noon”."""
    at = timezone.localtime(at)
    if at.minute == 0 and at.hour % 12 == 0:
        return "noon" if at.hour else "midnight"
    with override("en"):
        words = date_format(at, "g:i a" if at.minute else "g a").replace(".", "")
    return words.replace(" ", TIED)


def _short_day(day: date, today: date) -> str:
    days = (day - today).days
    if days in {-1, 0}:
        return "Today" if days == 0 else "Yesterday"
    pattern = "D" if 0 < days < 7 else f"M{TIED}j" if day.year == today.year else f"M{TIED}j, Y"
    with override("en"):
        return date_format(day, pattern)


def _rules(text: str) -> Iterator[tuple[set[int], list[Span]]]:
    """Days of the week as numbers from Monday, and the hours that follow them."""
    plain = re.sub(r"\s*[-–—]\s*", "-", text.casefold())
    items = [item for item in re.split(r"[\s,;]+|:(?!\d)", plain) if item]
    parts = [list(part) for _, part in groupby(items, key=_tells_hours)]
    if len(parts) % 2 or not items or _tells_hours(items[0]):
        raise ValueError(f"Write the days first and their hours after them, like: {EXAMPLE}")
    for days, hours in zip(parts[::2], parts[1::2], strict=True):
        yield set().union(*map(_days, days)), [_span(item) for item in hours if item not in CLOSED]


def _tells_hours(item: str) -> bool:
    return item[:1].isdigit() or item in CLOSED


def _days(item: str) -> list[int]:
    """“sa-mo” goes on over Sunday."""
    first, _, last = item.partition("-")
    start, end = _day(first), _day(last or first)
    return [(start + number) % 7 for number in range((end - start) % 7 + 1)]


def _day(name: str) -> int:
    found = [number for number, day in enumerate(WEEK) if len(name) > 1 and day.startswith(name)]
    if not found:
        raise ValueError(f"“{name}” is not a day of the week. Write opening hours like: {EXAMPLE}")
    return found[0]


def _span(item: str) -> Span:
    found = TIME_SPAN.fullmatch(item)
    if not found:
        raise ValueError(f"“{item}” is not a time. Write it in 24 hours, like: 08:00-17:00")
    numbers = [int(number or 0) for number in found.groups()]
    span = Span(numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
    if not span.opens < span.closes <= MIDNIGHT:
        raise ValueError(f"“{item}” must close later than it opens. Write it like: 08:00-17:00")
    return span


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """In order, with those that touch made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.opens <= merged[-1].closes:
            span = Span(merged[-1].opens, max(merged.pop().closes, span.closes))
        merged.append(span)
    return tuple(merged)


DEFAULT = replace(OpeningHours.parse("Mo-Fr 08:00-17:00"), assumed=True)
