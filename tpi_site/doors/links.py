"""Links in mails behind which a person sets the password of their account.

Each ends with its time, and with whatever changes the password, the mail address or the last
sign-in, so it works once.
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode

from enquiries import vault
from tpi_site import mail_address

HOUR = timedelta(hours=1)


class Tokens(PasswordResetTokenGenerator):
    """Of one kind of link. `page` is where it leads, in the admin; `lasts` no longer than
    settings.PASSWORD_RESET_TIMEOUT; `opens` says for whom there may be one now."""

    def __init__(self, page: str, lasts: timedelta, opens: Callable[[AbstractBaseUser], bool]):
        super().__init__()
        self.key_salt = f"doors.{page}"
        self.page, self.lasts, self.opens = page, lasts, opens

    def check_token(self, user: AbstractBaseUser, token: str | None) -> bool:
        return self.opens(user) and super().check_token(user, token) and not self._is_over(token)

    def _is_over(self, token: str) -> bool:
        age = self._num_seconds(self._now()) - base36_to_int(token.partition("-")[0])
        return age > self.lasts.total_seconds()

    def path(self, user: AbstractBaseUser) -> str:
        """Where the password is set. One piece, which logs leave out (tpi_site/logs.py)."""
        who = urlsafe_base64_encode(force_bytes(user.pk))
        return reverse(f"admin:{self.page}", args=[who, self.make_token(user)])

    def state(self, user: AbstractBaseUser) -> str:
        """Another one as soon as links that were made before do not work any more."""
        return vault.keyed_hash(self.key_salt, self._make_hash_value(user, 0))

    def lasts_in_words(self) -> str:
        hours = self.lasts // HOUR
        count, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
        return f"{count} {unit}{'' if count == 1 else 's'}"


def gets_mail(user: AbstractBaseUser) -> bool:
    """Whether a link may let this person in; not so for an account that is switched off."""
    return bool(user.is_active and user.is_staff and user.email)


def _has_password(user: AbstractBaseUser) -> bool:
    """Whoever was only invited has none, and neither has who is to sign in by no password."""
    return gets_mail(user) and user.has_usable_password()


# For somebody who forgot the old one.
new_password = Tokens("new_password", HOUR, _has_password)


def reach_people() -> bool:
    """Whether mails leave this machine; without a mail server they lie in a folder."""
    return settings.EMAIL_BACKEND != mail_address.FILES
