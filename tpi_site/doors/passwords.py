"""Refuses passwords that a guessing program tries early.

Django's own list holds 20,000 passwords from breaches, but most are shorter than the twelve letters
that are needed here. People make them longer in the same few ways, so what is looked at is the
plain word beneath.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from content.models import current_guide

ROWS = [
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
]
RUN = 3  # keys beside each other that count as a row
DISGUISES = str.maketrans("@4301!$57+", "aaeoiisst" + "t")
LEAST_LEFT = 6  # letters and digits that must be left without what is easy to guess
LEAST_DIFFERENT = 5
NAMED = 4  # letters from which a name counts


class _Rule:
    words = ""

    def validate(self, password: str, user=None) -> None:
        if self.is_weak(password.casefold(), user):
            raise ValidationError(self.words, code=type(self).__name__)

    def get_help_text(self) -> str:
        return self.words


class NotAKnownOneInDisguise(_Rule):
    """“P@ssword2026!” is “password”."""

    words = "Do not use a common password with digits or signs around it or in place of letters."

    def __init__(self):
        self.known = CommonPasswordValidator().passwords

    def is_weak(self, password: str, user) -> bool:
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)
        forms = {bare, password.translate(DISGUISES), bare.translate(DISGUISES)}
        plain = {re.sub(r"^[\W\d_]+|[\W\d_]+$", "", form) for form in forms}
        joined = {re.sub(r"[\W_]", "", form) for form in plain}
        return any(self._is_known(form) for form in plain | joined)

    def _is_known(self, form: str) -> bool:
        """Also two known ones beside each other, unless they are words of a longer sentence."""
        if form in self.known:
            return True
        halves = ((form[:cut], form[cut:]) for cut in range(NAMED, len(form) - NAMED + 1))
        return any(one in self.known and other in self.known for one, other in halves)


class NotARowOfKeys(_Rule):
    words = "Do not use keys that lie beside each other, like “qwerty” or “1234”."

    def is_weak(self, password: str, user) -> bool:
        return len(re.sub(r"[\W_]", "", without_rows(password))) < LEAST_LEFT


def without_rows(password: str) -> str:
    runs = {
        row[at : at + RUN]
        for line in ROWS
        for row in (line, line[::-1])
        for at in range(len(row) - RUN + 1)
    }
    in_a_row: set[int] = set()
    for at in range(len(password) - RUN + 1):
        if password[at : at + RUN] in runs:
            in_a_row.update(range(at, at + RUN))
    return "".join(letter for at, letter in enumerate(password) if at not in in_a_row)


class NotOverAndOver(_Rule):
    words = "Do not repeat the same few letters."

    def is_weak(self, password: str, user) -> bool:
        repeats = re.fullmatch(r"(.{1,24}?)\1+.{0,3}", password, re.DOTALL)
        return len(set(password)) < LEAST_DIFFERENT or bool(repeats)


class NotANameOfOurs(_Rule):
    words = "Do not use the name of the clinic, of this site, or your own."

    def is_weak(self, password: str, user) -> bool:
        left = re.sub(r"[\W_]", "", password)
        for name in sorted(names(user), key=len, reverse=True):
            left = left.replace(name, "")
        return len(re.sub(r"\d", "", left)) < LEAST_LEFT and left != re.sub(r"[\W_]", "", password)


def names(user) -> set[str]:
    """Words of four letters or more, without signs between them."""
    own = ["username", "first_name", "last_name", "email"]
    of_user = [str(getattr(user, name, "") or "") for name in own] if user else []
    site = urlsplit(settings.SITE_URL).hostname or ""
    words = re.findall(r"\w+", " ".join([current_guide().clinic.name, site, *of_user]).casefold())
    return {word for word in words if len(word) >= NAMED}
