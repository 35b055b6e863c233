"""By when we answer: worked out from the clinic's opening hours and the inbox settings."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from enquiries import hours
from enquiries.models import InboxSettings
from enquiries.site import site

parse_hours = lru_cache(maxsize=8)(hours.read_hours)


def clinic_hours(settings: InboxSettings | None = None) -> hours.OpeningHours:
    settings = settings or InboxSettings.current()
    return parse_hours(
        site().clinic().opening_hours, settings.closed_dates, timezone.get_current_timezone()
    )


def promise_for(received_at: datetime, *, is_urgent: bool) -> datetime:
    """The time by which somebody has answered; for an urgent message, has looked at it."""
    settings = InboxSettings.current()
    opening = clinic_hours(settings)
    if is_urgent:
        return opening.urgent_promise(received_at, settings.urgent_minutes)
    return opening.promise(received_at, settings.reply_days)
