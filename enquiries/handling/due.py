"""Work that falls due: mail, erasure, forgetting, ended links, the check of the trail.

`run_due` may run in any number of processes and machines at once: whoever takes a duty in the
database does it, and one who is cut short leaves it to the next when the claim has run out.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import Error
from django.utils import timezone

from enquiries.handling import erasing, limits, posting, trail
from enquiries.handling.claims import take
from enquiries.models import Duty, OutboxMessage, Reply, Viewing

logger = logging.getLogger(__name__)

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
        claim = take(work.name, work.every, now)
    except Error as error:
        logger.error("“%s” could not be taken: %s", work.name, type(error).__name__)
        return False
    if claim is None:
        return False
    with claim:
        ended = _run(work, now)
    try:
        claim.end(**ended)
    except Error as error:
        logger.error("“%s” could not be given back: %s", work.name, type(error).__name__)
    return True


def _run(work: DueWork, now: datetime) -> dict:
    """Does it; what to write down. After a failure `ran_at` stays as it was."""
    try:
        problem = work.run(now)
    except Exception as error:
        logger.exception("“%s” failed", work.name)
        again_at = now + min(work.every, AFTER_A_FAILURE)
        return {"taken_until": again_at, "problem": type(error).__name__, "failed_at": now}
    return {"ran_at": now, "problem": problem} | ({"failed_at": now} if problem else {})
