"""The site behind nginx with the file that we hand out: TLS, names, caching, and the site away."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import time

import pytest

from tests.nginx import HOST, NGINX, Nginx
from tests.server import ADMINISTRATOR, Server

pytestmark = pytest.mark.skipif(
    not NGINX and not os.environ.get("REQUIRE_NGINX"), reason="nginx is not installed"
)
ARTICLE = "/recovery/the-first-day/"
NAME, PASSWORD = ADMINISTRATOR


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    data = tmp_path_factory.mktemp("behind") / "data"
    settings = {"SITE_URL": f"https://{HOST}", "BEHIND_PROXY": "true", "ADMIN_PASSWORD": PASSWORD}
    with Server(data, ADMIN_USERNAME=NAME, **settings) as site:
        yield site


@pytest.fixture(scope="module")
def nginx(site, tmp_path_factory):
    port = int(site.address.rpartition(":")[2])
    with Nginx(tmp_path_factory.mktemp("nginx") / "run", port, site.data) as nginx:
        yield nginx


@pytest.fixture(scope="module")
def ask(nginx):
    """ask("/path/", **headers) over TLS gives (status, headers, body)."""
    context = ssl.create_default_context(cafile=nginx.folder / "fullchain.pem")

    def ask(path: str, method: str = "GET", body=None, **headers: str):
        connection = http.client.HTTPSConnection("127.0.0.1", nginx.https, context=context)
        connection.sock = context.wrap_socket(
            socket.create_connection(("127.0.0.1", nginx.https), timeout=20),
            server_hostname=HOST,
        )
        named = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        response = connection.getresponse()
        found = response.status, {n.lower(): v for n, v in response.getheaders()}, response.read()
        connection.close()
        return found

    return ask


def test_it_serves_pages_over_tls_with_the_headers_of_the_site(ask):
    status, headers, body = ask(ARTICLE)
    assert status == 200
    assert b"The first day" in body
    assert "max-age=31536000" in headers["strict-transport-security"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "set-cookie" not in headers
    assert "x-accel-expires" not in headers


def test_it_sends_http_to_https(nginx):
    assert nginx.ask(HOST, ARTICLE) == (301, f"https://{HOST}{ARTICLE}")


def test_it_answers_no_other_name(nginx):
    with pytest.raises(http.client.BadStatusLine):
        nginx.ask("other.example.org")
    context = ssl.create_default_context()
    with (
        socket.create_connection(("127.0.0.1", nginx.https)) as raw,
        pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"),
    ):
        context.wrap_socket(raw, server_hostname="other.example.org")


def test_it_speaks_http_2(nginx):
    context = ssl.create_default_context(cafile=nginx.folder / "fullchain.pem")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", nginx.https)) as raw,
        context.wrap_socket(raw, server_hostname=HOST) as tls,
    ):
        assert tls.selected_alpn_protocol() == "h2"


@pytest.mark.parametrize("coding", ["br", "gzip", ""])
def test_it_keeps_one_copy_for_each_coding(ask, coding):
    ask("/recovery/", Accept_Encoding=coding)
    for spelling in (coding, f"{coding}, deflate" if coding else "deflate;q=0.5"):
        _, headers, _ = ask("/recovery/", Accept_Encoding=spelling)
        assert headers["x-cache-status"] in {"HIT", "STALE", "EXPIRED", "UPDATING", "REVALIDATED"}
        assert headers.get("content-encoding", "") == coding


def test_it_reads_static_files_from_the_disk(ask, site):
    page = ask(ARTICLE)[2].decode()
    path = re.search(r'href="(/static/css/guide\.[^"]+)"', page)[1]
    status, headers, body = ask(path, Accept_Encoding="gzip")
    assert status == 200
    assert headers["content-type"] == "text/css"
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    name = path.removeprefix("/static/")
    assert body == (site.data / "static" / f"{name}.gz").read_bytes()


def test_it_lets_the_site_answer_for_files_that_are_not_there(ask):
    assert ask("/static/nothing.css")[0] == 404
    status, _, body = ask("/media/nothing.jpg")
    assert status == 404
    assert b"911" in body


def test_it_refuses_bodies_that_are_too_large(ask):
    assert ask("/contact/", "POST", b"x" * 16_800_000)[0] == 413


def test_it_keeps_nothing_of_forms_and_staff(ask):
    for path in ("/contact/", "/admin/login/"):
        for _ in range(2):
            status, headers, _ = ask(path)
            assert status == 200
            assert "x-cache-status" not in headers
    assert "x-cache-status" not in ask(ARTICLE, Cookie="a=b; sessionid=abc")[1]


def test_it_shows_a_publication_within_seconds(ask, site):
    ask("/privacy/")
    script = (
        "from content import publishing; from content.models import ClinicDetails; "
        "d = ClinicDetails.objects.get(); d.name = 'Renamed Clinic'; "
        "publishing.save_shared(d, by=None)"
    )
    manage(site, "shell", "-c", script)
    deadline = time.monotonic() + 20
    while b"Renamed Clinic" not in ask("/privacy/")[2]:
        assert time.monotonic() < deadline
        time.sleep(0.3)


def manage(site, *arguments: str) -> None:
    from tests.server import command

    call = command(site.data, 1, SITE_URL=f"https://{HOST}", BEHIND_PROXY="true")
    call["args"] = [*call["args"][:2], *arguments]
    subprocess.run(**call, check=True, capture_output=True)


def test_it_goes_on_with_the_pages_it_has_while_the_site_is_away(ask, site):
    """The last test of this file: it stops the site."""
    ask(ARTICLE)
    time.sleep(1.5)
    site.stop()
    for _ in range(3):
        status, headers, body = ask(ARTICLE)
        assert status == 200
        assert headers["x-cache-status"] in {"STALE", "UPDATING"}
        assert b"The first day" in body
    assert ask("/contact/")[0] == 502
