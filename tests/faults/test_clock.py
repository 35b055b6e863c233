"""The clock of the machine goes back and forth over schedules: what is public is what is public at
the time that it shows, from memory and from the database."""

import io
import os
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from content import publishing
from content.models import Edition
from tests import make
from tests.faults.visitor import heading
from tpi_site.page_cache import PageCache, cache

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "500")) // 20
# Minutes after noon: what patients read from then on.
PUBLIC = {-60: "First words", 10: "Second words", 20: "Third words", 30: None}
MINUTES = [0, 9.99, 10, 10.01, 15, 19.99, 20, 29.99, 30, 31, 1000, 500_000, -59]
steps = st.lists(st.sampled_from(MINUTES) | st.floats(-59, 60), min_size=2, max_size=8)


def expected(minutes: float) -> str | None:
    return PUBLIC[max(at for at in PUBLIC if at <= minutes)]


@pytest.fixture
def clock(monkeypatch):
    """Everything that asks for the time here asks one of these two."""
    clock = SimpleNamespace(now=NOON)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    monkeypatch.setattr(cache.time, "time", lambda: clock.now.timestamp())
    return clock


@pytest.fixture
def page(clock):
    """Its address; it was and will be published and withdrawn at the minutes of PUBLIC."""
    article = make.article(topic=make.topic(slug="a-topic"), slug="scheduled")
    make.clinic()
    for minutes, title in PUBLIC.items():
        clock.now = NOON - timedelta(hours=2)
        at = NOON + timedelta(minutes=minutes)
        if title:
            words = make.words(title=title)
            publishing.publish(publishing.save_draft(article, words, by=None), by=None, at=at)
    clock.now = NOON
    type(article).objects.filter(pk=article.pk).update(withdrawn_at=NOON + timedelta(minutes=30))
    Edition.begin()
    return "/a-topic/scheduled/"


def ask(pages: PageCache, path: str) -> tuple[str, bytes]:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_PORT": "80",
        "SERVER_NAME": "guide.example.org", "HTTP_HOST": "guide.example.org",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
    }  # fmt: skip
    answer = pages(environ, lambda status, headers: said.append(status))
    return said[0], b"".join(answer)


def test_it_shows_what_is_public_at_the_time_that_the_clock_shows(clock, page):
    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(steps)
    @example([0, 15, 0, 25, 15, 40, 0, 500_000, 9.99, 10])
    def set_and_look(minutes):
        pages = PageCache(get_wsgi_application(), Edition.current)
        for at in minutes:
            clock.now = NOON + timedelta(minutes=at)
            for _ in range(2):
                status, body = ask(pages, page)
                listed = ask(pages, "/a-topic/")[1].decode()
                if expected(at) is None:
                    assert status[:3] in ("404", "410")
                else:
                    assert (status[:3], heading(body)) == ("200", expected(at))
                    assert expected(at) in listed
                others = {title for title in PUBLIC.values() if title} - {expected(at)}
                assert not [title for title in others if title in listed]

    set_and_look()
