"""Reads where mail goes and who sends it from EMAIL_URL and EMAIL_FROM."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from tpi_site.environment import PLAIN_HOST, own_folder, text

SMTP = "tpi_site.smtp.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
# Plain is for a relay on this machine or beside it: it takes no password, which all could read.
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
NAMED_SENDER = re.compile(r"[^<>()\[\]\\,;:@\"]+<([^<>\s]+)>")


@dataclass(frozen=True)
class MailRoute:
    """Django's mail settings, and in `goes_to` the same in a few plain words."""

    backend: str
    goes_to: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    folder: str | None = None

    def __repr__(self) -> str:
        """Without the password, for this may end in a log."""
        return f"<MailRoute to {self.goes_to}>"


def mail_route(default_folder: Path) -> MailRoute:
    """What EMAIL_URL names; without it, a folder that keeps each mail as a file."""
    url = text("EMAIL_URL")
    if not url:
        return _to_folder(default_folder)
    try:
        parts = urlsplit(url)
        route = _to_server(parts) if parts.scheme in PORTS else _to_folder(_folder(parts))
    except ValueError:
        # The reason is left out: it may quote the password.
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be used. Write smtp://user:password@host:587, "
            "smtps://user:password@host:465, smtp+plain://host:25 (no password) or file:///folder; "
            "in user and password write %40 for @, %2F for /, %3A for : and %25 for %."
        ) from None
    return route


def sender(site_url: str) -> str:
    """EMAIL_FROM, or guide@ and the host of the site."""
    given = text("EMAIL_FROM")
    if not given:
        return f"guide@{_mail_host(urlsplit(site_url).hostname)}"
    named = NAMED_SENDER.fullmatch(given) if given.isprintable() else None
    try:
        validate_email(named[1] if named else given)
    except ValidationError:
        raise ImproperlyConfigured(
            f"EMAIL_FROM is “{given}”. Write an address like guide@clinic.example, "
            "or with a name: Spine Clinic <guide@clinic.example>"
        ) from None
    return given


def _to_folder(folder: Path) -> MailRoute:
    own_folder(folder, "mail folder", "EMAIL_URL")
    return MailRoute(FILES, f"the folder {folder}", folder=str(folder))


def _folder(parts: SplitResult) -> Path:
    folder = Path(unquote(parts.path, errors="strict"))
    rest = parts.netloc or parts.query or parts.fragment
    if parts.scheme != "file" or rest or folder == Path(folder.anchor) or not folder.is_absolute():
        raise ValueError
    return folder


def _to_server(parts: SplitResult) -> MailRoute:
    credentials, _, address = parts.netloc.rpartition("@")
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    if not PLAIN_HOST.fullmatch(address) or not port:
        raise ValueError
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    user, password = _credentials(credentials, parts.scheme)
    host = parts.hostname
    return MailRoute(
        backend=SMTP,
        goes_to=f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        host=host,
        port=port,
        user=user,
        password=password,
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
    )


def _credentials(given: str, scheme: str) -> tuple[str, str]:
    """User and password, both or neither; smtplib can send ASCII only."""
    if not given:
        return "", ""
    user, _, password = (unquote(part, errors="strict") for part in given.partition(":"))
    usable = all(part.isascii() and part.isprintable() and part for part in (user, password))
    if not usable or scheme == "smtp+plain":
        raise ValueError
    return user, password


def _mail_host(host: str) -> str:
    """Mail knows no bare numbers as hosts."""
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"
