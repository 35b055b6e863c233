"""A look takes a bounded time, and is taken once for all who ask at a time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection

from tests.health.scenes import part
from tpi_site.health import looking
from tpi_site.health.looking import Watch, is_ready
from tpi_site.health.part import State


@pytest.fixture
def hung():
    """A look that ends when it is told to."""
    free = threading.Event()

    def look():
        free.wait(30)
        return [part("database")]

    look.free = free
    yield look
    free.set()


def test_it_does_not_wait_for_a_database_that_hangs(hung):
    watch = Watch(hung, patience=0.05)
    (found,) = watch.now()
    assert (found.name, found.state) == ("database", State.BAD)
    assert "No answer" in found.words
    # Later ones do not even wait so long, and start nothing.
    before = threading.active_count()
    watch.patience = 0.05
    begun = time.monotonic()
    for _ in range(20):
        assert not is_ready(watch.now())
    assert time.monotonic() - begun < 20 * 0.05 + 5
    assert threading.active_count() <= before


def test_it_is_well_again_once_the_database_answers(hung):
    watch = Watch(hung, patience=0.05)
    assert not is_ready(watch.now())
    hung.free.set()
    watch.patience = 30
    assert is_ready(watch.now())


def test_it_looks_once_for_all_who_ask():
    looks = []

    def look():
        looks.append(1)
        time.sleep(0.05)
        return [part("database")]

    watch = Watch(look, patience=30, good_for=60)
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: is_ready(watch.now()), range(32)))
    assert looks == [1]


def test_it_looks_again_after_a_while():
    looks = []
    watch = Watch(lambda: looks.append(1) or [part("database")], patience=30, good_for=0)
    watch.now()
    watch.now()
    assert looks == [1, 1]


def test_it_outlives_whatever_goes_wrong():
    def look():
        raise RuntimeError("password=secret")

    (found,) = Watch(look, patience=30).now()
    assert found.state == State.BAD
    assert "RuntimeError" in found.words
    assert "secret" not in found.words


def test_it_logs_what_changes_and_nothing_else(caplog):
    watch = Watch(lambda: states.pop(0), patience=30, good_for=0)
    states = [
        [part("disk"), part("mail")],
        [part("disk", State.BAD), part("mail")],
        [part("disk", State.BAD), part("mail")],
        [part("disk"), part("mail")],
    ]
    with caplog.at_level("INFO", "tpi_site.health.looking"):
        for _ in range(4):
            watch.now()
    said = [(record.levelname, record.getMessage().partition(":")[0]) for record in caplog.records]
    assert said == [("WARNING", "disk is bad"), ("INFO", "disk is good")]


@pytest.mark.django_db
def test_it_looks_at_the_rest_when_the_database_is_away(monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError("password=secret")

    monkeypatch.setattr(connection, "cursor", away)
    found = {each.name: each for each in looking.look()}
    assert found["database"].state == found["tables"].state == State.BAD
    assert found["mail"].state == State.AMBER
    assert found["disk"].state == State.GOOD
    assert "secret" not in repr(found)
