"""Caches in front are told of new pages: by the right call, until they have heard, and once."""

import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from content import publishing
from content.models import Edition
from enquiries.models import Duty
from tests import make
from tpi_site.duties import run_due
from tpi_site.machines import cdn, purging, waking
from tpi_site.machines.models import Purge
from tpi_site.management.commands import run_due as command

TOKEN = "a-token-of-the-tests"


class Network:
    """Stands for the API of a network; notes each call and gives `status` and `answer`."""

    def __init__(self):
        self.calls, self.status, self.answer, self.location = [], 200, b'{"success": true}', ""
        network = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                network.calls.append((self.command, self.path, dict(self.headers), body))
                self.send_response(network.status)
                if network.location:
                    self.send_header("Location", network.location)
                self.send_header("Content-Length", str(len(network.answer)))
                self.end_headers()
                self.wfile.write(network.answer)

            do_PURGE = do_POST  # noqa: N815

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def running():
    network = Network()
    yield network
    network.close()


@pytest.fixture
def network(running, monkeypatch):
    running.calls.clear()
    running.status, running.answer, running.location = 200, b'{"success": true}', ""
    monkeypatch.setattr(cdn, "FASTLY", running.url)
    monkeypatch.setattr(cdn, "CLOUDFLARE", running.url)
    monkeypatch.setattr(purging, "SETTLED", timedelta(0))
    return running


def configured(monkeypatch, value, token=TOKEN):
    monkeypatch.setenv("CDN", value)
    monkeypatch.setenv("CDN_TOKEN", token)
    return cdn.configured()


@pytest.fixture
def in_front(network, monkeypatch, settings):
    """The site behind a network that has heard of everything until now."""
    settings.CDN_CALLS = configured(monkeypatch, "fastly:SU1Z0isxPaozGVKXdv0eY")
    make.clinic()
    Edition.begin()
    assert purging.purge(timezone.now()) == ""
    network.calls.clear()
    return network


def test_it_tells_fastly(network, monkeypatch):
    for call in configured(monkeypatch, "fastly:SU1Z0isxPaozGVKXdv0eY"):
        cdn.tell(call)
    ((method, path, headers, _),) = network.calls
    assert (method, path) == ("POST", "/service/SU1Z0isxPaozGVKXdv0eY/purge/guide")
    assert headers["Fastly-Key"] == TOKEN


def test_it_tells_cloudflare(network, monkeypatch):
    zone = "023e105f4ecef8ad9ca31a8372d0c353"
    for call in configured(monkeypatch, f"cloudflare:{zone}"):
        cdn.tell(call)
    ((method, path, headers, body),) = network.calls
    assert (method, path) == ("POST", f"/client/v4/zones/{zone}/purge_cache")
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert json.loads(body) == {"tags": ["guide"]}


def test_it_tells_each_varnish(network, monkeypatch):
    for call in configured(monkeypatch, f"varnish:{network.url},{network.url}/"):
        cdn.tell(call)
    assert len(network.calls) == 2
    for method, path, headers, _ in network.calls:
        assert (method, path) == ("PURGE", "/")
        assert headers["Surrogate-Key"] == "guide"
        assert headers["X-Purge-Token"] == TOKEN


def test_every_page_has_the_key_that_is_purged(client, starter_guide):
    response = client.get("/")
    assert response["Surrogate-Key"] == response["Cache-Tag"] == cdn.KEY


@pytest.mark.parametrize(
    ("status", "answer"), [(403, b"no"), (500, b""), (200, b'{"success": false}'), (302, b"")]
)
def test_it_knows_when_it_was_not_heard(network, monkeypatch, status, answer):
    network.status, network.answer, network.location = status, answer, f"{network.url}/elsewhere"
    (call,) = configured(monkeypatch, "fastly:SU1Z0isxPaozGVKXdv0eY")
    with pytest.raises(cdn.NotPurged, match=f"^Answer{status}$"):
        cdn.tell(call)
    assert len(network.calls) == 1  # a redirect would take the token along


def test_it_knows_when_nobody_is_there(monkeypatch):
    (call,) = configured(monkeypatch, "varnish:http://127.0.0.1:9")
    with pytest.raises(cdn.NotPurged, match="ConnectionRefusedError"):
        cdn.tell(call)


@pytest.mark.django_db
def test_it_tells_once_of_each_edition(in_front):
    assert purging.purge(timezone.now()) == ""
    assert in_front.calls == []
    make.live()
    Edition.begin()
    for _ in range(3):
        assert purging.purge(timezone.now()) == ""
    assert len(in_front.calls) == 1


@pytest.mark.django_db
def test_it_tells_again_when_a_schedule_comes(in_front):
    soon = timezone.now() + timedelta(minutes=10)
    publishing.publish(make.draft(), by=None, at=soon)
    purging.purge(timezone.now())
    in_front.calls.clear()
    purging.purge(soon - timedelta(seconds=1))
    assert in_front.calls == []
    # What was to come at that moment has come for this process, too.
    purging.purge(soon)
    assert len(in_front.calls) == 1


@pytest.mark.django_db
def test_it_forgets_no_schedule_that_came_while_nothing_ran(in_front):
    soon = timezone.now() + timedelta(minutes=10)
    publishing.publish(make.draft(), by=None, at=soon)
    purging.purge(timezone.now())
    in_front.calls.clear()
    purging.purge(soon + timedelta(days=7))
    assert len(in_front.calls) == 1


@pytest.mark.django_db
def test_it_tries_again_with_longer_and_longer_pauses(in_front, caplog):
    Edition.begin()
    in_front.status = 503
    now, tried = timezone.now(), []
    for second in range(0, 1000):
        if purging.purge(now + timedelta(seconds=second)):
            tried.append(second)
    assert tried == [0, 5, 15, 35, 75, 155, 315, 615, 915]
    in_front.status = 200
    assert purging.purge(now + timedelta(seconds=1300)) == ""
    assert Purge.objects.get().edition == Edition.current()
    assert Purge.objects.get().failures == 0
    assert TOKEN not in caplog.text


@pytest.mark.django_db
def test_it_tells_again_of_what_changed_during_the_call(in_front, monkeypatch):
    Edition.begin()
    tell = purging.tell

    def publish_meanwhile(call):
        tell(call)
        Edition.begin()

    monkeypatch.setattr(purging, "tell", publish_meanwhile)
    purging.purge(timezone.now())
    monkeypatch.setattr(purging, "tell", tell)
    purging.purge(timezone.now())
    purging.purge(timezone.now())
    assert len(in_front.calls) == 2


@pytest.mark.django_db
def test_it_waits_until_every_machine_has_the_new_pages(in_front, monkeypatch):
    pauses = []
    monkeypatch.setattr(purging, "SETTLED", timedelta(seconds=1))
    monkeypatch.setattr(purging.time, "sleep", pauses.append)
    Edition.begin()
    purging.purge(timezone.now())
    assert 0.5 < pauses[0] <= 1
    assert len(in_front.calls) == 1


@pytest.mark.django_db
def test_it_is_due_work_where_there_is_something_in_front(in_front, settings):
    in_front.status = 403
    Edition.begin()
    assert "tell caches in front" in run_due()
    assert Duty.objects.get(name="tell caches in front").problem == "NotPurgedAnswer403"
    settings.CDN_CALLS = []
    assert "tell caches in front" not in run_due()


@pytest.mark.django_db(transaction=True)
def test_it_does_not_wait_for_the_next_pass_after_a_publication(settings, network, monkeypatch):
    settings.CDN_CALLS = configured(monkeypatch, "fastly:SU1Z0isxPaozGVKXdv0eY")
    hurry = waking.new_edition()
    assert not hurry()
    publisher = threading.Thread(target=lambda: (Edition.begin(), close()))
    publisher.start()
    publisher.join()
    begun = time.monotonic()
    assert command.wait(60, threading.Event(), None, hurry) is False
    assert time.monotonic() - begun < 30
    assert not hurry()
    hurry.__closure__[0].cell_contents.__self__.connection.close()


def close():
    from django.db import connection

    connection.close()


BAD = [
    ("akamai:1", TOKEN, "CDN is “akamai:1”. Write fastly:SERVICE_ID"),
    ("fastly:", TOKEN, "Write fastly:SERVICE_ID"),
    ("fastly:../../x", TOKEN, "Write fastly:SERVICE_ID"),
    ("cloudflare:zone/1", TOKEN, "Write cloudflare:ZONE_ID"),
    ("varnish:10.0.0.1:6081", TOKEN, "Write varnish:http://host:port"),
    ("varnish:http://10.0.0.1:6081,", TOKEN, "addresses with commas"),
    ("fastly:SU1Z0isxPaozGVKXdv0eY", "", "CDN_TOKEN is missing"),
    ("fastly:SU1Z0isxPaozGVKXdv0eY", "short", "CDN_TOKEN is missing or cannot be used"),
    ("fastly:SU1Z0isxPaozGVKXdv0eY", "two words in it", "cannot be used"),
    ("", TOKEN, "CDN_TOKEN is set, but CDN is not"),
]


@pytest.mark.parametrize(("value", "token", "words"), BAD)
def test_it_refuses_what_it_cannot_tell(monkeypatch, value, token, words):
    with pytest.raises(ImproperlyConfigured, match=words) as refusal:
        configured(monkeypatch, value, token)
    assert not token or token == "short" or token not in str(refusal.value)


def test_it_shows_no_token(monkeypatch):
    for value in ("fastly:SU1Z0isxPaozGVKXdv0eY", "varnish:http://127.0.0.1:9"):
        assert TOKEN not in repr(configured(monkeypatch, value))


def test_it_tells_nobody_when_nothing_is_in_front(monkeypatch):
    assert configured(monkeypatch, "", "") == []
