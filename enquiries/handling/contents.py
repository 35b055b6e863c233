"""Everything that is kept about one enquiry, in words that a person can read.

Left out is what tells nothing about the patient: names of staff, hashes, tokens and counters.
"""

from datetime import date, datetime

from django.utils import timezone

from enquiries.models import CallAttempt, Enquiry, Note, OutboxMessage, Reply

Contents = dict[str, object]
# What hangs on an enquiry; prefetch it to read many.
HANGING = ("notes", "replies__answer", "calls", "mails")


def contents_of(enquiry: Enquiry) -> Contents:
    """Plain values only, ready for JSON. Raises vault.Unreadable."""
    return {
        "reference": enquiry.reference,
        **_what_was_asked(enquiry),
        **_where_it_stands(enquiry),
        "notes": [_note(note) for note in enquiry.notes.all()],
        "replies": [_reply(reply) for reply in enquiry.replies.all()],
        "calls": [_call(call) for call in enquiry.calls.all()],
        "mails": [_mail(mail) for mail in sorted(enquiry.mails.all(), key=_when)],
    }


def _what_was_asked(enquiry: Enquiry) -> Contents:
    return {
        "name": enquiry.name,
        "reach_by": enquiry.get_reach_display(),
        "contact": enquiry.contact,
        "may_email": enquiry.may_email,
        "best_time": enquiry.get_best_time_display(),
        "topic": enquiry.get_topic_display(),
        "message": enquiry.message,
        "injection_date": enquiry.injection_date,
        "safe_word": enquiry.safe_word,
        "language": enquiry.language,
        "came_by": enquiry.get_channel_display(),
        "from_page": enquiry.from_page,
    }


def _where_it_stands(enquiry: Enquiry) -> Contents:
    return {
        "status": enquiry.get_status_display(),
        "received_at": _time(enquiry.received_at),
        "reply_by": _time(enquiry.reply_by),
        "closed_at": _time(enquiry.closed_at),
        "call_again_at": _time(enquiry.call_again_at),
        "is_urgent": enquiry.is_urgent,
        "warning_signs": enquiry.flag_ids,
        "spam_signs": enquiry.spam_reasons,
        "held_until": _day(enquiry.hold_until),
        "held_because": enquiry.hold_reason,
    }


def _note(note: Note) -> Contents:
    return {"at": _time(note.at), "text": note.text}


def _reply(reply: Reply) -> Contents:
    answer = getattr(reply, "answer", None)
    return {
        "state": reply.get_state_display(),
        "text": reply.text,
        "sent_at": _time(reply.sent_at),
        "opened_at": _time(reply.opened_at),
        "link_ends_at": _time(reply.expires_at),
        "written_back": answer
        and {
            "at": _time(answer.at),
            "text": answer.text,
            "warning_signs": answer.flags.split(),
        },
    }


def _call(call: CallAttempt) -> Contents:
    return {
        "at": _time(call.at),
        "outcome": call.get_outcome_display(),
        "note": call.note,
        "again_at": _time(call.again_at),
    }


def _mail(mail: OutboxMessage) -> Contents:
    return {
        "what": mail.get_kind_display(),
        "to": mail.to,
        "state": mail.get_state_display(),
        "created_at": _time(mail.created_at),
        "sent_at": _time(mail.sent_at),
    }


def _when(mail: OutboxMessage) -> tuple:
    return mail.created_at, mail.pk


def _time(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
