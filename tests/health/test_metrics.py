"""What Prometheus reads: complete, in its form, and without a word of SQL or of a person."""

import re

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client

from content.models import Edition
from tests.health.scenes import WITH_TOKEN, part
from tpi_site.health import asked, counts, looking, metrics, process, watching
from tpi_site.health.part import State

LINE = re.compile(r'(\w+)(?:\{\w+="(?:[^"\\\n]|\\.)*"(?:,\w+="(?:[^"\\\n]|\\.)*")*\})? (\S+)')


def scraped(client) -> dict[str, float]:
    response = client.get("/metrics", headers=WITH_TOKEN)
    assert response["Content-Type"] == metrics.CONTENT_TYPE
    rows = [row for row in response.content.decode().splitlines() if not row.startswith("#")]
    assert all(LINE.fullmatch(row) for row in rows)
    return {row.rpartition(" ")[0]: float(row.rpartition(" ")[2]) for row in rows}


def test_it_shows_how_each_part_is(client, seen):
    seen(part("database"), part("mail", State.AMBER, guide_outbox_waiting=3))
    found = scraped(client)
    assert found['guide_part_state{part="database"}'] == 0
    assert found['guide_part_state{part="mail"}'] == 1
    assert found["guide_outbox_waiting"] == 3


@pytest.mark.django_db
def test_it_shows_all_that_is_known(client, seen, monkeypatch):
    seen(*looking.look())
    monkeypatch.setattr(process, "page_cache", PageCache())
    counts.slow_query("content:home")
    counts.unhandled_error("content:home", "LookupError")
    client.get("/healthz")
    found = {metrics.family(name) for name in scraped(client)}
    assert found == set(metrics.KNOWN)


class PageCache:
    hits, misses, weight, pages = 7, 5, 1000, {"a": 1}


def test_it_shows_the_page_cache_and_what_this_process_takes(client, seen, monkeypatch):
    monkeypatch.setattr(process, "page_cache", PageCache())
    found = scraped(client)
    assert found["guide_page_cache_hits_total"] == 7
    assert found["guide_page_cache_misses_total"] == 5
    (memory,) = (value for name, value in found.items() if "process_memory" in name)
    assert 10_000_000 < memory < 10_000_000_000


def test_it_tells_what_each_family_is(client, seen):
    text = client.get("/metrics", headers=WITH_TOKEN).content.decode()
    client.get("/healthz")
    assert text.index("# HELP guide_part_state") < text.index("# TYPE guide_part_state gauge")
    assert text.index("# TYPE guide_part_state") < text.index("guide_part_state{")
    assert text.endswith("\n")


def test_it_makes_buckets_that_grow():
    for seconds in (0.001, 0.03, 0.03, 20):
        counts.answered("x", 200, seconds)
    found = counts.so_far()
    name = "guide_request_seconds_bucket"
    buckets = [found[counts.key(name, route="x", le=bound)] for bound in counts.BOUNDS]
    assert buckets == [1, 1, 1, 3, 3, 3, 3, 3, 3, 3]
    assert found[counts.key(name, route="x", le="+Inf")] == 4
    assert found['guide_request_seconds_sum{route="x"}'] == pytest.approx(20.061)


def test_it_escapes_labels():
    assert counts.key("a", b='say "x"\\\n') == r'a{b="say \"x\"\\\n"}'


@pytest.mark.django_db
def test_it_counts_slow_queries_by_route_and_says_none_of_their_words(settings, caplog):
    settings.SLOW_QUERY_MS = 0
    token = asked.current.set(asked.Asked("0" * 12, "GET", "content:home"))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'my private pain'")
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute("SELECT 1 FROM nowhere WHERE 'my private pain' = ''")
    finally:
        asked.current.reset(token)
    # Two, and those of the savepoint.
    assert counts.so_far()['guide_slow_queries_total{route="content:home"}'] >= 2
    assert "A query of content:home took" in caplog.text
    assert "pain" not in caplog.text


@pytest.mark.django_db
def test_it_counts_no_quick_query(settings):
    settings.SLOW_QUERY_MS = 60_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert counts.so_far() == {}


@pytest.mark.django_db
def test_it_times_each_query_once():
    watching.watch_queries(connection)
    watching.watch_queries(connection)
    assert connection.execute_wrappers.count(watching.time_query) == 1


def test_it_counts_errors_that_no_view_dealt_with(monkeypatch):
    def locked():
        raise OperationalError("locked: 503 555 0142")

    monkeypatch.setattr(Edition, "current", locked)
    Client(raise_request_exception=False).get("/search/?q=pain")
    found = counts.so_far()
    key = 'guide_unhandled_errors_total{route="content:search",kind="OperationalError"}'
    assert found[key] == 1
    assert found['guide_requests_total{route="content:search",status="5xx"}'] == 1
