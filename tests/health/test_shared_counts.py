"""Counts of several processes come out as one sum, which never goes down."""

import json
import os
import subprocess
import sys

import pytest

from tests.source import ROOT
from tpi_site.health import counts, shared_counts
from tpi_site.health.shared_counts import SharedCounts

OTHER = """
import sys
from pathlib import Path
from tpi_site.health import counts
from tpi_site.health.shared_counts import SharedCounts
shared = SharedCounts(Path(sys.argv[1]))
shared.levels = lambda: {"memory": 9}
counts.add({"a": 3})
shared.begin()
shared.write()
print("ready", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def shared(tmp_path):
    mine = SharedCounts(tmp_path / "counts")
    mine.levels = lambda: {"mine": 1}
    mine.begin()
    counts.add({"a": 1, "b": 1})
    yield mine
    mine.end()


@pytest.fixture
def other(shared):
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(shared.folder)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


def test_it_adds_up_all_processes_and_keeps_what_dead_ones_counted(shared, other):
    assert shared.all() == ({"a": 4, "b": 1}, {"mine": 1, "memory": 9})
    other.kill()
    other.wait()
    for _ in range(3):
        assert shared.all() == ({"a": 4, "b": 1}, {"mine": 1})
    names = sorted(path.name for path in shared.folder.iterdir())
    own = [f"{shared.name}.alive", f"{shared.name}.json"]
    assert names == sorted([*own, "adding-up", "ended.json"])


def test_it_adds_no_dead_process_twice_when_it_is_cut_short(shared, monkeypatch):
    path = shared.folder / "1-dead.json"
    path.write_text(json.dumps({"counts": {"a": 5}}))
    with monkeypatch.context() as patch:
        patch.setattr(type(path), "unlink", cut_short(type(path).unlink, path))
        with pytest.raises(SystemExit):
            shared.all()
    assert path.exists()
    assert shared.all()[0] == {"a": 6, "b": 1}


def cut_short(unlink, at):
    def instead(path, **options):
        if path == at:
            raise SystemExit
        unlink(path, **options)

    return instead


def test_it_passes_over_a_file_that_is_damaged(shared):
    (shared.folder / "1-dead.json").write_text("{")
    assert shared.all()[0] == {"a": 1, "b": 1}


def test_it_writes_for_its_owner_only(shared):
    old = os.umask(0)
    try:
        shared.write()
    finally:
        os.umask(old)
    for path in [shared.folder, *shared.folder.iterdir()]:
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_it_tells_its_own_when_the_disk_is_full(shared, monkeypatch):
    def full(path, figures):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shared_counts, "_write", full)
    assert shared.all() == ({"a": 1, "b": 1}, {"mine": 1})
