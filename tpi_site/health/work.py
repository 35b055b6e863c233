"""Whether work that falls due by the clock is done, and whether mail leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q

from enquiries.models import Duty, OutboxMessage
from tpi_site.duties import duties
from tpi_site.health.counts import key
from tpi_site.health.part import Part, State, timestamp

# How long a duty may be behind its time before somebody should look.
PATIENCE = timedelta(minutes=15)
STUCK_AFTER = timedelta(minutes=30)
MailState = OutboxMessage.State
TO_FILES = "django.core.mail.backends.filebased.EmailBackend"


@dataclass(frozen=True)
class DutyState:
    """One duty; `next_at` is None when it is done with each pass, or in hand right now."""

    name: str
    every: timedelta
    ran_at: datetime | None
    failed_at: datetime | None
    problem: str
    next_at: datetime | None
    is_late: bool


def duty_states(now: datetime) -> list[DutyState]:
    rows = {duty.name: duty for duty in Duty.objects.all()}
    return [_duty_state(work, rows.get(work.name, Duty(name=work.name)), now) for work in duties()]


def _duty_state(work, row: Duty, now: datetime) -> DutyState:
    due_at = row.ran_at + work.every if row.ran_at else None
    if row.problem and row.taken_until and (due_at is None or row.taken_until > due_at):
        next_at = row.taken_until  # put off after a failure
    else:
        next_at = due_at if work.every else None
    return DutyState(
        name=work.name,
        every=work.every,
        ran_at=row.ran_at,
        failed_at=row.failed_at,
        problem=row.problem,
        next_at=next_at,
        is_late=due_at is None or due_at + PATIENCE < now,
    )


def due_work(now: datetime) -> Part:
    states = duty_states(now)
    late = [each.name for each in states if each.is_late]
    failing = [each.name for each in states if each.problem]
    figures = {}
    for each in states:
        figures |= _figures(each)
    if not late and not failing:
        return Part("due work", State.GOOD, "Everything is done in its time.", figures=figures)
    if stopped := _stopped(states, now):
        return Part("due work", State.AMBER, stopped, STOPPED, figures)
    words = " ".join(
        f"{start} {', '.join(names)}."
        for start, names in (("Behind its time:", late), ("Went wrong:", failing))
        if names
    )
    return Part("due work", State.AMBER, words, FAILING, figures)


STOPPED = (
    "No mail leaves and nothing is erased. Ask whoever runs the site to see that “manage.py start” "
    "or “manage.py run_due” is running."
)
FAILING = (
    "It is tried again by itself within five minutes. When it is still here in an hour, ask "
    "whoever runs the site to read the log."
)


def _stopped(states: list[DutyState], now: datetime) -> str:
    """Some duties are done with each pass, so a pass leaves a trace."""
    ran = [each.ran_at for each in states if each.ran_at]
    if not ran:
        return "It has never run."
    return "It has stopped: nothing was done for a while." if max(ran) < now - PATIENCE else ""


def _figures(each: DutyState) -> dict[str, float]:
    name = "guide_due_work"
    return {
        key(f"{name}_last_run_timestamp_seconds", duty=each.name): timestamp(each.ran_at),
        key(f"{name}_last_failure_timestamp_seconds", duty=each.name): timestamp(each.failed_at),
        key(f"{name}_failing", duty=each.name): float(bool(each.problem)),
        key(f"{name}_late", duty=each.name): float(each.is_late),
    }


def mail(now: datetime) -> Part:
    is_waiting = Q(state=MailState.WAITING)
    is_stuck = is_waiting & Q(created_at__lt=now - STUCK_AFTER, next_at__lte=now)
    counts = OutboxMessage.objects.aggregate(
        waiting=Count("pk", filter=is_waiting),
        stuck=Count("pk", filter=is_stuck),
        trying=Count("pk", filter=is_waiting & Q(attempts__gte=3)),
        failed=Count("pk", filter=Q(state=MailState.FAILED)),
        sent=Max("sent_at"),
    )
    figures = {
        "guide_outbox_waiting": counts["waiting"],
        "guide_outbox_stuck": counts["stuck"],
        "guide_outbox_failed": counts["failed"],
        "guide_outbox_last_sent_timestamp_seconds": timestamp(counts["sent"]),
    }
    problem, advice = _mail_problem(counts)
    if problem:
        return Part("mail", State.AMBER, problem, advice, figures)
    return Part("mail", State.GOOD, f"{_mails(counts['waiting'])} waiting.", "", figures)


def _mail_problem(counts: dict) -> tuple[str, str]:
    if counts["stuck"]:
        words = f"{_mails(counts['stuck'])} waiting for more than half an hour."
        return words, "Ask whoever runs the site whether due work runs. Until then, use the phone."
    if counts["trying"]:
        words = f"{_mails(counts['trying'])} waiting after three tries or more."
        return words, "Ask whoever runs the mail server. The site goes on trying for some days."
    if counts["failed"]:
        words = f"{_mails(counts['failed'])} given up."
        return words, "Open Mails: each says why. Mend the address, or reach the person by phone."
    if settings.EMAIL_BACKEND == TO_FILES and settings.SECURE:
        words = "Mails go to a folder of this machine and reach nobody."
        return words, "Whoever runs the site sets EMAIL_URL to a mail server."
    return "", ""


def _mails(count: int) -> str:
    return f"{count or 'No'} mail is" if count == 1 else f"{count or 'No'} mails are"
