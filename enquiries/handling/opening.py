"""The patient's side of an answer: a link, a safe word, one answer back."""

import unicodedata
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from enquiries import redflags
from enquiries.handling import posting, trail
from enquiries.handling.promises import promise_for
from enquiries.handling.rights import Refused
from enquiries.handling.working import clean_text, locked_one
from enquiries.models import Enquiry, OutboxMessage, PatientAnswer, Reply
from enquiries.models.messages import MOST_TRIES, token_hash

PASS_SALT = "enquiries.pass"  # noqa: S105 - names the purpose of a signature
PASS_LASTS = timedelta(hours=1)
# Long enough to read it again, or to print it on another day's machine.
OPEN_FOR = timedelta(hours=24)
Action = trail.Action


class LinkEnded(Exception):
    """Unknown, expired, used up or locked: to whoever asks they look the same."""


class WrongWord(Exception):
    """The safe word was another one; `tries_left` is 1 or more."""

    def __init__(self, tries_left: int):
        self.tries_left = tries_left
        super().__init__(str(tries_left))


class PassEnded(Exception):
    """The safe word was given too long ago to write back; ask for it again."""


def find_link(token: str) -> Reply:
    """Raises LinkEnded."""
    sent = Reply.objects.exclude(state=Reply.State.DRAFT).select_related("enquiry")
    reply = sent.filter(token_hash=token_hash(token)).first() if token else None
    if reply is None or reply.is_locked or reply.expires_at <= timezone.now():
        raise LinkEnded
    return reply


def open_answer(token: str, word: str) -> Reply:
    """The answer, for whoever knows the safe word. Raises LinkEnded, WrongWord."""
    with transaction.atomic():
        reply = find_link(token)
        # First the enquiry, then what hangs on it, then the trail: whoever writes keeps this order.
        locked_one(reply.enquiry)
        reply = Reply.objects.select_related("enquiry").get(pk=reply.pk)
        if reply.is_locked:
            raise LinkEnded
        is_right = same_word(word, reply.enquiry.safe_word)
        if is_right:
            _opened(reply)
        else:
            _tried(reply)
    if is_right:
        return reply
    if reply.is_locked:
        raise LinkEnded
    raise WrongWord(reply.tries_left)


def _opened(reply: Reply) -> None:
    now = timezone.now()
    if reply.opened_at is None:
        reply.opened_at = now
        reply.expires_at = min(reply.expires_at, now + OPEN_FOR)
        trail.record(None, Action.READ_BY_PATIENT, reply.enquiry.reference)
    reply.wrong_tries = 0
    reply.save()


def _tried(reply: Reply) -> None:
    reply.wrong_tries = min(reply.wrong_tries + 1, MOST_TRIES)
    reply.save()
    if reply.is_locked:
        trail.record(None, Action.LOCKED, reply.enquiry.reference)


def same_word(given: str, kept: str) -> bool:
    return bool(kept) and constant_time_compare(plain_word(given), plain_word(kept))


def plain_word(word: str) -> str:
    """Letters and digits only, without capitals and accents: a phone's keyboard changes the rest.

    A word that has none is compared as it is.
    """
    split = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in split if c.isalnum()) or " ".join(split.split())


def pass_for(reply: Reply) -> str:
    """For the form on the opened page, so that writing back needs no cookie."""
    return signing.dumps(reply.pk, salt=PASS_SALT)


def answer_back(token: str, given_pass: str, text: str) -> PatientAnswer:
    """Raises LinkEnded, PassEnded, and Refused when something was written back before."""
    text = clean_text(text, "Write your words in the box.")
    reply = opened_reply(token, given_pass)
    with transaction.atomic():
        enquiry = locked_one(reply.enquiry)
        earlier = PatientAnswer.objects.filter(reply=reply).first()
        if earlier and earlier.text == text:
            return earlier
        if earlier:
            raise Refused("You wrote back once already. Call us to tell us more.")
        hits = redflags.find(text)
        answer = PatientAnswer.objects.create(
            reply=reply, text=text, flags=" ".join(hit.flag for hit in hits)
        )
        _take_in(enquiry, is_urgent=bool(hits))
    return answer


def _take_in(enquiry: Enquiry, *, is_urgent: bool) -> None:
    """A question that got another answer is new again, with a clock of its own."""
    now = timezone.now()
    # What was urgent stays so: "it got worse" holds no warning word.
    enquiry.is_urgent = enquiry.is_urgent or is_urgent
    enquiry.status, enquiry.closed_at = Enquiry.Status.NEW, None
    enquiry.reply_by = promise_for(now, is_urgent=enquiry.is_urgent)
    enquiry.save()
    trail.record(None, Action.PATIENT_ANSWERED, enquiry.reference)
    posting.post(OutboxMessage.Kind.STAFF)


def opened_reply(token: str, given_pass: str) -> Reply:
    """The answer that this pass was given for. Raises LinkEnded, PassEnded."""
    try:
        pk = signing.loads(given_pass, salt=PASS_SALT, max_age=PASS_LASTS)
    except signing.SignatureExpired:
        raise PassEnded from None
    except signing.BadSignature:
        raise LinkEnded from None
    reply = find_link(token)
    if reply.pk != pk:
        raise LinkEnded
    return reply
