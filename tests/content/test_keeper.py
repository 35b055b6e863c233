"""What a process keeps of an edition is read by one thread, however many ask at once."""

import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from content.models.editions import Edition, Keeper

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def edition(monkeypatch) -> SimpleNamespace:
    now = SimpleNamespace(token="one")
    monkeypatch.setattr(Edition, "current", lambda: now.token)
    return now


def made(token: str, _) -> SimpleNamespace:
    return SimpleNamespace(edition=token, since=LONG_AGO, until=None)


class Waited:
    """A lock that says when somebody has to wait for it."""

    def __init__(self):
        self.lock, self.somebody_waits = threading.Lock(), threading.Event()

    def __enter__(self):
        if not self.lock.acquire(blocking=False):
            self.somebody_waits.set()
            self.lock.acquire()

    def __exit__(self, *_):
        self.lock.release()


@pytest.mark.parametrize("meanwhile", ["one", "two"])
def test_it_reads_once_for_all_who_ask_meanwhile(edition, meanwhile):
    begun, go_on, read = threading.Event(), threading.Event(), []

    def slowly(token, at):
        read.append(token)
        begun.set()
        assert go_on.wait(30)
        return made(token, at)

    keeper, got = Keeper(slowly), []
    keeper.lock = Waited()
    threads = [
        threading.Thread(target=lambda: got.append(keeper.current().edition)) for _ in range(2)
    ]
    threads[0].start()
    assert begun.wait(30)
    threads[1].start()
    assert keeper.lock.somebody_waits.wait(30)
    edition.token = meanwhile
    go_on.set()
    for thread in threads:
        thread.join(30)
    # Whoever waited asks again: it may have been published since.
    assert got == ["one", meanwhile]
    assert read == list(dict.fromkeys(["one", meanwhile]))


def test_it_reads_again_for_another_edition_only(edition):
    read = []
    keeper = Keeper(lambda token, at: read.append(token) or made(token, at))
    first = keeper.current()
    assert keeper.current() is first
    edition.token = "two"
    assert keeper.current().edition == "two"
    assert read == ["one", "two"]


def test_it_is_free_again_after_a_failure(edition):
    answers = [RuntimeError("no database"), made("one", None)]

    def fails_once(*_):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    keeper = Keeper(fails_once)
    with pytest.raises(RuntimeError):
        keeper.current()
    assert keeper.current().edition == "one"
