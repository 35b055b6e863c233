"""Small builders of enquiries and what hangs on them; what a test is about, it says itself.

They write rows and nothing else: no audit row, no mail. Tests of those go through the verbs.
"""

from datetime import date, datetime, timedelta
from itertools import count

from django.utils import timezone

from enquiries.models import (
    CallAttempt,
    Enquiry,
    Note,
    OutboxMessage,
    PageGap,
    PatientAnswer,
    PresetReply,
    Reply,
    Viewing,
    contact_hash,
)
from enquiries.models.messages import token_hash

numbers = count(1)

EMAIL = "rosa.patient@example.org"
PHONE = "(503) 555-0142"


def enquiry(**fields) -> Enquiry:
    """New, from the form, from someone with a phone; `contact="a@b.c"` makes it one by e-mail."""
    contact = fields.get("contact", PHONE)
    made = Enquiry(
        **{
            "topic": Enquiry.Topic.VISIT,
            "name": "Rosa Patient",
            "contact": contact,
            "reach": Enquiry.Reach.EMAIL if "@" in contact else Enquiry.Reach.PHONE,
            "may_email": "@" in contact,
            "contact_hash": contact_hash(contact),
            "message": "May I drive home after the injection?",
            "safe_word": "lighthouse",
            "submission_key": f"submission-{next(numbers)}",
            "reply_by": timezone.now() + timedelta(days=1),
        }
        | fields
    )
    made.save()
    return made


def closed(*, days_ago: float = 0, **fields) -> Enquiry:
    """Answered some days of the clinic ago, received the day before that."""
    # Days on the clinic's wall clock: when summer time ended in between, as
    # many times 24 hours ago is another date for an hour before midnight.
    closed_at = timezone.localtime() - timedelta(days=days_ago)
    return enquiry(
        **{
            "status": Enquiry.Status.ANSWERED,
            "received_at": closed_at - timedelta(days=1),
            "reply_by": closed_at,
            "closed_at": closed_at,
        }
        | fields
    )


def spam(*, days_ago: float = 0, **fields) -> Enquiry:
    return closed(
        **{"days_ago": days_ago, "status": Enquiry.Status.SPAM, "spam_reasons": ["links"]} | fields
    )


def urgent(**fields) -> Enquiry:
    return enquiry(
        **{
            "topic": Enquiry.Topic.AFTER,
            "message": "My chest hurts and I am short of breath.",
            "is_urgent": True,
            "flags": "chest_pain short_of_breath",
            "flags_version": "test-1",
        }
        | fields
    )


def note(on: Enquiry | None = None, **fields) -> Note:
    return Note.objects.create(
        **{"enquiry": on or enquiry(), "text": "She asked the same last week."} | fields
    )


def call(on: Enquiry | None = None, **fields) -> CallAttempt:
    return CallAttempt.objects.create(
        **{
            "enquiry": on or enquiry(),
            "outcome": CallAttempt.Outcome.NO_ANSWER,
            "note": "Rang eight times.",
        }
        | fields
    )


def reply(on: Enquiry | None = None, *, token: str = "", **fields) -> Reply:
    """A draft; with a token, one that was sent and can be opened by it."""
    if token:
        fields = sent(token) | fields
    return Reply.objects.create(
        **{
            "enquiry": on or enquiry(contact=EMAIL),
            "text": "Please ask someone to drive you.",
        }
        | fields
    )


def sent(token: str) -> dict:
    now = timezone.now()
    return {
        "state": Reply.State.SENT,
        "sent_at": now,
        "token_hash": token_hash(token),
        "expires_at": now + timedelta(days=14),
    }


def answer(to: Reply | None = None, **fields) -> PatientAnswer:
    made = to or reply(token=f"token-{next(numbers)}", asks_back=True)
    return PatientAnswer.objects.create(
        **{"reply": made, "text": "Thank you, my sister will drive."} | fields
    )


def mail(about: Enquiry | None = None, **fields) -> OutboxMessage:
    return OutboxMessage.objects.create(
        **{
            "kind": OutboxMessage.Kind.RECEIVED,
            "enquiry": about or enquiry(contact=EMAIL),
            "to": EMAIL,
            "to_hash": contact_hash(EMAIL),
        }
        | fields
    )


def viewing(of: Enquiry, user, **fields) -> Viewing:
    return Viewing.objects.create(
        **{"enquiry": of, "user": user, "seen_at": timezone.now()} | fields
    )


def preset(**fields) -> PresetReply:
    """Checked, and good for half a year."""
    return PresetReply.objects.create(
        **{
            "title": f"Driving home {next(numbers)}",
            "text": "Dear {{ name }}, please ask someone to drive you. {{ clinic_name }}",
            "review_due": timezone.localdate() + timedelta(days=180),
        }
        | fields
    )


def gap(**fields) -> PageGap:
    first = timezone.localdate().replace(day=1)
    return PageGap.objects.create(
        **{
            "page": "/recovery/the-first-day/",
            "reason": PageGap.Reason.MISSING,
            "month": first,
            "count": 3,
        }
        | fields
    )


def noon(day: date) -> datetime:
    """Noon of that day where the clinic is."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001
