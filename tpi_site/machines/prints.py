"""Prints of what must be the same on all machines, to be compared without being shown."""

import hashlib
import socket

from django.conf import settings
from django.core.files.storage import default_storage

KEYS = ("SECRET_KEY", "ENQUIRY_KEYS")


def own_prints() -> dict[str, list[str]]:
    return {
        "SECRET_KEY": prints("SECRET_KEY", settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS),
        "ENQUIRY_KEYS": prints("ENQUIRY_KEYS", *settings.ENQUIRY_KEYS),
        "pictures": [pictures()],
    }


def prints(name: str, *keys: str) -> list[str]:
    """Slow to make on purpose, some 20 ms: nobody finds a weak key by trying."""
    return [
        hashlib.scrypt(key.encode(), salt=f"guide.{name}".encode(), n=2**13, r=8, p=1).hex()[:32]
        for key in keys
    ]


def pictures() -> str:
    """A folder is on one machine only."""
    place = getattr(default_storage, "place", None)
    return place or f"folder {socket.gethostname()}:{settings.MEDIA_ROOT}"
