"""The privacy officer's monthly look at the trail: how much each person read, what stands out."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate

from enquiries.handling import due, trail
from enquiries.handling.rights import REVIEW, Person, may
from enquiries.models import AuditEvent, Duty

MANY_A_DAY = 40
MOST_SHOWN = 200
BROKEN = "TrailBroken"
VERIFIES = next(work.name for work in due.DUTIES if work.run is due.verify_trail)
Action = trail.Action
# Fixed sentences, because what people type about a case would stay in the trail for years.
REMARKS = {
    "nothing": "Nothing unusual",
    "asked": "Asked about it, and it was part of the work",
    "told": "Told the person in charge of the clinic",
}
UNUSUAL = [Action.OPENED_OWN, Action.EXPORTED, Action.ERASED, Action.DENIED]


@dataclass(frozen=True)
class Unusual:
    """`reference` is "" for what concerns many."""

    what: str
    actor_name: str
    at: datetime
    reference: str = ""
    detail: str = ""


def counts(start: datetime, end: datetime, *, by: Person) -> dict[str, dict[str, int]]:
    """User name: action: how often, of what people did between the two times."""
    may(by, REVIEW)
    rows = _people(start, end).order_by().values_list("actor_name", "action")
    found: dict[str, dict[str, int]] = {}
    for name, action, number in rows.annotate(number=Count("pk")):
        found.setdefault(name, {})[action] = number
    return found


def unusual(start: datetime, end: datetime, *, by: Person) -> list[Unusual]:
    """The newest first, MOST_SHOWN at most."""
    may(by, REVIEW)
    rows = _people(start, end).filter(action__in=UNUSUAL).exclude(_one_of_many())
    events = [
        Unusual(row.get_action_display(), row.actor_name, row.at, row.reference, row.detail)
        for row in rows.order_by("-number")[:MOST_SHOWN]
    ]
    return sorted([*events, *_busy_days(start, end)], key=lambda event: event.at, reverse=True)


def _one_of_many() -> Q:
    """A list that was exported has a row of its own; its enquiries need no line each."""
    return Q(action=Action.EXPORTED, detail__in=["In a list", "One person’s file"])


def _busy_days(start: datetime, end: datetime) -> list[Unusual]:
    opened = _people(start, end).filter(action__in=[Action.OPENED, Action.OPENED_OWN])
    days = opened.order_by().annotate(day=TruncDate("at")).values_list("actor_name", "day")
    busy = days.annotate(number=Count("pk"), last=Max("at")).filter(number__gt=MANY_A_DAY)
    return [
        Unusual(f"Opened {number} enquiries in one day", name, last)
        for name, _, number, last in busy
    ]


def reviews(start: datetime) -> QuerySet[AuditEvent]:
    """Those that were written down from then on, the newest first."""
    rows = AuditEvent.objects.filter(action=Action.REVIEWED, at__gte=start)
    return rows.order_by("-number")


def review(month: str, remark: str, *, by: Person) -> None:
    """`month` is like "March 2026", `remark` a key of REMARKS."""
    may(by, REVIEW)
    with transaction.atomic():
        trail.record(by, Action.REVIEWED, "", f"{month}: {REMARKS[remark]}")


def check(*, by: Person) -> trail.Verified:
    """Reads the whole trail now. What it finds stands until the next check, this one's or a due
    one's."""
    may(by, REVIEW)
    found = trail.verify()
    problem = "" if found.is_whole else BROKEN
    Duty.objects.update_or_create(name=VERIFIES, defaults={"problem": problem})
    return found


def is_broken() -> bool:
    """Whether the last check found something."""
    return Duty.objects.filter(name=VERIFIES).exclude(problem="").exists()


def denied(by: Person) -> None:
    """Somebody gave a wrong password where it was asked for again."""
    with transaction.atomic():
        trail.record(by, Action.DENIED)


def _people(start: datetime, end: datetime) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(at__gte=start, at__lt=end, actor__isnull=False)
