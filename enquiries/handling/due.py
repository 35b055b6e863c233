"""Work that falls due: mail, erasure, forgetting, ended links, the check of the trail.

`run_due` may run in any number of processes and machines at once: whoever takes a duty in the
database does it, and one who is cut short leaves it to the next when the time has run out.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from enquiries.handling import erasing, limits, posting, trail
from enquiries.models import Duty, OutboxMessage, Reply, Viewing

logger = logging.getLogger(__name__)

TAKEN_FOR = timedelta(minutes=15)
AFTER_A_FAILURE = timedelta(minutes=5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FORGET_AFTER = DAY
FORGET_STAFF_MAIL_AFTER = timedelta(days=30)
Kind, State = OutboxMessage.Kind, OutboxMessage.State


class DueWork(NamedTuple):
    """`run` gets the present time and returns the kind of a problem, or ""."""

    name: str
    every: timedelta
    run: Callable[[datetime], str]


def send_mail(now: datetime) -> str:
    posting.deliver_due()
    return ""


def erase(now: datetime) -> str:
    erasing.erase_due(now)
    return ""


def forget(now: datetime) -> str:
    """What is of use for a short time only, and mails to staff, which nobody else takes away."""
    limits.forget_counts(now - FORGET_AFTER)
    Viewing.objects.filter(seen_at__lt=now - FORGET_AFTER).delete()
    old = OutboxMessage.objects.filter(
        kind__in=[Kind.STAFF, Kind.DESK], created_at__lt=now - FORGET_STAFF_MAIL_AFTER
    )
    old.exclude(state=State.WAITING).delete()
    return ""


def end_links(now: datetime) -> str:
    """Nothing opens an answer after its time; staff still have its text."""
    Reply.objects.filter(expires_at__lte=now).exclude(token_hash="").update(token_hash="")
    mails = OutboxMessage.objects.filter(kind=Kind.ANSWER, reply__expires_at__lte=now)
    mails.filter(state=State.FAILED).update(to="", payload="")
    return ""


def verify_trail(now: datetime) -> str:
    found = trail.verify()
    if found.is_whole:
        logger.info("trail whole: %d rows, head %s", found.rows, found.head)
        return ""
    logger.error("trail broken: %d problems, run manage.py verify_audit", len(found.problems))
    return "TrailBroken"


DUTIES = [
    DueWork("send mail", timedelta(0), send_mail),
    DueWork("erase what is due", HOUR, erase),
    DueWork("forget counts", HOUR, forget),
    DueWork("end links", DAY, end_links),
    DueWork("verify the trail", DAY, verify_trail),
]


def run_due(now: datetime | None = None, duties: Iterable[DueWork] | None = None) -> list[str]:
    """Does each duty that is due and that nobody else has in hand; returns the names of those.

    The duties of this app when none are given. A failing one leaves its kind of failure in the
    database and in the log and does not stop the others. Raises DatabaseError when the database
    cannot be asked at all.
    """
    duties = DUTIES if duties is None else list(duties)
    _enter_new_duties(duties)
    return [work.name for work in duties if _run_if_due(work, now or timezone.now())]


def _enter_new_duties(duties: list[DueWork]) -> None:
    known = set(Duty.objects.values_list("name", flat=True))
    new = [Duty(name=work.name) for work in duties if work.name not in known]
    if new:
        Duty.objects.bulk_create(new, ignore_conflicts=True)


def _run_if_due(work: DueWork, now: datetime) -> bool:
    try:
        if not _take(work, now):
            return False
        problem = work.run(now)
    except Exception as error:
        logger.exception("“%s” failed", work.name)
        _put_off(work, now, type(error).__name__)
    else:
        _row(work).update(ran_at=now, taken_until=None, problem=problem)
    return True


def _row(work: DueWork):
    return Duty.objects.filter(name=work.name)


def _take(work: DueWork, now: datetime) -> bool:
    """True for one caller only. Times that lie too far ahead are left by a clock that was wrong."""
    is_due = Q(ran_at=None) | Q(ran_at__lte=now - work.every) | Q(ran_at__gt=now + HOUR)
    is_free = Q(taken_until=None) | Q(taken_until__lte=now) | Q(taken_until__gt=now + HOUR)
    waiting = _row(work).filter(is_due, is_free)
    # Asking first costs no turn at writing, and most of the time nothing is due.
    return waiting.exists() and waiting.update(taken_until=now + TAKEN_FOR) == 1


def _put_off(work: DueWork, now: datetime, problem: str) -> None:
    """`ran_at` stays: it tells when the duty was last done."""
    try:
        _row(work).update(taken_until=now + min(work.every, AFTER_A_FAILURE), problem=problem)
    except Exception:
        logger.exception("“%s” could not be put off", work.name)
