"""A bounded pool of connections, and a server that goes away and comes back."""

import threading
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections

from tests import postgres
from tpi_site import environment
from tpi_site.machines import postgresql, processes

SERVER = "postgresql://user:password@db.example/guide"
needs_postgresql = pytest.mark.skipif(
    postgres.find_programs() is None, reason="needs an installed PostgreSQL"
)


def settings_of(monkeypatch, tmp_path, url=SERVER, threads=32, **values) -> dict:
    monkeypatch.setenv("DATABASE_URL", url)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return environment.database(tmp_path / "unused", threads)


@pytest.mark.parametrize(("threads", "most"), [(1, 4), (16, 4), (32, 8), (256, 64)])
def test_it_opens_few_connections_for_many_threads(monkeypatch, tmp_path, threads, most):
    settings = settings_of(monkeypatch, tmp_path, threads=threads)
    assert settings["OPTIONS"]["pool"]["max_size"] == most
    assert settings["CONN_MAX_AGE"] == 0


def test_it_opens_as_many_as_it_is_told(monkeypatch, tmp_path):
    settings = settings_of(monkeypatch, tmp_path, DATABASE_CONNECTIONS="20")
    assert settings["OPTIONS"]["pool"]["max_size"] == 20


@pytest.mark.parametrize("value", ["1", "many", "1001", "-4"])
def test_it_refuses_a_number_of_connections_that_cannot_work(monkeypatch, tmp_path, value):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_CONNECTIONS is “"):
        settings_of(monkeypatch, tmp_path, DATABASE_CONNECTIONS=value)


@pytest.fixture(scope="module")
def server():
    with postgres.restartable_server(postgres.find_programs()) as server:
        yield server


@pytest.fixture
def restartable(server, monkeypatch, tmp_path, django_db_blocker):
    """The server as the alias "restarted", and functions that stop and start it."""
    url, stop, start = server
    settings = settings_of(monkeypatch, tmp_path, url)
    kept = dict(connections.settings)
    connections.settings["restarted"] = connections.configure_settings({"default": settings})[
        "default"
    ]
    try:
        with django_db_blocker.unblock():
            yield stop, start
    finally:
        connections["restarted"].close()
        connections["restarted"].close_pool()
        del connections["restarted"]
        connections.settings.clear()
        connections.settings.update(kept)


def ask() -> int:
    """As one request does: a connection from the pool, given back in the end."""
    with connections["restarted"].cursor() as cursor:
        cursor.execute("SELECT 1")
        (answer,) = cursor.fetchone()
    connections["restarted"].close()
    return answer


def ask_at_once(threads: int) -> list:
    """Holds all connections at the same time, so that the pool keeps so many."""
    together, answers = threading.Barrier(threads), []

    def work():
        connections["restarted"].ensure_connection()
        together.wait()
        answers.append(ask())

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return answers


@needs_postgresql
def test_it_answers_readers_after_the_server_was_restarted(restartable):
    """Every connection in the pool is dead then; nobody gets an error for it."""
    stop, start = restartable
    assert ask_at_once(8) == [1] * 8
    stop()
    start()
    begun = time.monotonic()
    assert [ask() for _ in range(10)] == [1] * 10
    assert time.monotonic() - begun < postgresql.PATIENCE


@needs_postgresql
def test_it_lets_readers_wait_while_the_server_restarts(restartable):
    stop, start = restartable
    assert ask() == 1
    stop()
    answers = []
    reader = threading.Thread(target=lambda: answers.append(ask()))
    reader.start()
    time.sleep(0.3)
    start()
    reader.join()
    assert answers == [1]


@needs_postgresql
def test_it_fails_soon_without_a_server_and_is_well_again_with_one(restartable, monkeypatch):
    stop, start = restartable
    pool = connections["restarted"].pool
    pool.timeout = pool.reconnect_timeout = 0.3
    assert ask_at_once(4) == [1] * 4
    stop()
    for _ in range(3):
        with pytest.raises(DatabaseError):
            ask()
        connections["restarted"].close()
    start()
    pool.timeout = postgresql.PATIENCE
    assert ask() == 1


@needs_postgresql
def test_it_gives_no_connection_to_programs_that_it_starts(restartable):
    assert ask() == 1
    pool = connections["restarted"].pool
    processes.let_go()
    assert pool.closed


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no pool")
@pytest.mark.django_db
def test_it_listens_for_editions_outside_of_the_pool():
    from tpi_site.page_cache import editions

    current = editions()
    current()
    listening = current.__self__.connection
    assert listening.pool is None
    assert connection.pool is not None
    listening.close()
