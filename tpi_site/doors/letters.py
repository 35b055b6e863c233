"""Mails to a person about their own account: what happened and what to do if it was not them."""

import json
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.template.loader import render_to_string
from django.urls import reverse

from enquiries.handling import posting
from enquiries.models import OutboxMessage

LETTERS = {
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


def build(letter: str, about: dict, user: AbstractBaseUser) -> tuple[str, str]:
    """Subject and body."""
    context = about | {
        "name": user.get_short_name() or user.get_username(),
        "site": settings.SITE_URL,
        "link": settings.SITE_URL + reverse("admin:my_sign_ins"),
    }
    if "at" in about:
        context["at"] = datetime.fromisoformat(about["at"])
    text = render_to_string(f"doors/mail/{letter}.txt", context)
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"
