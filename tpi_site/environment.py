"""Reads settings from the environment; a bad value ends in a sentence that says what to do."""

import os
import re
from ipaddress import IPv6Address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# A name, or an address of version 6 in brackets; then perhaps a port. No user and no "*".
PLAIN_HOST = re.compile(r"([\w-][\w.-]*|\[[0-9a-f:.]+\])(:[0-9]+)?", re.IGNORECASE)
# What browsers send as the name of a host: ASCII only, and no empty part between two dots.
SENT_HOST = re.compile(r"[\w-]+(\.[\w-]+)*|\[[0-9a-f:.]+\]", re.ASCII | re.IGNORECASE)
USUAL_PORTS = {"http": ":80", "https": ":443"}
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


def one_of(name: str, default: str, choices: list[str]) -> str:
    value = text(name, default).lower()
    if value in choices:
        return value
    raise ImproperlyConfigured(f"{name} is “{value}”. Write {' or '.join(choices)}.")


def token(name: str) -> str:
    """A long random word, or "" when there is none. It is sent in a header, so it is plain."""
    value = text(name)
    if not value or re.fullmatch(r"[\w.~+/=-]{32,200}", value, re.ASCII):
        return value
    raise ImproperlyConfigured(
        f"{name} cannot be used. Write 32 or more random letters and digits, "
        "like those that this prints: openssl rand -hex 32"
    )


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
    """The public address of the site as browsers spell it: small letters, no port that goes
    without saying, no slash at its end."""
    value = text("SITE_URL", default).rstrip("/")
    try:
        parts = urlsplit(value.lower())
        parts.port  # noqa: B018 - a bad port raises here and nowhere later
    except ValueError:
        parts = urlsplit("")
    plain = f"{parts.scheme}://{parts.netloc}" == value.lower() and PLAIN_HOST.fullmatch(
        parts.netloc
    )
    if parts.scheme in USUAL_PORTS and plain and SENT_HOST.fullmatch(_bracketed(parts.hostname)):
        return f"{parts.scheme}://{parts.netloc.removesuffix(USUAL_PORTS[parts.scheme])}"
    raise ImproperlyConfigured(
        f"SITE_URL is “{value}”. Write the public address of the site, like "
        "https://guide.example.org; a name with other letters as browsers send it (xn--…)."
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def host_names(name: str) -> list[str]:
    """Names without scheme, port and path, as Django compares them: “*” stands for all, a dot in
    front for a domain and what is under it."""
    names = words(name)
    for value in names:
        if value != "*" and not SENT_HOST.fullmatch(value.removeprefix(".")):
            raise ImproperlyConfigured(
                f"{name} holds “{value}”. Write names alone, like guide.example.org, with commas "
                "between: no https://, no port and no path."
            )
    return names


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
    return own_folder(folder, "data folder", "DATA_DIR")


def own_folder(folder: Path, what: str, name: str) -> Path:
    """A folder to write to, made with mode 0700 when missing; `name` is the setting to change."""
    advice = f"Set {name} to a folder that this user may write to."
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"the {what} {folder} cannot be made ({error.strerror}). {advice}"
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"the {what} {folder} cannot be written to. {advice}")
    return folder


def database(default: Path, threads: int = 4) -> dict:
    """Django's settings for DATABASE_URL: an SQLite file (the default) or a PostgreSQL server, with
    at most DATABASE_CONNECTIONS for each process, or as many as suit its threads."""
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
        options = PATIENCE | config.get("OPTIONS", {})
        return config | POSTGRESQL | {"OPTIONS": options | {"pool": connection_pool(threads)}}
    raise ImproperlyConfigured(
        "DATABASE_URL cannot be used. Write sqlite:////folder/site.sqlite3 "
        "or postgresql://user:password@host/name"
    )


# IMMEDIATE makes a second writer wait instead of failing; FULL keeps what was acknowledged
# through a power cut. Both were measured, see docs/decisions/0003-sqlite.md. What is erased is
# overwritten, see docs/decisions/0010-retention-and-erasure.md. The cache is in
# kibibytes and for each thread; the file lies in the memory of the system anyway. So are the
# statements, some 10 kB each: readers' pages have 26 of them.
SQLITE = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "cached_statements": 40,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=27000000; "
            "PRAGMA secure_delete=ON; PRAGMA cache_size=-250;"
        ),
    },
}
# A server that is gone without a word is noticed within half a minute, and asked for again.
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
# Connections are kept by the pool, and tried before they are given out.
POSTGRESQL = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


def connection_pool(threads: int) -> dict:
    from tpi_site.machines import postgresql  # psycopg is for those who use it

    most = number("DATABASE_CONNECTIONS", postgresql.most(threads), 2, 1000)
    return postgresql.pool(threads) | {"max_size": most}


def write_through(path: Path) -> None:
    """What was written to the file or the folder outlives a power cut. A new name in a folder does
    so only once the folder is written, too."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
