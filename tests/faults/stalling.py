"""Opens many connections that stall: with nothing said, half a line, half a header, half a form."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

HOST = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
POST = b"POST /contact/ HTTP/1.1\r\n" + HOST + FORM
HALVES = [b"", b"GET /rec", b"GET / HTTP/1.1\r\nHost: ", b"GET / HTTP/1.1\r\n" + HOST + b"X: "]
HALF_FORM = POST + b"Content-Length: 50\r\n\r\na="


@contextmanager
def stalled(address: str, wanted: int) -> Iterator[tuple[int, int]]:
    """How many are open inside the `with`, and how many this process may open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(wanted, (hard if hard > 0 else wanted) - 500)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most + 400), hard))
    host, port = address.partition("://")[2].split(":")
    try:
        with ExitStack() as held:
            opened = 0
            for number in range(most):
                raw = socket.socket()
                held.callback(raw.close)
                raw.settimeout(5)
                with suppress(OSError):
                    raw.connect((host, int(port)))
                    raw.send(HALF_FORM if number % 20 == 19 else HALVES[number % len(HALVES)])
                    opened += 1
            yield opened, most
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
