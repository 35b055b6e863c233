"""Turns enquiries into the rows of a list; those that bear the reader's own name say nothing."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from enquiries.admin.screen import enquiry_url, moment, status_of, str_name
from enquiries.handling.reading import flagged_words, is_own
from enquiries.models import Enquiry, Reply

LONGEST_EXCERPT = 90
MOST_WORDS = 2


def rows_of(enquiries: list[Enquiry], by) -> list[dict]:
    drafts, wrote_back = _what_hangs_on(enquiries)
    return [
        _row(enquiry, by)
        | {"draft_by": drafts.get(enquiry.pk, ""), "wrote_back": enquiry.pk in wrote_back}
        for enquiry in enquiries
    ]


def _what_hangs_on(enquiries: Iterable[Enquiry]) -> tuple[dict[int, str], set[int]]:
    """Who has a draft on which enquiry, and which ones the patient has answered."""
    replies = Reply.objects.filter(enquiry__in=enquiries).select_related("by", "answer")
    replies = replies.filter(Q(state=Reply.State.DRAFT) | Q(answer__isnull=False))
    columns = replies.defer("text", "answer__text", "answer__flags").order_by("pk")
    drafts, wrote_back = {}, set()
    for reply in columns:
        if reply.state == Reply.State.DRAFT:
            drafts[reply.enquiry_id] = str_name(reply.by)
        else:
            wrote_back.add(reply.enquiry_id)
    return drafts, wrote_back


def _row(enquiry: Enquiry, by) -> dict:
    is_hidden = is_own(enquiry, by)
    return {
        **brief(enquiry),
        **({"name": "", "excerpt": "", "says": ""} if is_hidden else _words_of(enquiry)),
        **_clock_of(enquiry),
        "is_hidden": is_hidden,
        "language": enquiry.get_language_display(),
        "lang": enquiry.language,
        "who": str_name(enquiry.assigned_to),
        "is_urgent": enquiry.is_urgent,
        "is_call": enquiry.channel == Enquiry.Channel.CALL,
        "reach": enquiry.reach,
    }


def brief(enquiry: Enquiry) -> dict:
    """What names an enquiry and tells nothing about the patient."""
    return {
        "reference": enquiry.reference,
        "url": enquiry_url("change", enquiry.pk),
        "topic": enquiry.get_topic_display(),
        "status": status_of(enquiry),
        "received": moment(enquiry.received_at),
    }


def _words_of(enquiry: Enquiry) -> dict:
    words = [hit.words for hit in flagged_words(enquiry)] if enquiry.is_urgent else []
    return {
        "name": enquiry.name,
        "excerpt": Truncator(" ".join(enquiry.message.split())).chars(LONGEST_EXCERPT),
        "says": ", ".join(list(dict.fromkeys(words))[:MOST_WORDS]),
    }


def _clock_of(enquiry: Enquiry) -> dict:
    """A clock runs for new ones only."""
    is_new = enquiry.status == Enquiry.Status.NEW
    today = timezone.localdate()
    return {
        "reply_by": moment(enquiry.reply_by) if is_new else None,
        "is_overdue": enquiry.is_overdue(),
        "is_due_today": is_new and timezone.localdate(enquiry.reply_by) <= today,
    }
