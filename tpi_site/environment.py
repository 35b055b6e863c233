"""Reads settings from the environment; a bad value ends in a sentence that says what to do."""

import os
import re
import secrets
from ipaddress import IPv6Address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# A name, or an address of version 6 in brackets; then perhaps a port. No user and no "*".
PLAIN_HOST = re.compile(r"([\w-][\w.-]*|\[[0-9a-f:.]+\])(:[0-9]+)?", re.IGNORECASE)
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is “{value}”. Write true or false.")


def number(name: str, default: int, low: int, high: int) -> int:
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and low <= int(value) <= high:
        return int(value)
    raise ImproperlyConfigured(f"{name} is “{value}”. Write a whole number from {low} to {high}.")


def words(name: str) -> list[str]:
    """Values that are separated by commas, without the empty ones."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def host(default: str) -> str:
    """The name or number to listen on; an address of version 6 without its brackets."""
    value = text("HOST", default).strip("[]")
    try:
        if ":" in value:
            IPv6Address(value)
        elif not PLAIN_HOST.fullmatch(value):
            raise ValueError
    except ValueError:
        raise ImproperlyConfigured(
            f"it cannot listen on “{value}”. Set HOST to an address of this machine, like 127.0.0.1"
        ) from None
    return value


def site_url(default: str) -> str:
    """The public address of the site, without a slash at its end."""
    value = text("SITE_URL", default).rstrip("/")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - a bad port raises here and nowhere later
    except ValueError:
        parts = urlsplit("")
    plain = f"{parts.scheme}://{parts.netloc}" == value and PLAIN_HOST.fullmatch(parts.netloc)
    if parts.scheme in {"http", "https"} and plain:
        return value
    raise ImproperlyConfigured(
        f"SITE_URL is “{value}”. Write the public address of the site, like https://guide.example.org"
    )


def time_zone(default: str) -> str:
    value = text("TIME_ZONE", default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"TIME_ZONE is “{value}”. Write a name like America/Los_Angeles."
        ) from None
    return value


def data_folder(default: Path) -> Path:
    """The folder for everything the site keeps; made when missing, readable by its owner only."""
    folder = Path(text("DATA_DIR", str(default))).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"the data folder {folder} cannot be made ({error.strerror}). "
            "Set DATA_DIR to a folder that this user may write to."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"the data folder {folder} cannot be written to. "
            "Set DATA_DIR to a folder that this user may write to."
        )
    return folder


def database(default: Path) -> dict:
    """Django's settings for DATABASE_URL: an SQLite file (the default) or a PostgreSQL server."""
    url = text("DATABASE_URL", f"sqlite:///{default}")
    try:
        config = dict(dj_database_url.parse(url))
    except (ValueError, KeyError):
        config = {}
    if not all(value.isprintable() for value in config.values() if isinstance(value, str)):
        config = {}
    engine = config.get("ENGINE", "")
    if engine.endswith("sqlite3") and config.get("NAME") not in ("", ":memory:"):
        return config | SQLITE
    if engine.endswith("postgresql") and config.get("NAME"):
        options = {"connect_timeout": 5} | config.get("OPTIONS", {})
        return config | POSTGRESQL | {"OPTIONS": options}
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be used. Write sqlite:////folder/site.sqlite3 "
        "or postgresql://user:password@host/name"
    )


# IMMEDIATE makes a second writer wait instead of failing; FULL keeps what was acknowledged
# through a power cut. Both were measured, see docs/decisions/0003-sqlite.md.
SQLITE = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=27000000;"
        ),
    },
}
POSTGRESQL = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def secret_key(folder: Path) -> str:
    """SECRET_KEY, or one that is made once and kept in the data folder with mode 0600."""
    given = text("SECRET_KEY")
    if given:
        if len(given) < 40:
            raise ImproperlyConfigured(
                "SECRET_KEY is too short. Write 50 or more random characters, "
                "or leave it out and one is made for you."
            )
        return given
    path = folder / "secret_key"
    try:
        return _kept_key(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"the secret key {path} cannot be read or written ({error.strerror}). "
            "Give this user the right to the file, or set SECRET_KEY."
        ) from None


def _kept_key(path: Path) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def _read_key(path: Path) -> str:
    kept = path.read_bytes().strip()
    key = kept.decode() if kept.isascii() else ""
    if len(key) < 40:
        raise ImproperlyConfigured(
            f"the secret key in {path} is damaged. Delete the file and a new one is made; "
            "everyone who is signed in must sign in again."
        )
    return key
