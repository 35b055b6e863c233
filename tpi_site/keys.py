"""The secret keys of the site, from the environment or from files that are made once."""

import os
import secrets
import tempfile
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from tpi_site.environment import text, words, write_through

SHORTEST_SECRET = 40  # characters


def secret_key(folder: Path) -> str:
    """SECRET_KEY, or one that is made once and kept in the data folder with mode 0600."""
    given = text("SECRET_KEY")
    if given:
        if len(given) < SHORTEST_SECRET:
            raise ImproperlyConfigured(
                "SECRET_KEY is too short. Write 50 or more random characters, "
                "or leave it out and one is made for you."
            )
        return given
    path = folder / "secret_key"
    kept = _kept(path, "SECRET_KEY", lambda: secrets.token_urlsafe(50)).strip()
    if not kept.isascii() or len(kept) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"the secret key in {path} is damaged. Delete the file and a new one is made; "
            "everyone who is signed in must sign in again."
        )
    return kept.decode()


def older_secret_keys() -> list[str]:
    """SECRET_KEY_FALLBACKS. A short one would let strangers sign as well as a short SECRET_KEY."""
    older = words("SECRET_KEY_FALLBACKS")
    if any(len(key) < SHORTEST_SECRET for key in older):
        raise ImproperlyConfigured(
            "SECRET_KEY_FALLBACKS holds a key that is too short. Write each older key whole, with "
            "commas between, or leave it out."
        )
    return older


def enquiry_keys(folder: Path) -> list[str]:
    """Keys for what patients write, see `kept_keys`."""
    return kept_keys(
        folder / "enquiry_keys",
        "ENQUIRY_KEYS",
        "the keys to the messages of patients",
        "without its keys no stored message can be read",
    )


def kept_keys(path: Path, name: str, what: str, loss: str) -> list[str]:
    """Fernet keys, the newest first: from the setting of that name, or a file of one a line.

    The file is made once, with one key and mode 0600. What a lost key closed stays closed, so a
    damaged file ends the start and is never replaced.
    """
    if text(name):
        keys = words(name)
        if not keys or not all(map(_is_fernet_key, keys)):
            raise ImproperlyConfigured(
                f"{name} holds a key that cannot be used. Write each key whole (44 characters "
                "of url-safe base64), the newest first, with commas between."
            )
        return keys
    kept = _kept(path, name, lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode())
    keys = kept.decode(errors="replace").split()
    if not keys or not all(map(_is_fernet_key, keys)):
        raise ImproperlyConfigured(
            f"{what} in {path} cannot be used. Put the file back from where you keep a copy; "
            f"{loss}."
        )
    return keys


def _is_fernet_key(word: str) -> bool:
    try:
        key = urlsafe_b64decode(word)
    except ValueError:
        return False
    # Decoding passes over stray characters; only the one right spelling may name a key.
    return len(key) == 32 and urlsafe_b64encode(key).decode() == word


def _kept(path: Path, name: str, make: Callable[[], str]) -> bytes:
    """What the file at the path holds; what `make` gives is written there once."""
    try:
        if not path.exists():
            _write_once(path, make())
        return path.read_bytes()
    except OSError as error:
        raise ImproperlyConfigured(
            f"the file {path} cannot be read or written ({error.strerror}). "
            f"Give this user the right to the file, or set {name}."
        ) from None


def _write_once(path: Path, content: str) -> None:
    """The whole file or none, on the disk; when two processes start at once, the first one wins."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(f"{content}\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
    write_through(path.parent)
