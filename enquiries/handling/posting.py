"""The outbox: mails are put in with what they tell of, and sent later, once and without haste.

A row is claimed for ten minutes before it is sent. Whoever is cut short in between leaves the
claim behind, and the same mail, with the same Message-ID, is sent again when it has run out.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from enquiries import emails
from enquiries.handling import trail
from enquiries.handling.rights import HANDLE, Person, Refused, may
from enquiries.models import Enquiry, OutboxMessage, Reply, contact_hash, contact_hashes

logger = logging.getLogger(__name__)
Kind, State = OutboxMessage.Kind, OutboxMessage.State

CLAIM_LASTS = timedelta(minutes=10)
PASS_LASTS = 30  # seconds; a dead mail server must not hold up other work
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
MOST_ATTEMPTS = 10
# Nothing waits that long, unless the clock was wrong when it was put off.
TOO_LONG = timedelta(days=2)
NOBODY = "NobodyToTell"
# Kinds of failure that are never about one mail alone.
NO_SERVER = [
    "ConnectionRefusedError",
    "ConnectionResetError",
    "OSError",
    "SMTPAuthenticationError",
    "SMTPConnectError",
    "TimeoutError",
    "gaierror",
]
# A claim clears `problem`, a failure writes it.
NOT_CLAIMED = Q(attempts=0) | ~Q(problem="")

SAME_ADDRESS = timedelta(hours=24)
MOST_AN_HOUR = 20


@dataclass(frozen=True)
class Delivered:
    """Of one pass; `waiting` counts what is left in the outbox, due or not."""

    sent: int
    failed: int
    waiting: int


def post(
    kind: str,
    *,
    enquiry: Enquiry | None = None,
    reply: Reply | None = None,
    to: str = "",
    payload: str = "",
    not_before: datetime | None = None,
) -> OutboxMessage | None:
    """Puts a mail into the outbox, inside the transaction of what it tells about.

    None when staff are about to be told anyway: who hears of it, and how many are new, is found
    out when the mail is sent.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A mail is posted inside the transaction of what it tells about.")
    if kind == Kind.STAFF and _is_announced():
        return None
    return OutboxMessage.objects.create(
        kind=kind,
        enquiry=enquiry,
        reply=reply,
        to=to,
        to_hash=contact_hash(to) if to else "",
        payload=payload,
        next_at=not_before or timezone.now(),
    )


def _news() -> QuerySet[OutboxMessage]:
    """Rows that say “tell staff” and name nobody yet."""
    return OutboxMessage.objects.filter(state=State.WAITING, kind=Kind.STAFF, to_hash="")


def _is_announced() -> bool:
    # The lock holds the row back until what it now tells about, too, is there to be counted. A row
    # that somebody else has locked is no use, but a second row does no harm.
    return bool(_news().select_for_update(skip_locked=True).order_by().values_list("pk")[:1])


def may_acknowledge(enquiry: Enquiry) -> bool:
    """Whether to tell the patient at once that we got the question.

    Anybody can write anybody's address into the form, so an address hears of us once a day, and
    all of them together not often.
    """
    by_mail = enquiry.may_email and enquiry.reach == Enquiry.Reach.EMAIL
    if not by_mail or enquiry.status == Enquiry.Status.SPAM:
        return False
    now = timezone.now()
    told = OutboxMessage.objects.filter(kind=Kind.RECEIVED).order_by()
    same = told.filter(
        to_hash__in=contact_hashes(enquiry.contact), created_at__gt=now - SAME_ADDRESS
    )
    # `next_at` is never before `created_at`, and has an index.
    an_hour_ago = now - timedelta(hours=1)
    lately = told.filter(
        state__in=State.values, next_at__gt=an_hour_ago, created_at__gt=an_hour_ago
    )
    return not same.exists() and len(lately.values_list("pk")[:MOST_AN_HOUR]) < MOST_AN_HOUR


def withdraw(reply: Reply) -> bool:
    """Takes the mail of a reply out of the outbox; False when somebody has begun to send it."""
    mails = OutboxMessage.objects.filter(reply=reply, kind=Kind.ANSWER)
    return mails.filter(state=State.WAITING, attempts=0).delete()[0] > 0


def try_again(message: OutboxMessage, *, by: Person) -> None:
    """Sends a mail that was given up or put off, soon. Raises Refused when it was neither, or can
    do no good."""
    may(by, HANDLE)
    unsent = OutboxMessage.objects.unsent().filter(pk=message.pk)
    alive = Reply.objects.filter(state=Reply.State.SENDING, expires_at__gt=timezone.now())
    if message.kind == Kind.ANSWER and not alive.filter(mails=message).exists():
        raise Refused("The link in this mail has ended. Write a new reply.")
    with transaction.atomic():
        if not unsent.update(state=State.WAITING, attempts=0, next_at=timezone.now(), problem=""):
            raise Refused(
                "This mail is on its way already. Load the page again to see where it is."
            )
        reference = Enquiry.objects.filter(mails=message).values_list("reference", flat=True)
        trail.record(by, trail.Action.RETRIED, reference.first() or "")


def deliver_due(limit: int = 50) -> Delivered:
    """Sends what is due, one mail at a time, and writes down how it went.

    A mail that cannot be sent waits longer each time and is given up after ten tries. Errors of
    the database are raised: what was sent and could not be marked is sent again.
    """
    _tell_staff()
    ends_at = time.monotonic() + PASS_LASTS
    done = {True: 0, False: 0}
    for pk in _due(limit):
        if time.monotonic() > ends_at:
            break
        if _claim(pk) and (outcome := _deliver(pk)) is not None:
            done[outcome] += 1
    if done[True]:
        _hurry_what_waits_for_the_server()
    waiting = OutboxMessage.objects.filter(state=State.WAITING).count()
    return Delivered(done[True], done[False], waiting)


def _is_due(now: datetime) -> Q:
    return Q(state=State.WAITING) & (Q(next_at__lte=now) | Q(next_at__gt=now + TOO_LONG))


def _due(limit: int) -> list:
    due = OutboxMessage.objects.filter(_is_due(timezone.now()))
    named = due.exclude(kind=Kind.STAFF, to_hash="").order_by("next_at")
    return list(named.values_list("pk", flat=True)[:limit])


def _tell_staff() -> None:
    """Turns news into one mail for each person, who then do not see each other's addresses."""
    if not _news().exists():
        return
    with transaction.atomic(durable=True):
        if not _news().delete()[0]:
            return
        OutboxMessage.objects.filter(kind=Kind.STAFF, to_hash="", state=State.FAILED).delete()
        addresses = emails.staff_addresses()
        for address in addresses:
            _tell(address)
        if not addresses:
            OutboxMessage.objects.create(kind=Kind.STAFF, state=State.FAILED, problem=NOBODY)


def _tell(address: str) -> None:
    """A mail that waits for a better time already is tried now instead; one that was given up says
    nothing that a new one does not."""
    mails = OutboxMessage.objects.filter(kind=Kind.STAFF, to_hash=contact_hash(address))
    waiting = mails.filter(NOT_CLAIMED, state=State.WAITING)
    if not waiting.update(attempts=0, next_at=timezone.now()):
        mails.filter(state=State.FAILED).delete()
        OutboxMessage.objects.create(kind=Kind.STAFF, to=address, to_hash=contact_hash(address))


def _claim(pk) -> bool:
    """True for one caller only; nobody else takes the row until the claim has run out."""
    now = timezone.now()
    free = OutboxMessage.objects.filter(_is_due(now), pk=pk)
    with transaction.atomic(durable=True):
        changed = free.update(next_at=now + CLAIM_LASTS, attempts=F("attempts") + 1, problem="")
    return changed == 1


def _deliver(pk) -> bool | None:
    """Whether it was sent; None when there was nothing to say any more."""
    try:
        email = _email(pk)
        if email:
            email.send()
    except Exception as error:
        _put_off(pk, type(error).__name__, is_last=_is_final(error))
        return False
    if email is None:
        OutboxMessage.objects.filter(pk=pk).delete()
        return None
    _mark_sent(pk)
    return True


def _hurry_what_waits_for_the_server() -> None:
    """It is there, and hours may be left until the next try."""
    put_off = OutboxMessage.objects.filter(state=State.WAITING, problem__in=NO_SERVER)
    put_off.update(next_at=timezone.now())


def _is_final(error: Exception) -> bool:
    """No later try could go better: the link has ended, or nobody has this address.

    A server that says 5.7 refuses this site, not the address.
    """
    if isinstance(error, SMTPRecipientsRefused):
        said = error.recipients.values()
        return all(code >= 500 and not words.startswith(b"5.7.") for code, words in said)
    return isinstance(error, emails.TooLate)


def _email(pk):
    """Reads no more than it needs: a message whose key is missing must not stop its mail."""
    needed = ["kind", "to", "payload", "enquiry__status", "enquiry__language"]
    needed += ["reply__state", "reply__expires_at"]
    rows = OutboxMessage.objects.select_related("enquiry", "reply").only(*needed)
    message = rows.filter(pk=pk).first()
    return message and emails.build(message)


def _mark_sent(pk) -> None:
    now = timezone.now()
    with transaction.atomic(durable=True):
        sent = Reply.objects.filter(mails=pk, state=Reply.State.SENDING)
        _answer_after_all(sent, now)
        sent.update(state=Reply.State.SENT, sent_at=now)
        OutboxMessage.objects.filter(pk=pk).update(
            state=State.SENT, sent_at=now, to="", payload="", problem=""
        )


def _answer_after_all(sent: QuerySet[Reply], now: datetime) -> None:
    """The enquiry became new when this mail was given up, and stays so for whoever did something
    with it since, for a patient who wrote, or while another reply has not left."""
    enquiries = Enquiry.objects.filter(pk__in=sent.values("enquiry"), status=Enquiry.Status.NEW)
    for enquiry in enquiries.only("reference"):
        sending = enquiry.replies.filter(state=Reply.State.SENDING)
        asks_back = list(sending.values_list("asks_back", flat=True))
        if len(asks_back) == 1 and trail.last_step(enquiry.reference) == trail.Action.REPLIED:
            status = Enquiry.Status.WAITING if asks_back[0] else Enquiry.Status.ANSWERED
            closed_at = None if asks_back[0] else now
            enquiries.filter(pk=enquiry.pk).update(status=status, closed_at=closed_at)


def _put_off(pk, problem: str, *, is_last: bool) -> None:
    """Only the kind of the failure is kept: its message may hold an address."""
    mail = OutboxMessage.objects.filter(pk=pk, state=State.WAITING)
    attempts = mail.values_list("attempts", flat=True).first() or 0
    if is_last or attempts >= MOST_ATTEMPTS:
        _give_up(mail, problem)
        logger.error("Mail %s was given up after %d tries: %s", pk, attempts, problem)
        return
    wait = WAITS[min(max(attempts, 1), len(WAITS)) - 1]
    mail.update(next_at=timezone.now() + wait, problem=problem)
    logger.warning("Mail %s could not be sent and waits: %s", pk, problem)


def _give_up(mail: QuerySet[OutboxMessage], problem: str) -> None:
    """An answer that never arrived leaves the question open: it is new again, and due now."""
    with transaction.atomic(durable=True):
        unanswered = Enquiry.objects.filter(
            pk__in=mail.filter(kind=Kind.ANSWER).values("enquiry"),
            status__in=[Enquiry.Status.ANSWERED, Enquiry.Status.WAITING],
        )
        reopened = unanswered.update(
            status=Enquiry.Status.NEW, closed_at=None, reply_by=timezone.now()
        )
        mail.update(state=State.FAILED, problem=problem)
        if reopened:
            post(Kind.STAFF)
