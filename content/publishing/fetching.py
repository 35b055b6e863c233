"""Asks an address on the web whether it still answers. It cannot be led into our own network.

Names are resolved here and the connection goes to the very address that was checked, so that a
name which changes between the check and the connection gains nothing.
"""

import ipaddress
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Literal
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

# For one answer, and for one address with all its moves.
SECONDS, ALL_SECONDS = 8, 30
MOST_MOVES = 5
PORTS = {"http": 80, "https": 443}
# A server that guards itself against programs may still show the page to people.
GUARDED = {401, 403, 405, 406, 407, 429, 451, 501, 503, 999}
MOVED = {301, 302, 303, 307, 308}

Outcome = Literal["answers", "fails", "guarded", "unreachable"]


@dataclass(frozen=True)
class Answer:
    """`problem` is the kind of failure in a few words. "unreachable" may be the fault of our own
    network; "guarded" says nothing about the page."""

    outcome: Outcome
    problem: str = ""


class NotAllowed(ValueError):
    """The address leads somewhere that this server must not call."""


def ask(url: str, *, may_be_local: bool = False) -> Answer:
    """Tries HEAD, and GET where the server does not want it. Reads no content.

    `may_be_local` is for tests: it lets the address lead to this machine.
    """
    question = _Question(may_be_local, time.monotonic() + ALL_SECONDS)
    try:
        answer = question.follow(url, "HEAD")
        return question.follow(url, "GET") if answer.outcome in ("guarded", "fails") else answer
    except NotAllowed:
        return Answer("fails", "address not allowed")


@dataclass(frozen=True)
class _Question:
    may_be_local: bool
    until: float

    def follow(self, url: str, method: str) -> Answer:
        for _ in range(MOST_MOVES + 1):
            try:
                status, location = self._request(urlsplit(url), method)
            except NotAllowed:
                raise
            except (OSError, HTTPException, ValueError) as error:
                return _failure(error)
            if status not in MOVED or not location:
                return _judged(status)
            url = urljoin(url, location)
        return Answer("fails", "moves in a circle")

    def _request(self, parts: SplitResult, method: str) -> tuple[int, str]:
        """Status and, for a page that moved, where to."""
        seconds = min(SECONDS, self.until - time.monotonic())
        if seconds <= 0:
            raise TimeoutError
        host, port = self._host(parts)
        connection = _connection(parts.scheme, host, port, self._address(host, port), seconds)
        # A server that sends a letter now and then would outlast the timeout of the socket.
        hang_up = threading.Timer(seconds, _hang_up, [connection])
        hang_up.daemon = True
        hang_up.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path, headers=_headers())
            response = connection.getresponse()
            return response.status, response.headers.get("Location", "")
        finally:
            hang_up.cancel()
            connection.close()

    def _host(self, parts: SplitResult) -> tuple[str, int]:
        if parts.scheme not in PORTS or not parts.hostname or parts.username:
            raise NotAllowed
        usual = PORTS[parts.scheme]
        if parts.port not in (None, usual) and not self.may_be_local:
            raise NotAllowed
        return parts.hostname, parts.port or usual

    def _address(self, host: str, port: int) -> str:
        """The address to call. One private answer among several is enough to refuse them all."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not self.may_be_local and not all(map(is_public, addresses)):
            raise NotAllowed
        return addresses[0]


def _failure(error: Exception) -> Answer:
    """A name that is not found and a call that nobody takes may be our own network's fault."""
    match error:
        case ssl.SSLError():
            return Answer("fails", "no safe connection")
        case TimeoutError():
            return Answer("unreachable", "no answer in time")
        case socket.gaierror():
            return Answer("unreachable", "name not found")
        case OSError():
            return Answer("unreachable", "no connection")
    return Answer("fails", "no proper answer")


def _judged(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer("answers")
    outcome = "guarded" if status in GUARDED else "fails"
    return Answer(outcome, f"status {status}")


def is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (parsed, *_inside(parsed)))


def _inside(address: ipaddress.IPv4Address | ipaddress.IPv6Address):
    """The IPv4 addresses that an IPv6 address can stand for."""
    if isinstance(address, ipaddress.IPv6Address):
        yield from filter(None, (address.ipv4_mapped, address.sixtofour))
        yield from address.teredo or ()
        if address in _NAT64:
            yield ipaddress.IPv4Address(address.packed[-4:])


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _connection(scheme: str, host: str, port: int, address: str, seconds: float) -> HTTPConnection:
    """To the address that was checked, under the name that was asked for."""
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    connection = kinds[scheme](host, port, timeout=seconds)
    connection._create_connection = lambda _, timeout, source: socket.create_connection(
        (address, port), timeout, source
    )
    return connection


def _hang_up(connection: HTTPConnection) -> None:
    with suppress(OSError):
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"link check of {settings.SITE_URL}",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
