"""What pages took while they were made goes back to the machine."""

import subprocess
import sys

import pytest
from django.core.signals import request_finished

from tests.source import ROOT
from tpi_site import freed_memory, wsgi

# Every second piece stays, so that none of the others lies at the end.
PIECES = """
import sys
from tpi_site.freed_memory import GiveBack

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1])

pieces = [b"x" * 20_000 for _ in range(2000)]
before = resident()
pieces[::2] = [None] * 1000
if sys.argv[1:]:
    GiveBack(every=0)()
print((before - resident()) / before > 0.1)
"""


def gives_back(*arguments: str) -> bool:
    command = [sys.executable, "-c", PIECES, *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return said.stdout.strip() == "True"


def test_it_gives_back_what_lies_between_pieces_in_use():
    if gives_back():
        pytest.skip("this C library keeps nothing")
    assert gives_back("now")


@pytest.fixture
def times(monkeypatch):
    """When it was given back, and a clock to set."""
    times, clock = [], [100.0]
    monkeypatch.setattr(freed_memory.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(freed_memory, "give_back", lambda: times.append(clock[0]))
    return times, clock


def test_it_does_so_now_and_then(times):
    given, clock = times
    after_request = freed_memory.GiveBack(every=10)
    for now in (100, 109, 110, 111, 119, 135, 136):
        clock[0] = now
        after_request()
    assert given == [110, 135]


@pytest.mark.django_db  # others hear of it too
def test_the_server_asks_for_it_after_requests(times):
    given, clock = times
    clock[0] = wsgi.give_back.next + 1
    request_finished.send(sender=None)
    assert given == [clock[0]]


def test_it_does_without_where_there_is_no_such_function(monkeypatch):
    monkeypatch.setattr(freed_memory.ctypes, "CDLL", lambda name: object())
    freed_memory.trim.cache_clear()
    try:
        freed_memory.give_back()
    finally:
        freed_memory.trim.cache_clear()
