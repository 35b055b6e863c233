"""What logs and metrics may know of the request in hand: its number, method and route. Never its
path, which may hold a secret or what a person typed."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")
NO_ROUTE = "none"


@dataclass(slots=True)
class Asked:
    id: str
    method: str
    route: str = NO_ROUTE


current: ContextVar[Asked | None] = ContextVar("asked", default=None)


def asked(request: HttpRequest) -> Asked:
    method = request.method if request.method in METHODS else "OTHER"
    return Asked(number(request), method)


def number(request: HttpRequest) -> str:
    """The proxy's own, so that its log and ours tell of the same request; else a new one."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if NUMBER.fullmatch(given) else secrets.token_hex(6)


def route(request: HttpRequest) -> str:
    """One of a limited number of words, like "content:article"."""
    match = request.resolver_match
    if match:
        return match.view_name or match.route or NO_ROUTE
    return "static" if request.path.startswith(settings.STATIC_URL) else NO_ROUTE
