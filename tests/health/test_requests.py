"""Each request has a number, and a line in the log that tells nothing of a person."""

import json
import logging
import re

import pytest
from django.db import OperationalError
from django.test import Client

from content.models import Edition
from tests import make
from tpi_site.health import asked, counts
from tpi_site.logs import JSONLines, PrivateFormatter, WithoutKeys

OURS = re.compile(r"[0-9a-f]{12}")
GIVEN = "edge-7.4f2a9c01"
TYPED = "".join(["503 ", "555 ", "0142"])  # no line of this file, which a trace quotes, has it


def test_it_gives_each_request_a_number(client):
    first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))
    assert OURS.fullmatch(first)
    assert first != second


def test_it_takes_no_number_from_strangers(client):
    assert client.get("/healthz", headers={"x-request-id": GIVEN})["X-Request-ID"] != GIVEN


def test_it_takes_the_number_of_its_proxy(client, settings):
    settings.BEHIND_PROXY = True
    assert client.get("/healthz", headers={"x-request-id": GIVEN})["X-Request-ID"] == GIVEN


@pytest.mark.parametrize("bad", ["short", "x" * 65, "white space", "a<b>c'd\"e", "ünïcödé-x", ""])
def test_it_takes_no_odd_number_from_its_proxy(client, settings, bad):
    settings.BEHIND_PROXY = True
    number = client.get("/healthz", headers={"x-request-id": bad})["X-Request-ID"]
    assert OURS.fullmatch(number)


@pytest.mark.django_db
def test_it_puts_no_number_on_what_is_kept_for_everyone(client):
    make.live(make.article(slug="page"))
    assert "public" in client.get("/")["Cache-Control"]
    assert "X-Request-ID" not in client.get("/").headers
    assert "X-Request-ID" in client.get("/search/?q=x").headers


@pytest.fixture
def broken(monkeypatch):
    def locked():
        raise OperationalError(TYPED)

    monkeypatch.setattr(Edition, "current", locked)


@pytest.mark.usefixtures("broken")
def test_it_shows_the_number_of_what_went_wrong():
    response = Client(raise_request_exception=False).get("/search/")
    assert response.status_code == 503
    assert response["X-Request-ID"] in response.content.decode()


@pytest.fixture
def lines():
    """What the log of Django and of requests says, as JSON."""
    said: list[dict] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(json.loads(JSONLines().format(record)))
    handler.addFilter(WithoutKeys())
    loggers = [logging.getLogger(name) for name in ("django", "tpi_site.health")]
    for logger in loggers:
        logger.addHandler(handler)
    level = logging.getLogger("tpi_site.health.requests").level
    logging.getLogger("tpi_site.health.requests").setLevel("INFO")
    yield said
    logging.getLogger("tpi_site.health.requests").setLevel(level)
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.usefixtures("broken")
def test_it_logs_where_it_failed_and_nothing_that_was_typed(lines):
    response = Client(raise_request_exception=False).get("/search/?q=my+private+pain")
    failed = next(line for line in lines if line["level"] == "ERROR")
    assert failed["message"] == "Service Unavailable"
    assert failed["request_id"] == response["X-Request-ID"]
    assert (failed["method"], failed["route"]) == ("GET", "content:search")
    assert failed["error"] == "OperationalError"
    assert ", in locked" in failed["trace"]
    assert "private" not in str(lines)
    assert TYPED not in str(lines)


@pytest.mark.django_db
def test_it_logs_each_request_by_its_route(client, lines):
    client.get("/contact/answer/a-secret-token/")
    client.get("/rosa-medina/555-0142/")
    client.get("/healthz")
    said = [line for line in lines if line["logger"] == "tpi_site.health.requests"]
    assert [line["route"] for line in said] == ["enquiries:answer", "content:article"]
    assert [line["status"] for line in said] == [410, 404]
    assert all(line["seconds"] >= 0 and OURS.fullmatch(line["request_id"]) for line in said)
    assert all(re.fullmatch(r"....-..-..T..:..:..\....\+00:00", line["time"]) for line in said)
    for word in ("secret", "rosa", "0142"):
        assert word not in str(lines)


def test_it_knows_few_methods(client, lines):
    client.generic("ROSA-MEDINA", "/healthz")
    logging.getLogger("tpi_site.health").warning("x")
    assert "ROSA" not in str(lines)


@pytest.mark.django_db
def test_it_counts_answers_by_route_and_kind(client):
    make.live(make.article(slug="page"))
    client.get("/")
    client.get("/nowhere/at/all/for/me/")
    client.get("/static/nothing.css")
    found = counts.so_far()
    assert found['guide_requests_total{route="content:home",status="2xx"}'] == 1
    assert found['guide_requests_total{route="none",status="4xx"}'] == 1
    assert found['guide_requests_total{route="static",status="4xx"}'] == 1
    assert found['guide_request_seconds_count{route="content:home"}'] == 1
    assert found['guide_request_seconds_bucket{route="content:home",le="+Inf"}'] == 1


def test_it_ends_a_line_for_people_with_the_number():
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Mail waits", None, None)
    lines = PrivateFormatter("{message}", style="{")
    assert lines.format(record) == "Mail waits"
    token = asked.current.set(asked.Asked("0a1b2c3d4e5f", "GET"))
    try:
        assert (
            PrivateFormatter("{message}", style="{").format(record) == "Mail waits [0a1b2c3d4e5f]"
        )
    finally:
        asked.current.reset(token)


def test_it_says_nothing_of_a_request_where_there_is_none():
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "“Send mail” failed", None, None)
    row = json.loads(JSONLines().format(record))
    assert set(row) == {"time", "level", "logger", "message"}
    assert row["message"] == "“Send mail” failed"
