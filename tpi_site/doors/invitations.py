"""The account of somebody who was invited by mail and has set no password yet.

It is marked where the password will stand, so the mark ends with the first one, however it is set.
"""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tpi_site import mail_address

# Microseconds since 1970 follow: each invitation has another mark, which ends earlier links.
MARK = f"{UNUSABLE_PASSWORD_PREFIX}invited."
# Mail may take some minutes, and a link that is on its way should not end before it is there.
AGAIN_AFTER = timedelta(minutes=5)


class Tokens(PasswordResetTokenGenerator):
    """Of one person, one mail address and one mark, for settings.PASSWORD_RESET_TIMEOUT."""

    key_salt = "doors.invitation"


tokens = Tokens()


def new_mark() -> str:
    return f"{MARK}{time.time_ns() // 1000}"


def number(user: AbstractBaseUser) -> str:
    """Tells one invitation of this person from the next; "" for nobody who is invited."""
    return user.password.removeprefix(MARK) if user.password.startswith(MARK) else ""


def invited_at(user: AbstractBaseUser) -> datetime | None:
    """None for whoever has a password, or was never invited."""
    mark = number(user)
    return datetime.fromtimestamp(int(mark) / 1_000_000, UTC) if mark else None


def is_open(user: AbstractBaseUser) -> bool:
    """Whether a link may let this person in; not so for an account that is switched off."""
    return bool(number(user) and user.is_active and user.is_staff and user.email)


def path(user: AbstractBaseUser) -> str:
    """Where the password is set. One piece, which logs leave out (tpi_site/logs.py)."""
    who = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("admin:invitation", args=[who, tokens.make_token(user)])


def lasts() -> timedelta:
    return timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def reach_people() -> bool:
    """Whether mails leave this machine; without a mail server they lie in a folder."""
    return settings.EMAIL_BACKEND != mail_address.FILES
