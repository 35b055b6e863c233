"""What is known of a patient and of how urgent their question is."""

from datetime import timedelta

from enquiries import redflags
from enquiries.admin.pieces import pieces_of
from enquiries.admin.screen import moment, status_of
from enquiries.handling.retention import long_date
from enquiries.models import Enquiry

NEAR = timedelta(minutes=90)
FEW_HOURS = timedelta(hours=48)


def head_of(enquiry: Enquiry) -> dict:
    return {
        "reference": enquiry.reference,
        "name": enquiry.name,
        "is_call": enquiry.channel == Enquiry.Channel.CALL,
        "topic": enquiry.get_topic_display(),
        "lang": enquiry.language,
        "language": enquiry.get_language_display(),
        "received": moment(enquiry.received_at),
        "status": status_of(enquiry),
        "is_urgent": enquiry.is_urgent,
        "is_overdue": enquiry.is_overdue(),
        "message": pieces_of(enquiry.message),
        "spam_reasons": enquiry.spam_reasons,
        "injected_on": long_date(enquiry.injected_on) if enquiry.injection_date else "",
    }


def phone_of(enquiry: Enquiry) -> dict[str, str] | None:
    if enquiry.reach != Enquiry.Reach.PHONE:
        return None
    return {"display": enquiry.contact, "href": phone_href(enquiry.contact)}


def phone_href(number: str) -> str:
    """Ten digits are taken as a North American number; what follows a letter is an extension."""
    main = "".join(c if not c.isalpha() else "x" for c in number).partition("x")[0]
    digits = "".join(c for c in main if c in "0123456789")
    if number.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:+1{digits}" if len(digits) == 10 else f"tel:{digits}"


def facts_of(enquiry: Enquiry) -> list[dict]:
    phone = phone_of(enquiry)
    facts = [_fact("Phone", phone["display"], phone["href"])] if phone else _mail_facts(enquiry)
    facts.append(_fact("Language", enquiry.get_language_display()))
    if enquiry.status == Enquiry.Status.NEW:
        due = moment(enquiry.reply_by).words
        facts.append(_fact("Reply due", due, is_loud=enquiry.is_overdue() or enquiry.is_urgent))
    if enquiry.injection_date:
        facts.append(_fact("Injection", long_date(enquiry.injected_on)))
    if enquiry.from_page:
        facts.append(_fact("Was reading", enquiry.from_page, enquiry.from_page))
    return facts


def _mail_facts(enquiry: Enquiry) -> list[dict]:
    """No link to a mail program: answers leave through this site only."""
    return [
        _fact("Email", enquiry.contact),
        _fact("May we email?", "Yes" if enquiry.may_email else "No", is_loud=not enquiry.may_email),
        _fact("Safe word", "Chosen" if enquiry.safe_word else "None"),
    ]


def _fact(label: str, value: str, href: str = "", *, is_loud: bool = False) -> dict:
    return {"label": label, "value": value, "href": href, "is_loud": is_loud}


def urgent_of(enquiry: Enquiry, answers: list) -> dict | None:
    """The box on top of a new enquiry with warning words, in the message or in an answer."""
    if not enquiry.is_urgent or enquiry.status != Enquiry.Status.NEW:
        return None
    hits = [hit for text in _newest_words(enquiry, answers) for hit in redflags.find(text)]
    left = enquiry.time_left()
    return {
        "says": list(dict.fromkeys(hit.words for hit in hits)),
        "why": list(dict.fromkeys(redflags.flag(hit.flag).reason for hit in hits)),
        "call_by": moment(enquiry.reply_by),
        "left": in_words(left),
        "is_late": left < timedelta(),
        "phone": phone_of(enquiry),
    }


def _newest_words(enquiry: Enquiry, answers: list) -> list[str]:
    return [answers[-1].text] if answers else [enquiry.message]


def in_words(left: timedelta) -> str:
    """Like "35 minutes left" or "3 hours late"."""
    size = abs(left)
    if size < NEAR:
        number, unit = size // timedelta(minutes=1), "minute"
    elif size < FEW_HOURS:
        number, unit = size // timedelta(hours=1), "hour"
    else:
        number, unit = size.days, "day"
    plural = "" if number == 1 else "s"
    return f"{number} {unit}{plural} {'late' if left < timedelta() else 'left'}"
