"""Takes in a message: stored first, once and whole; mails wait in the outbox meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from enquiries import formtoken, redflags, spam
from enquiries.handling import posting, trail
from enquiries.handling.limits import count_submission
from enquiries.handling.promises import promise_for
from enquiries.handling.rights import LOG_CALLS, Person, may
from enquiries.handling.turns import own_turn
from enquiries.models import (
    Enquiry,
    ErasureReceipt,
    OutboxMessage,
    contact_hash,
    new_reference,
)

SENT_SALT = "enquiries.sent"
SENT_PAGE_LASTS = timedelta(hours=24)
REPEATS_WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a patient told us, cleaned by a form. Choices are values of Enquiry's."""

    topic: str
    message: str
    name: str
    reach: str
    contact: str
    language: str = Enquiry.Language.ENGLISH
    best_time: str = Enquiry.BestTime.ANY
    may_email: bool = False
    safe_word: str = ""
    injection_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class Submission(Words):
    """Words from the contact form and how they came; `network` is an address that is not kept."""

    nonce: str
    network: str
    age_seconds: float | None = None
    honeypot: str = ""
    from_page: str = ""


def receive(submission: Submission) -> Enquiry:
    """Stores the message; the same form with the same words is the same enquiry.

    Raises TooMany; like every error of the database, that means that nothing was stored.
    """
    key = _submission_key(submission, submission.nonce)
    return _stored(key) or _receive_new(submission, key)


def _receive_new(submission: Submission, key: str) -> Enquiry:
    """The turn is taken before the message is judged: were other threads judging meanwhile, whoever
    stores would wait for Python at each step, and the other processes for whoever stores."""
    with own_turn():
        return _store_once(
            # Before the transaction: while one message is stored, others wait.
            _judged(submission), key, partial(_store, network=submission.network)
        )  # fmt: skip


def _submission_key(words: Words, nonce: str) -> str:
    told = [getattr(words, name) for name in Words.__dataclass_fields__]
    return formtoken.submission_key(nonce, *map(str, told))


def _stored(key: str) -> Enquiry | None:
    return Enquiry.objects.filter(submission_key=key).first()


def _store_once(enquiry: Enquiry, key: str, store: Callable[[Enquiry], None]) -> Enquiry:
    enquiry.submission_key = key
    try:
        store(enquiry)
    except IntegrityError:
        # A second copy of this form was faster, or the reference was taken at this moment.
        earlier = _stored(key)
        if earlier:
            return earlier
        enquiry.reference = _free_reference()
        store(enquiry)
    return enquiry


def _judged(submission: Submission) -> Enquiry:
    enquiry = _new_enquiry(submission)
    enquiry.from_page = submission.from_page
    enquiry.words_hash = spam.words_key(submission.message)
    enquiry.spam_reasons = _spam_signs(submission, enquiry.words_hash)
    # A person was warned about an urgent message and sent it all the same: not what a program does.
    if enquiry.spam_reasons and not enquiry.is_urgent:
        enquiry.status, enquiry.closed_at = Enquiry.Status.SPAM, enquiry.received_at
    return enquiry


def _store(enquiry: Enquiry, network: str) -> None:
    with transaction.atomic():
        count_submission(network)
        enquiry.save(force_insert=True)
        if enquiry.status != Enquiry.Status.SPAM:
            _announce(enquiry)


def _announce(enquiry: Enquiry) -> None:
    posting.post(OutboxMessage.Kind.STAFF)
    if posting.may_acknowledge(enquiry):
        posting.post(OutboxMessage.Kind.RECEIVED, enquiry=enquiry, to=enquiry.contact)


def _new_enquiry(words: Words) -> Enquiry:
    now = timezone.now()
    hits = redflags.find(words.message)
    return Enquiry(
        reference=_free_reference(),
        topic=words.topic,
        message=words.message,
        name=words.name,
        reach=words.reach,
        contact=words.contact,
        contact_hash=contact_hash(words.contact),
        language=words.language,
        best_time=words.best_time,
        may_email=words.may_email,
        safe_word=words.safe_word,
        injection_date=words.injection_date.isoformat() if words.injection_date else "",
        is_urgent=bool(hits),
        flags=" ".join(hit.flag for hit in hits),
        flags_version=redflags.VERSION,
        received_at=now,
        reply_by=promise_for(now, is_urgent=bool(hits)),
    )


def _free_reference() -> str:
    """One that was never used, or the trail of an erased enquiry would seem to be about this."""
    while True:
        reference = new_reference()
        used = [rows.objects.filter(reference=reference) for rows in (Enquiry, ErasureReceipt)]
        if not any(rows.exists() for rows in used):
            return reference


def _spam_signs(submission: Submission, words_hash: str) -> list[str]:
    times_seen = 0
    if words_hash:
        since = timezone.now() - REPEATS_WITHIN
        same = Enquiry.objects.filter(words_hash=words_hash, received_at__gte=since)
        times_seen = same.count()
    return spam.signs(
        submission.message,
        name=submission.name,
        contact=submission.contact,
        honeypot=submission.honeypot,
        age_seconds=submission.age_seconds,
        times_seen=times_seen,
    )


def log_call(words: Words, *, by: Person, nonce: str) -> Enquiry:
    """Keeps what a patient said on the phone as an enquiry like any other.

    The same words of the same person with the same nonce are the same enquiry.
    """
    may(by, LOG_CALLS)
    key = _submission_key(words, f"call {by.pk} {nonce}")
    return _stored(key) or _store_once(_of_call(words, by), key, partial(_store_call, by=by))


def _of_call(words: Words, by: Person) -> Enquiry:
    enquiry = _new_enquiry(words)
    enquiry.channel = Enquiry.Channel.CALL
    enquiry.assigned_to = by
    return enquiry


@transaction.atomic
def _store_call(enquiry: Enquiry, by: Person) -> None:
    enquiry.save(force_insert=True)
    trail.record(by, trail.Action.LOGGED, enquiry.reference)


def sent_token(enquiry: Enquiry) -> str:
    """For the address of the page that says what happens next."""
    return signing.dumps(enquiry.reference, salt=SENT_SALT)


def read_sent_token(token: str) -> Enquiry | None:
    """None for a forged token, one that is a day old, and an enquiry that is gone."""
    try:
        reference = signing.loads(token, salt=SENT_SALT, max_age=SENT_PAGE_LASTS)
    except signing.BadSignature:
        return None
    return Enquiry.objects.filter(reference=reference).first()
