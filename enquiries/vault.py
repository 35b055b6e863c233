"""Keeps what patients write unreadable without keys that lie outside the database.

`settings.ENQUIRY_KEYS` is a list of Fernet keys. The first one encrypts; all of them decrypt, so a
new key can be put in front while older rows still wait for `manage.py reencrypt`.
"""

import hashlib
import hmac
from contextlib import suppress
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """No key opens this value: the right key is missing, or the value was damaged."""


def encrypt(text: str) -> str:
    return _fernet(tuple(settings.ENQUIRY_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises Unreadable."""
    try:
        return _fernet(tuple(settings.ENQUIRY_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise Unreadable("No key in ENQUIRY_KEYS opens this value.") from None


def open_with(token: str) -> tuple[str, int]:
    """The text and the place of the key that opens it, 0 for the newest. Raises Unreadable."""
    for place, key in enumerate(settings.ENQUIRY_KEYS):
        with suppress(InvalidToken):
            return _fernet((key,)).decrypt(token.encode()).decode(), place
    raise Unreadable("No key in ENQUIRY_KEYS opens this value.")


def keyed_hash(purpose: str, text: str) -> str:
    """64 hex digits that cannot be guessed without the key, for finding and comparing."""
    return keyed_hashes(purpose, text)[0]


def keyed_hashes(purpose: str, text: str) -> list[str]:
    """The same under every key, the newest first: rows may still carry the hash of an older one."""
    return [_hash(key, purpose, text) for key in settings.ENQUIRY_KEYS]


def _hash(key: str, purpose: str, text: str) -> str:
    return hmac.new(_hash_key(key, purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=64)
def _hash_key(key: str, purpose: str) -> bytes:
    """A key for one purpose, so that hashes made for different ends cannot be compared."""
    return hmac.new(key.encode(), f"enquiries.{purpose}".encode(), hashlib.sha256).digest()


@lru_cache(maxsize=16)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
