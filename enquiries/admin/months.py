"""Months of the clinic's calendar for the pickers of reviews and gaps."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format

MOST = 36


def first_of(day: date) -> date:
    return day.replace(day=1)


def next_month(first: date) -> date:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def month_before(first: date) -> date:
    return first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1)


def span(first: date) -> tuple[datetime, datetime]:
    """When the month begins and when the next one does."""
    starts = (datetime.combine(day, time.min) for day in (first, next_month(first)))
    begins, ends = (timezone.make_aware(start) for start in starts)
    return begins, ends


def label(first: date) -> str:
    return date_format(first, "F Y", use_l10n=False)


def value(first: date) -> str:
    return f"{first:%Y-%m}"


def since(first: date) -> list[date]:
    """From this month back to that of `first`, MOST at most."""
    months = [first_of(timezone.localdate())]
    while months[-1] > first_of(first) and len(months) < MOST:
        months.append(month_before(months[-1]))
    return months


def picker(months: list[date], chosen: date | None) -> list[dict]:
    return [
        {"value": value(month), "label": label(month), "chosen": month == chosen}
        for month in months
    ]


def chosen_of(text: str, months: list[date]) -> date | None:
    """The month that an address names; None for one that is not offered."""
    return next((month for month in months if value(month) == text), None)
