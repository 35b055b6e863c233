"""Asking an address: what counts as an answer, and where this server must never be led."""

import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from content.publishing import fetching
from content.publishing.fetching import Answer, ask, is_public


class Handler(BaseHTTPRequestHandler):
    """The path says what to answer, like /404 or /moved?/200."""

    def do_GET(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        name, _, rest = self.path.partition("?")
        getattr(self, f"answer{name.replace('/', '_').replace('-', '_')}", self.status)(rest)

    def do_HEAD(self):
        self.do_GET()

    def status(self, rest: str) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def answer_moved(self, rest: str) -> None:
        self.send_response(302)
        self.send_header("Location", rest)
        self.end_headers()

    def answer_get_only(self, rest: str) -> None:
        self.send_response(200 if self.command == "GET" else 405)
        self.end_headers()

    def answer_endless(self, rest: str) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(b"x" * 65536)

    def answer_drip(self, rest: str) -> None:
        with suppress(OSError):
            for letter in b"HTTP/1.1 200 OK" + b" " * 1000:
                self.wfile.write(bytes([letter]))
                time.sleep(0.2)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked, made.daemon_threads = [], True
    made.address = f"http://127.0.0.1:{made.server_port}"
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def asked(server, path: str) -> Answer:
    return ask(f"{server.address}{path}", may_be_local=True)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/200", Answer("answers")),
        ("/204", Answer("answers")),
        ("/404", Answer("fails", "status 404")),
        ("/410", Answer("fails", "status 410")),
        ("/500", Answer("fails", "status 500")),
        ("/403", Answer("guarded", "status 403")),
        ("/429", Answer("guarded", "status 429")),
        ("/get-only", Answer("answers")),
        ("/moved?/200", Answer("answers")),
        ("/moved?/404", Answer("fails", "status 404")),
        ("/moved?/moved?/200", Answer("answers")),
    ],
)
def test_it_judges_the_answer(server, path, answer):
    assert asked(server, path) == answer


def test_it_asks_politely(server):
    asked(server, "/200")
    asked(server, "/get-only")
    assert [method for method, _, _ in server.asked] == ["HEAD", "HEAD", "GET"]
    assert {agent for _, _, agent in server.asked} == {"link check of https://guide.example.org"}


def test_it_reads_no_content(server):
    assert asked(server, "/endless") == Answer("answers")


def test_it_follows_no_circle(server):
    Handler.answer_circle = lambda self, rest: self.answer_moved("/circle")
    assert asked(server, "/circle") == Answer("fails", "moves in a circle")
    assert len(server.asked) <= 2 * (fetching.MOST_MOVES + 1)


def test_it_does_not_wait_for_a_server_that_sends_a_letter_now_and_then(server, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 1)
    start = time.monotonic()
    assert asked(server, "/drip").outcome in ("unreachable", "fails")
    assert time.monotonic() - start < 10


def test_it_knows_a_name_that_nobody_has(monkeypatch):
    def nobody(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert ask("https://gone.example/") == Answer("unreachable", "name not found")


def test_it_notices_that_nobody_takes_the_call(server):
    server.server_close()
    assert asked(server, "/200") == Answer("unreachable", "no connection")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://user:pass@example.org/",
        "http://93.184.215.14:22/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "",
    ],
)
def test_it_calls_nobody_inside_our_network(url, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("It called."))
    assert ask(url) == Answer("fails", "address not allowed")


def test_it_follows_no_page_into_our_network(server, monkeypatch):
    """The first address is public, the second is not."""
    real = socket.create_connection
    monkeypatch.setattr(
        fetching, "is_public", lambda address: address == "127.0.0.1" and not server.asked
    )
    monkeypatch.setitem(fetching.PORTS, "http", server.server_port)
    monkeypatch.setattr(socket, "create_connection", real)
    answer = ask(f"{server.address}/moved?http://127.0.0.1:{server.server_port}/200")
    assert answer == Answer("fails", "address not allowed")
    assert [path for _, path, _ in server.asked] == [
        f"/moved?http://127.0.0.1:{server.server_port}/200"
    ]


def test_it_refuses_a_name_with_one_private_address_among_others(monkeypatch):
    entries = [(2, 1, 6, "", (ip, 443)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: entries)
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("It called."))
    assert ask("https://mixed.example/") == Answer("fails", "address not allowed")


def test_it_calls_the_very_address_that_it_checked(monkeypatch):
    """A name that changes between the check and the call gains nothing."""
    called = []

    def note(address, *args, **kwargs):
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("93.184.215.14", 80))]
    )
    monkeypatch.setattr(socket, "create_connection", note)
    ask("http://changes.example/")
    assert called
    assert set(called) == {("93.184.215.14", 80)}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_it_knows_public_addresses(address, public):
    assert is_public(address) is public
