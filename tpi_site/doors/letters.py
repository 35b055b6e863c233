"""Mails to a person about their own account: what happened and what to do if it was not them."""

import json
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from enquiries.handling import posting
from enquiries.models import OutboxMessage, contact_hashes
from tpi_site.doors import invitations, links

# What the link in it is; the others have none that opens anything.
LINKS = {"invitation": invitations.tokens, "forgotten": links.new_password}
LETTERS = {
    *LINKS,
    "account_ready",
    "new_device",
    "password_changed",
    "second_factor_changed",
    "second_factor_reset",
    "email_changed",
}


def post(letter: str, user: AbstractBaseUser, *, to: str | None = None, **about: str) -> None:
    """Inside the transaction of what it tells about; to the address of the account unless another
    one is given. Somebody without an address gets none."""
    address = user.email if to is None else to
    if user.is_active and address:
        kept = json.dumps({"letter": letter, "about": about, "to": user.pk})
        posting.post(OutboxMessage.Kind.DESK, to=address, payload=kept)


def post_link(letter: str, user: AbstractBaseUser, **about: str) -> None:
    """As `post`; the link itself is made when the mail leaves, so none lies in the outbox."""
    post(letter, user, state=LINKS[letter].state(user), **about)


def name_of(person: AbstractBaseUser) -> str:
    """Of whoever did something for somebody else."""
    return person.get_full_name() or person.get_username()


def build(letter: str, about: dict, user: AbstractBaseUser) -> tuple[str, str] | None:
    """Subject and body; None for a link that is of no use any more, or has another address now."""
    context = about | {
        "username": user.get_username(),
        "name": user.get_short_name() or user.get_username(),
        "site": settings.SITE_URL,
        "link": settings.SITE_URL + reverse("admin:my_sign_ins"),
    }
    if tokens := LINKS.get(letter):
        # What was posted before a change may go to an address that was wrong.
        if not tokens.opens(user) or about["state"] != tokens.state(user):
            return None
        context["link"] = settings.SITE_URL + tokens.path(user)
        context["until"] = timezone.now() + tokens.lasts
    if "at" in about:
        context["at"] = datetime.fromisoformat(about["at"])
    text = render_to_string(f"doors/mail/{letter}.txt", context)
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"


def how_the_invitation_goes(user: AbstractBaseUser) -> str:
    """What became of its mail, in a sentence for whoever looks after the account;
    "" when nobody knows any more."""
    if not links.reach_people():
        return f"This site sends no mail: the invitation lies in {settings.MAIL_GOES_TO}."
    mails = OutboxMessage.objects.filter(
        kind=OutboxMessage.Kind.DESK,
        to_hash__in=contact_hashes(user.email),
        created_at__gte=invitations.invited_at(user),
    )
    mail = mails.first()
    if mail is None:
        return ""
    if mail.state == OutboxMessage.State.SENT:
        return "The mail has left."
    if mail.problem:
        return f"The mail has not left ({mail.problem}). Check the address."
    return "The mail is on its way."
