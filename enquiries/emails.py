"""The words of mails: they say that there is something to read, never what it is or about whom.

Nothing that a patient typed gets into a mail, except the address that it goes to.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import punycode

from enquiries.models import Enquiry, InboxSettings, OutboxMessage, Reply
from enquiries.site import site

HANDLE = "enquiries.change_enquiry"
BACKEND = "django.contrib.auth.backends.ModelBackend"
# The inbox of whoever gets it may answer by itself; nobody reads that.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class TooLate(Exception):
    """The link in this mail would be dead already."""


@dataclass(frozen=True)
class Letter:
    """Which template, in which language, and what it may use."""

    template: str
    language: str = Enquiry.Language.ENGLISH
    context: dict = field(default_factory=dict)


def build(message: OutboxMessage) -> EmailMessage | None:
    """The mail as it is true now; None when there is nothing to say any more.

    The same row gives the same Message-ID each time. Raises TooLate, and ValidationError for an
    address that cannot be one.
    """
    letter = LETTERS[message.kind](message)
    if letter is None:
        return None
    validate_email(message.to)
    subject, body = _words(letter)
    return EmailMessage(
        subject=subject,
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers=HEADERS | {"Message-ID": message_id(message)},
    )


def message_id(message: OutboxMessage) -> str:
    host = urlsplit(settings.SITE_URL).hostname
    return f"<{message.pk}@{f'[IPv6:{host}]' if ':' in host else punycode(host)}>"


def _words(letter: Letter) -> tuple[str, str]:
    """The subject is the first line of the template."""
    with translation.override(letter.language):
        text = render_to_string(
            f"enquiries/mail/{letter.template}.txt", letter.context | {"clinic": site().clinic()}
        )
    subject, _, body = text.partition("\n")
    return subject, body.strip() + "\n"


def _to_staff(message: OutboxMessage) -> Letter | None:
    new = Enquiry.objects.filter(status=Enquiry.Status.NEW)
    counts = new.aggregate(new=Count("pk"), urgent=Count("pk", filter=Q(is_urgent=True)))
    if not counts["new"]:
        return None
    link = settings.SITE_URL + reverse("admin:enquiries_enquiry_changelist")
    return Letter("staff", context=counts | {"link": link})


def _received(message: OutboxMessage) -> Letter | None:
    if message.enquiry is None or not message.enquiry.is_open:
        return None
    return Letter(f"received.{message.enquiry.language}", message.enquiry.language)


def _answer(message: OutboxMessage) -> Letter | None:
    reply = message.reply
    if reply is None or reply.state != Reply.State.SENDING:
        return None
    if reply.expires_at <= timezone.now():
        raise TooLate
    language = message.enquiry.language
    link = settings.SITE_URL + reverse("enquiries:answer", args=[message.payload])
    return Letter(f"answer.{language}", language, {"link": link, "until": reply.expires_at})


LETTERS = {
    OutboxMessage.Kind.STAFF: _to_staff,
    OutboxMessage.Kind.RECEIVED: _received,
    OutboxMessage.Kind.ANSWER: _answer,
}


def staff_addresses() -> list[str]:
    """Who hears of new enquiries: the addresses in the settings, or everyone who may handle them
    and has one. Each once."""
    addresses = InboxSettings.current().addresses or _addresses_of_staff()
    return list({address.casefold(): address for address in addresses}.values())


def _addresses_of_staff() -> list[str]:
    people = get_user_model().objects.with_perm(HANDLE, backend=BACKEND)
    people = people.filter(is_staff=True).exclude(email="").order_by("pk")
    return list(people.values_list("email", flat=True))
