"""A signed token in the form: proof that it came from here and when, without any cookie."""

import secrets
import time
from typing import NamedTuple
from unicodedata import normalize

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

SALT = "enquiries.formtoken"
LONGEST_SECONDS = 24 * 60 * 60
LONGEST_TOKEN = 200  # characters; ours have about 75


class Refused(Exception):
    """The form must be shown again, with a new token and what was typed."""


class Missing(Refused):
    pass


class Expired(Refused):
    pass


class Forged(Refused):
    pass


class FormToken(NamedTuple):
    """`age_seconds` is None where the age says nothing about who filled the form in."""

    nonce: str
    age_seconds: float | None


AGAIN = "a"  # marks the token of a form that was shown again, filled in


def issue(*, again: bool = False) -> str:
    """`again` is for a form that comes back with its words: pressing Send takes no time then."""
    value = f"{secrets.token_urlsafe(12)}.{int(time.time() * 1000)}{AGAIN if again else ''}"
    return Signer(salt=SALT).sign(value)


def read(token: str | None) -> FormToken:
    """Raises Missing, Forged, or after 24 hours Expired."""
    if not token:
        raise Missing
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise Forged
    try:
        nonce, _, issued = Signer(salt=SALT).unsign(token).partition(".")
    except BadSignature:
        raise Forged from None
    age = time.time() - int(issued.removesuffix(AGAIN)) / 1000
    if age > LONGEST_SECONDS:
        raise Expired
    # A clock that was set back, or a second one that is behind, makes nobody a program.
    is_telling = age >= 0 and not issued.endswith(AGAIN)
    return FormToken(nonce, age if is_telling else None)


def submission_key(nonce: str, *parts: object) -> str:
    """64 hex digits: the same for the same words from the same page, however they are spaced.

    So a double click or a reload is one submission, and an edited message is another.
    """
    words = "\n".join([nonce, *(" ".join(normalize("NFC", str(part)).split()) for part in parts)])
    text = words.encode(errors="replace")  # half a surrogate pair is no reason to fail
    return salted_hmac("enquiries.submission", text, algorithm="sha256").hexdigest()
