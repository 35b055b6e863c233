"""The account of somebody who was invited by mail and has set no password yet.

It is marked where the password will stand, so the mark ends with the first one, however it is set.
"""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser

from tpi_site.doors.links import Tokens, gets_mail

# Microseconds since 1970 follow: each invitation has another mark, which ends earlier links.
MARK = f"{UNUSABLE_PASSWORD_PREFIX}invited."
# Mail may take some minutes, and a link that is on its way should not end before it is there.
AGAIN_AFTER = timedelta(minutes=5)


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
    return bool(number(user)) and gets_mail(user)


tokens = Tokens("invitation", timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT), is_open)
