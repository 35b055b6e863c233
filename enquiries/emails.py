"""The words of mails: they say that there is something to read, never what it is or about whom.

Nothing that a patient typed gets into a mail, except the address that it goes to.
"""

from dataclasses import dataclass, field
from typing import NamedTuple
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


class Words(NamedTuple):
    subject: str
    body: str


@dataclass(frozen=True)
class Letter:
    """Which template, in which language, and what it may use."""

    template: str
    language: str = Enquiry.Language.ENGLISH
    context: dict = field(default_factory=dict)

    def words(self) -> Words:
        """The subject is the first line of the template."""
        context = self.context | {"clinic": site().clinic()}
        with translation.override(self.language):
            text = render_to_string(f"enquiries/mail/{self.template}.txt", context)
        subject, _, body = text.partition("\n")
        return Words(subject, body.strip() + "\n")


def build(message: OutboxMessage) -> EmailMessage | None:
    """The mail as it is true now; None when there is nothing to say any more.

    The same row gives the same Message-ID each time. Raises TooLate, and ValidationError for an
    address that cannot be one.
    """
    words = WORDS[message.kind](message)
    if words is None:
        return None
    validate_email(message.to)
    return EmailMessage(
        subject=words.subject,
        body=words.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers=HEADERS | {"Message-ID": message_id(message)},
    )


def message_id(message: OutboxMessage) -> str:
    host = urlsplit(settings.SITE_URL).hostname
    return f"<{message.pk}@{f'[IPv6:{host}]' if ':' in host else punycode(host)}>"


def _to_staff(message: OutboxMessage) -> Words | None:
    new = Enquiry.objects.filter(status=Enquiry.Status.NEW)
    counts = new.aggregate(new=Count("pk"), urgent=Count("pk", filter=Q(is_urgent=True)))
    if not counts["new"]:
        return None
    link = settings.SITE_URL + reverse("admin:enquiries_enquiry_changelist")
    return Letter("staff", context=counts | {"link": link}).words()


def _received(message: OutboxMessage) -> Words | None:
    if message.enquiry is None or not message.enquiry.is_open:
        return None
    return Letter(f"received.{message.enquiry.language}", message.enquiry.language).words()


def _answer(message: OutboxMessage) -> Words | None:
    reply = message.reply
    if reply is None or reply.state != Reply.State.SENDING:
        return None
    if reply.expires_at <= timezone.now():
        raise TooLate
    language = message.enquiry.language
    link = settings.SITE_URL + reverse("enquiries:answer", args=[message.payload])
    context = {"link": link, "until": reply.expires_at}
    return Letter(f"answer.{language}", language, context).words()


def _from_the_desk(message: OutboxMessage) -> Words | None:
    words = site().letter(message.payload)
    return words and Words(*words)


WORDS = {
    OutboxMessage.Kind.STAFF: _to_staff,
    OutboxMessage.Kind.RECEIVED: _received,
    OutboxMessage.Kind.ANSWER: _answer,
    OutboxMessage.Kind.DESK: _from_the_desk,
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
