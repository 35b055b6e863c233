"""Turns enquiries into the rows of a list; those that bear the reader's own name say nothing."""

from django.utils import timezone
from django.utils.text import Truncator

from enquiries.admin.screen import enquiry_url, moment, status_of, str_name
from enquiries.handling.reading import flagged_words, is_own
from enquiries.models import Enquiry

LONGEST_EXCERPT = 90
MOST_WORDS = 2


def rows_of(enquiries: list[Enquiry], by, people: dict[str, str]) -> list[dict]:
    """`people` are the names of who has open enquiries or may have some, by their number."""
    return [_row(enquiry, by) | _marks(enquiry, people) for enquiry in enquiries]


def _marks(enquiry: Enquiry, people: dict[str, str]) -> dict:
    who = enquiry.draft_by
    draft_by = people.get(str(who), "a colleague") if who else ""
    marks = {name: getattr(enquiry, name) for name in ("wrote_back", "unsent", "unopened")}
    return marks | {"draft_by": draft_by, "who": _owner(enquiry, people)}


def _owner(enquiry: Enquiry, people: dict[str, str]) -> str:
    """Who answered a closed one and left is named as ever."""
    name = str_name(enquiry.assigned_to)
    return people.get(str(enquiry.assigned_to_id), name) if enquiry.is_open else name


def _row(enquiry: Enquiry, by) -> dict:
    is_hidden = is_own(enquiry, by)
    return {
        **brief(enquiry),
        **({"name": "", "excerpt": "", "says": ""} if is_hidden else _words_of(enquiry)),
        **_clock_of(enquiry),
        "is_hidden": is_hidden,
        "language": enquiry.get_language_display(),
        "lang": enquiry.language,
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
