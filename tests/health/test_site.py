"""The doors for machines, as a clinic runs them: two workers, https in front, a token."""

import json
import sqlite3
from http.client import HTTPConnection

import pytest

from tests import ready
from tests.health.scenes import TOKEN, WITH_TOKEN
from tests.server import Server
from tests.test_start import wait_for


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    settings = {
        "SITE_URL": "https://guide.example.org",
        "BEHIND_PROXY": "true",
        "EMAIL_URL": "smtp+plain://localhost:9",
        "METRICS_TOKEN": TOKEN,
        "LOG_FORMAT": "json",
        "WORKERS": "2",
    }
    with Server(ready.data(tmp_path_factory.mktemp("site")), **settings) as server:
        yield server


def ask(site, path: str, **headers) -> tuple[int, dict, str]:
    """Over a new connection, which any of the workers may take."""
    connection = HTTPConnection(site.address.partition("://")[2], timeout=20)
    try:
        connection.request("GET", path, headers={"Connection": "close"} | headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        connection.close()


THROUGH = {"Host": "guide.example.org", "X-Forwarded-Proto": "https"}


def test_it_answers_a_balancer_that_speaks_plain_http(site):
    assert ask(site, "/healthz", Host="10.0.0.7")[::2] == (200, "ok\n")
    assert ask(site, "/readyz", Host="10.0.0.7")[::2] == (200, "ok\n")
    assert ask(site, "/", Host="guide.example.org")[0] == 301
    assert ask(site, "/", Host="10.0.0.7")[0] == 400


def test_it_looks_at_everything_in_its_own_thread(site):
    told = wait_for(lambda: in_good_order(site))
    states = {name: part["state"] for name, part in told["parts"].items()}
    assert states.pop("backup") in ("good", "amber")
    assert set(states.values()) == {"good"}, told


def in_good_order(site) -> dict | None:
    """Once due work had its first pass."""
    told = json.loads(ask(site, "/readyz", **WITH_TOKEN)[2])
    return told if told["parts"]["due work"]["state"] == "good" else None


def test_it_is_not_ready_while_tables_are_missing(site):
    database = sqlite3.connect(site.data / "site.sqlite3")
    row = ("enquiries", "0005_failures_of_duties")
    with database:
        database.execute("DELETE FROM django_migrations WHERE app = ? AND name = ?", row)
    assert wait_for(lambda: ask(site, "/readyz")[0] == 503)
    assert ask(site, "/healthz")[0] == 200
    with database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2020-01-01')", row
        )
    database.close()
    assert wait_for(lambda: ask(site, "/readyz")[0] == 200)


def test_it_adds_up_what_all_workers_counted(site):
    before = searches(site)
    for _ in range(20):
        assert ask(site, "/search/?q=knot", **THROUGH)[0] == 200
    assert wait_for(lambda: searches(site) == before + 20)
    memory = [row for row in scrape(site) if row.startswith("guide_process_memory_bytes")]
    assert len(memory) == 2
    hits = counted(site, "guide_page_cache_hits_total")
    for _ in range(10):
        ask(site, "/about/", **THROUGH)
    assert wait_for(lambda: counted(site, "guide_page_cache_hits_total") >= hits + 8)


def scrape(site) -> list[str]:
    return ask(site, "/metrics", **WITH_TOKEN)[2].splitlines()


def counted(site, name: str) -> float:
    return sum(float(row.rpartition(" ")[2]) for row in scrape(site) if row.startswith(f"{name} "))


def searches(site) -> float:
    return counted(site, 'guide_requests_total{route="content:search",status="2xx"}')


def test_it_writes_one_object_a_line_with_the_number_of_the_proxy(site):
    number = "0123456789abcdef-proxy"
    headers = THROUGH | {"X-Request-ID": number}
    answered = ask(site, "/search/?q=my+private+pain", **headers)
    assert answered[1]["x-request-id"] == number
    rows = [json.loads(line) for line in log(site) if number in line]
    assert [(row["route"], row["status"], row["level"]) for row in rows] == [
        ("content:search", 200, "INFO")
    ]
    assert "private" not in "".join(log(site))


def log(site) -> list[str]:
    """Without what the start prints, which is for a person."""
    return [line for line in site.log.read_text().splitlines() if line.startswith("{")]
