"""Threads share what memory there is."""

import subprocess
import sys

import pytest

from tests.source import ROOT
from tpi_site import few_arenas

ARENAS = """
import ctypes, re, sys, tempfile, threading
if sys.argv[1:]:
    from tpi_site.few_arenas import keep_few_arenas
    assert keep_few_arenas()
c = ctypes.CDLL(None)
c.malloc.restype, c.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
together = threading.Barrier(6)
def work():
    together.wait()
    c.malloc(1000)
    together.wait()
threads = [threading.Thread(target=work) for _ in range(6)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
c.fopen.restype, c.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
c.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
c.fclose.argtypes = [ctypes.c_void_p]
with tempfile.NamedTemporaryFile() as file:
    stream = c.fopen(file.name.encode(), b"w")
    c.malloc_info(0, stream)
    c.fclose(stream)
    print(len(re.findall("<heap nr", file.read().decode())))
"""


def arenas(*arguments: str) -> int:
    command = [sys.executable, "-c", ARENAS, *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env={})
    return int(said.stdout)


def test_it_lets_all_threads_share_two_arenas():
    if arenas() <= few_arenas.MOST:
        pytest.skip("this C library makes no arena for each thread")
    assert arenas("few") == few_arenas.MOST


def test_it_leaves_alone_what_somebody_has_set(monkeypatch):
    monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
    assert not few_arenas.keep_few_arenas()


def test_it_does_without_where_there_are_none(monkeypatch):
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    monkeypatch.setattr(few_arenas.ctypes, "CDLL", lambda name: object())
    assert not few_arenas.keep_few_arenas()
