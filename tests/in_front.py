"""What a proxy in front of the site must do, whichever it is: a way to ask through it over TLS, and
the tests that nginx and Caddy share."""

import http.client
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests import ready
from tests.server import ADMINISTRATOR, PATIENCE, Server

HOST = "guide.example.org"
BEHIND = {"SITE_URL": f"https://{HOST}", "BEHIND_PROXY": "true"}
ARTICLE = "/recovery/the-first-day/"
NAME, PASSWORD = ADMINISTRATOR
Answer = tuple[int, http.client.HTTPMessage, bytes]


def site(folder: Path, **settings: str) -> Server:
    """A guide that is told that a proxy with TLS stands before it."""
    account = {"ADMIN_USERNAME": NAME, "ADMIN_PASSWORD": PASSWORD}
    return Server(folder / "data", **{"THREADS": "4"} | account | BEHIND | settings)


def plain(port: int, host: str, path: str = "/") -> tuple[int, str]:
    """Status and Location without TLS."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": host})
        response = connection.getresponse()
        return response.status, response.getheader("Location", "")


def wait_for(process: subprocess.Popen, answers: Callable, log: Path) -> None:
    """Until `answers()` fails no longer; a proxy that never does is ended and its log shown."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(http.client.HTTPException, OSError):
            answers()
            return
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise RuntimeError(log.read_text())


class Proxy:
    """What a test knows of a proxy that runs: its ports, and which certificate to believe."""

    http: int
    https: int
    authority: Path
    reads_before_it_refuses = 0

    @contextmanager
    def tls(self, name: str = HOST, protocols: tuple[str, ...] = ("http/1.1",)):
        context = ssl.create_default_context(cafile=self.authority)
        context.set_alpn_protocols(protocols)
        with (
            socket.create_connection(("127.0.0.1", self.https), timeout=20) as raw,
            context.wrap_socket(raw, server_hostname=name) as tls,
        ):
            yield tls

    def ask(self, path: str, method: str = "GET", body=None, **headers: str) -> Answer:
        """Over TLS; `Accept_Encoding=` stands for Accept-Encoding."""
        named = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask_named(path, named, method, body)

    def ask_named(self, path: str, headers: dict[str, str], method="GET", body=None) -> Answer:
        with self.tls() as tls:
            connection = http.client.HTTPSConnection(HOST)
            connection.sock = tls
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()


class InFront:
    """Each proxy that we hand out a file for passes these, with one site and one proxy for all."""

    proxy_class: Callable[[Path, int, Path], Proxy]

    @pytest.fixture(scope="class")
    @classmethod
    def site(cls, tmp_path_factory):
        folder = tmp_path_factory.mktemp("behind")
        ready.data(folder)
        with site(folder) as running:
            yield running

    @pytest.fixture(scope="class")
    @classmethod
    def proxy(cls, site, tmp_path_factory):
        port = int(site.address.rpartition(":")[2])
        with cls.proxy_class(tmp_path_factory.mktemp("proxy") / "run", port, site.data) as running:
            yield running

    def test_it_serves_pages_with_the_headers_of_the_site_once(self, proxy):
        status, headers, body = proxy.ask(ARTICLE)
        assert status == 200
        assert b"The first day" in body
        assert "max-age=31536000" in headers["strict-transport-security"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "set-cookie" not in headers
        assert "x-accel-expires" not in headers
        names = [name.lower() for name in headers]
        # Two of one name would mean what both say together, or nothing.
        assert [name for name in names if names.count(name) > 1] == []

    def test_it_sends_http_to_https(self, proxy):
        assert plain(proxy.http, HOST, ARTICLE) == (301, f"https://{HOST}{ARTICLE}")

    def test_it_answers_no_other_name(self, proxy):
        with pytest.raises((http.client.BadStatusLine, ConnectionError)):
            plain(proxy.http, "other.example.org")
        with (
            pytest.raises(ssl.SSLError, match=r"(?i)alert|unrecognized.name"),
            proxy.tls("other.example.org"),
        ):
            pass

    def test_it_speaks_http_2(self, proxy):
        with proxy.tls(protocols=("h2", "http/1.1")) as tls:
            assert tls.selected_alpn_protocol() == "h2"

    def test_it_reads_static_files_from_the_disk(self, proxy, site):
        page = proxy.ask(ARTICLE)[2].decode()
        path = re.search(r'href="(/static/css/guide\.[^"]+)"', page)[1]
        status, headers, body = proxy.ask(path, Accept_Encoding="gzip")
        assert status == 200
        assert headers.get_content_type() == "text/css"
        assert headers["content-encoding"] == "gzip"
        assert "immutable" in headers["cache-control"]
        assert headers.get_all("x-content-type-options") == ["nosniff"]
        assert headers.get_all("strict-transport-security") == ["max-age=31536000"]
        name = path.removeprefix("/static/")
        assert body == (site.data / "static" / f"{name}.gz").read_bytes()

    def test_it_reads_pictures_from_the_disk_and_keeps_them_from_acting_as_pages(self, proxy, site):
        picture = site.data / "media" / "only-on-the-disk.webp"
        picture.parent.mkdir(exist_ok=True)
        picture.write_bytes(b"RIFF, and not known to the site")
        picture.chmod(0o644)
        status, headers, body = proxy.ask(f"/media/{picture.name}")
        assert (status, body) == (200, picture.read_bytes())
        assert headers["content-type"] == "image/webp"
        assert headers.get_all("content-security-policy") == ["default-src 'none'; sandbox"]
        assert headers.get_all("x-content-type-options") == ["nosniff"]

    def test_it_gives_out_nothing_else_of_the_data(self, proxy, site):
        assert (site.data / "secret_key").exists()
        for path in (
            "/static/../secret_key",
            "/static/%2e%2e/secret_key",
            "/media/..%2fsecret_key",
        ):
            status, _, body = proxy.ask(path)
            assert status in {400, 404}
            assert (site.data / "secret_key").read_bytes().strip() not in body

    def test_it_lets_the_site_answer_for_files_that_are_not_there(self, proxy):
        assert proxy.ask("/static/nothing.css")[0] == 404
        status, _, body = proxy.ask("/media/nothing.jpg")
        assert status == 404
        assert b"911" in body

    def test_it_refuses_bodies_that_are_too_large(self, proxy):
        """As soon as their length is said, before they are there."""
        with proxy.tls() as tls:
            head = f"POST /contact/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 16800000\r\n\r\n"
            tls.sendall(head.encode() + b"x" * proxy.reads_before_it_refuses)
            assert b" 413 " in tls.recv(1000).partition(b"\r\n")[0]

    def test_it_takes_forms_in_before_it_asks_the_site(self, proxy):
        """With four threads the site has places for three senders; a form beyond gets 503."""
        half = b"x" * 10_000
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        named = {"Host": HOST, "Content-Length": "20000"} | form
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        head = f"POST /contact/ HTTP/1.1\r\n{head}\r\n"
        with ExitStack() as slow_ones:
            for _ in range(4):
                slow = slow_ones.enter_context(proxy.tls())
                slow.sendall(head.encode() + half)
            time.sleep(0.5)  # for whatever was passed on too early
            assert proxy.ask("/contact/", "POST", half)[0] == 200
            slow.sendall(half)
            assert b" 200 " in slow.recv(1000).partition(b"\r\n")[0]

    def test_it_believes_nothing_that_visitors_say_of_themselves(self, proxy):
        """Five wrong tries for a name from one network; who could choose the network had more."""
        page = b""
        for number in range(6):
            forged = {
                "X-Forwarded-For": f"198.51.100.{number}",
                "X_Forwarded_For": f"198.51.101.{number}",
                "X-Forwarded-Proto": "http",
                "X_Forwarded_Proto": "http",
                "X-Forwarded-Host": "other.example.org",
            }
            status, page = guess(proxy, forged)
            assert status == 200
        assert b"Too many wrong tries" in page


def guess(proxy: Proxy, headers: dict[str, str]) -> tuple[int, bytes]:
    """A wrong password at the sign-in."""
    _, answered, page = proxy.ask_named("/admin/login/", {"Host": HOST} | headers)
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()
    cookies = "; ".join(c.partition(";")[0] for c in answered.get_all("set-cookie"))
    form = f"csrfmiddlewaretoken={token}&username=nobody&password=guess"
    named = {
        "Host": HOST,
        "Cookie": cookies,
        "Referer": f"https://{HOST}/admin/login/",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    status, _, page = proxy.ask_named("/admin/login/", named | headers, "POST", form)
    return status, page
