"""What no browser sends, over a socket to the real server: it refuses, or hangs up, and goes on."""

import os
import re
import socket
import time
from contextlib import suppress

import pytest

from tests.faults.stalling import HOST, POST, stalled
from tests.faults.visitor import Visitor, wait_until

pytestmark = pytest.mark.browser  # as slow as a browser, and once is enough
STALLS = int(os.environ.get("FUZZ_STALLS", "1500"))
END = b"\r\n"
BROKEN = {
    "nothing": b"",
    "only line ends": b"\r\n\r\n\r\n",
    "no words": b"\x00\xff\xfe" * 200 + b"\r\n\r\n",
    "TLS": bytes.fromhex("16030100c8010000c40303") + b"\x07" * 190,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 40,
    "no version": b"GET /\r\n\r\n",
    "a future version": b"GET / HTTP/9.9\r\n" + HOST + END,
    "no method": b" / HTTP/1.1\r\n" + HOST + END,
    "another method": b"BREW / HTTP/1.1\r\n" + HOST + END,
    "spaces": b"GET  /  /  HTTP/1.1\r\n" + HOST + END,
    "a null byte": b"GET /\x00 HTTP/1.1\r\n" + HOST + END,
    "a null byte in percent": b"GET /recovery/%00/ HTTP/1.1\r\n" + HOST + END,
    "bytes that are no text": b"GET /\xff\xfe\x80/ HTTP/1.1\r\n" + HOST + END,
    "percent that is no text": b"GET /recovery/%ff%fe%80/ HTTP/1.1\r\n" + HOST + END,
    "half a surrogate": b"GET /%ed%a0%80/ HTTP/1.1\r\n" + HOST + END,
    "half a percent": b"GET /%/%f/%zz/ HTTP/1.1\r\n" + HOST + END,
    "an address of 1 MB": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + END,
    "a query of 60 kB": b"GET /search/?q=" + b"a" * 60_000 + b" HTTP/1.1\r\n" + HOST + END,
    "up and up": b"GET /media/../../../../etc/passwd HTTP/1.1\r\n" + HOST + END,
    "up in percent": b"GET /media/%2e%2e/%2e%2e/secret_key HTTP/1.1\r\n" + HOST + END,
    "up in the static files": b"GET /static/../../secret_key HTTP/1.1\r\n" + HOST + END,
    "a whole address": b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + END,
    "a star": b"OPTIONS * HTTP/1.1\r\n" + HOST + END,
    "a tunnel": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + END,
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a header of 10 MB": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 10_000_000 + b"\r\n\r\n",
    "100,000 headers": b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 100_000 + END,
    "a header without a name": b"GET / HTTP/1.1\r\n" + HOST + b": y\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n",
    "a null byte in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n\r\n",
    "a header over two lines": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n",
    "a cookie that is no text": b"GET /admin/ HTTP/1.1\r\n"
    + HOST
    + b"Cookie: sessionid=\xff\r\n\r\n",
    "a length that is no number": POST + b"Content-Length: x\r\n\r\na=b",
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\na=b",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\na=b",
    "a length too long": POST + b"Content-Length: 300\r\n\r\na=b",
    "a length too short": POST + b"Content-Length: 1\r\n\r\na=b&c=d",
    "a length beyond numbers": POST + b"Content-Length: " + b"9" * 40 + b"\r\n\r\na=b",
    "a length and chunks": POST
    + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "half a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nff\r\na=b",
    "a chunk without a size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\na=b\r\n0\r\n\r\n",
    "a chunk of more than there is": POST
    + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na=b\r\n",
    "chunks by another name": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks that are whole": POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
    "a form of 20 MB": POST + b"Content-Length: 20000000\r\n\r\n" + b"a" * 20_000_000,
    "chunks of 20 MB": POST
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + (b"100000\r\n" + b"a" * 0x100000 + b"\r\n") * 20
    + b"0\r\n\r\n",
    "a question in a question": POST
    + b"Content-Length: 44\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + b"GET /admin/ HTTP/1.1\r\nX: y",
}
# These would let a second request pass as part of the first at a proxy that reads them another way.
NEVER_TWO = ["two lengths", "two hosts", "a question in a question", "chunks by another name"]


def say(address: str, said: bytes, seconds: float = 1.5, *, hang_up: bool = True) -> bytes:
    """All that comes back until it hangs up or says nothing more."""
    host, port = address.partition("://")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=seconds) as raw:
        heard = b""
        with suppress(OSError):  # it may hang up while it is spoken to
            raw.sendall(said)
            if hang_up:
                raw.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            while piece := raw.recv(65536):
                heard += piece
    return heard


def statuses(heard: bytes) -> list[int]:
    return [int(n) for n in re.findall(rb"^HTTP/1\.[01] (\d{3})", heard, re.MULTILINE)]


@pytest.mark.parametrize("kind", BROKEN)
def test_it_refuses_or_answers_and_goes_on(server, reader, kind):
    heard = say(server.address, BROKEN[kind])
    assert all(status < 500 or status == 505 for status in statuses(heard)), heard[:300]
    for word in (b"Traceback", b"root:", b"panicked"):
        assert word not in heard
    assert len(statuses(heard)) <= 1 or kind not in NEVER_TWO
    assert reader.get("/recovery/")[0] == 200


def test_it_says_nothing_of_them_in_the_log_but_a_line(server):
    said = server.log.read_text(errors="replace")
    assert "Traceback" not in said
    assert "panicked" not in said


def test_it_answers_requests_on_one_line_in_their_order(server):
    paths = [b"/recovery/", b"/no-such-page/", b"/healthz", b"/about/"]
    said = b"".join(b"GET " + path + b" HTTP/1.1\r\n" + HOST + END for path in paths)
    said = said.removesuffix(END) + b"Connection: close\r\n\r\n"
    heard = say(server.address, said, 10, hang_up=False)
    assert statuses(heard) == [200, 404, 200, 200]


def test_it_reads_a_request_that_comes_byte_by_byte(server):
    host, port = server.address.partition("://")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        for byte in b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n":
            raw.send(bytes([byte]))
            time.sleep(0.001)
        assert raw.recv(100).startswith(b"HTTP/1.1 200")


def test_it_lets_a_new_visitor_in_while_others_open_and_stall(server, reader):
    """Some say nothing, some half a line, some half a header and some half a form."""
    with stalled(server.address, STALLS) as (opened, most):
        began = time.monotonic()
        for path in ("/recovery/", "/search/?q=knot", "/contact/"):
            status, _, _ = Visitor(server.address).get(path)
            assert status == 200, path
        took = time.monotonic() - began
        print(f"{opened} of {most} connections stalled; 3 pages came in {took:.3f} s")
        assert opened > most * 0.95
        assert took < 8  # the server hangs up after 10
    assert wait_until(lambda: reader.get("/about/")[0] == 200)
