"""The environment with the newest Django beside the locked one."""

import os
import re
import stat
import sys

import pytest

from tests import newest, side_by_side
from tests.source import ROOT


def fake(folder, name: str, says: str) -> str:
    """A program that answers with a version, as a Python would."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(stat.S_IRWXU)
    return str(path)


@pytest.fixture
def pythons(tmp_path, monkeypatch):
    """A path with nothing but what a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PYTHON_NEWEST", raising=False)
    monkeypatch.setattr(newest.Path, "home", lambda: tmp_path)
    monkeypatch.setattr(newest.sys, "executable", fake(tmp_path, "python", "echo 3.11"))
    return tmp_path


def test_it_takes_the_newest_python(pythons):
    fake(pythons, "python3.12", "echo 3.12")
    best = fake(pythons, "python3.14", "echo 3.14")
    assert newest.find() == best


def test_it_looks_where_pyenv_keeps_them_and_passes_over_what_does_not_run(pythons):
    fake(pythons, "python3.13", "echo not chosen; exit 127")
    (pythons / ".pyenv/versions/3.13.0/bin").mkdir(parents=True)
    kept = fake(pythons / ".pyenv/versions/3.13.0/bin", "python", "echo 3.13")
    assert newest.find() == kept


def test_it_takes_the_python_that_it_is_told(pythons, monkeypatch):
    fake(pythons, "python3.14", "echo 3.14")
    told = fake(pythons, "mine", "echo 3.12")
    monkeypatch.setenv("PYTHON_NEWEST", told)
    assert newest.find() == told
    monkeypatch.setenv("PYTHON_NEWEST", str(pythons / "none"))
    assert newest.find() is None


@pytest.mark.parametrize(("required", "code"), [("", 0), ("1", 1)])
def test_it_says_what_is_not_run(pythons, monkeypatch, tmp_path, capfd, required, code):
    monkeypatch.setenv("REQUIRE_NEWEST", required)
    monkeypatch.setattr(newest, "FOLDER", tmp_path / "venv")
    assert newest.main() == code
    assert capfd.readouterr().err.startswith("Not run on the newest Django")
    assert newest.python() == sys.executable


def test_it_makes_the_environment_once_for_each_lock(monkeypatch, tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("")
    monkeypatch.setattr(newest, "FOLDER", tmp_path / "venv")
    monkeypatch.setattr(newest, "LOCK", lock)
    monkeypatch.setattr(newest, "find", lambda: sys.executable)
    assert newest.main() == 0
    assert os.access(newest.python(), os.X_OK)
    assert newest.python() != sys.executable
    monkeypatch.setattr(newest, "make", lambda program: pytest.fail("made again"))
    assert newest.main() == 0
    lock.write_text("# another\n")
    assert not newest.is_made()


def test_the_locks_differ_in_django():
    def django(name: str) -> str:
        return re.search(r"^django==(\d+)", (ROOT / name).read_text(), re.M)[1]

    assert int(django("requirements-newest.txt")) > int(django("requirements-dev.txt"))


def test_it_runs_on_postgresql_with_the_newest_and_on_sqlite_with_the_lock(monkeypatch):
    monkeypatch.setattr(newest, "python", lambda: "the newest")
    for name, command in side_by_side.runs().items():
        program = command[command.index("pytest") - 2]
        assert program == ("the newest" if name.startswith("PostgreSQL") else sys.executable)
        assert ("tests.postgres" in command) == name.startswith("PostgreSQL")
