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
    nonce: str
    age_seconds: float


def issue() -> str:
    return Signer(salt=SALT).sign(f"{secrets.token_urlsafe(12)}.{int(time.time() * 1000)}")


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
    # A clock that was set back makes nobody a forger.
    age = max(0.0, time.time() - int(issued) / 1000)
    if age > LONGEST_SECONDS:
        raise Expired
    return FormToken(nonce, age)


def submission_key(nonce: str, *parts: object) -> str:
    """64 hex digits: the same for the same words from the same page, however they are spaced.

    So a double click or a reload is one submission, and an edited message is another.
    """
    words = "\n".join([nonce, *(" ".join(normalize("NFC", str(part)).split()) for part in parts)])
    text = words.encode(errors="replace")  # half a surrogate pair is no reason to fail
    return salted_hmac("enquiries.submission", text, algorithm="sha256").hexdigest()
