"""Where a request comes from, in words for people: the kind of device, a part of the address."""

import hashlib
import secrets
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from enquiries.views.guarding import network as address

COOKIE = "known_device"
COOKIE_LASTS = 365 * 24 * 60 * 60
SALT = "doors.device"
# The first that is found names it: most browsers also carry the names of others.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "an Android device"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
]
PART_THAT_IS_SHOWN = {4: 24, 6: 64}


def in_words(request: HttpRequest) -> str:
    """Like “Firefox on Windows”; made of our own words only, whatever the browser sends."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "an unknown device")
    return f"{browser} on {system}"


def network(request: HttpRequest) -> str:
    """The neighbourhood that the request came from, like 203.0.113.0/24; "" when nobody knows."""
    try:
        ip = ip_address(address(request))
    except ValueError:
        return ""
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip_network((ip, PART_THAT_IS_SHOWN[ip.version]), strict=False))


def token_hash(request: HttpRequest) -> str:
    """Of the cookie with which a browser knows itself; "" without one, or with a forged one."""
    try:
        token = request.get_signed_cookie(COOKIE, salt=SALT, max_age=COOKIE_LASTS)
    except (KeyError, signing.BadSignature):
        return ""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> tuple[str, str]:
    """A token for the cookie, and its hash."""
    token = secrets.token_urlsafe(24)
    return token, hashlib.sha256(token.encode()).hexdigest()


def set_cookie(response: HttpResponse, token: str) -> None:
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=COOKIE_LASTS,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
