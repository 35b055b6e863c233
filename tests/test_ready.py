"""What the parts of a run share: made once, and each has a copy of its own."""

import os
import sqlite3
import stat
import subprocess
import sys

import pytest

from tests import ready
from tests.source import ROOT
from tpi_site import static_files

# Notes down that it makes something, and takes its time.
MAKES = """
import sys, time
from tests import ready

def make(folder):
    time.sleep(0.2)
    with open(sys.argv[1], "a") as file:
        file.write("made ")
    folder.mkdir()
    (folder / "thing").touch()

assert (ready.once("thing", make) / "thing").exists()
"""


@pytest.fixture
def env(tmp_path):
    return os.environ | {ready.SHARED: str(tmp_path / "share")}


def test_it_makes_a_thing_once_for_all_who_come_at_the_same_time(env, tmp_path):
    notes = tmp_path / "notes"
    command = [sys.executable, "-c", MAKES, notes]
    for process in [subprocess.Popen(command, cwd=ROOT, env=env) for _ in range(3)]:
        assert process.wait(timeout=60) == 0
    assert notes.read_text() == "made "


def test_it_makes_a_thing_again_that_was_cut_short(env, tmp_path):
    notes = tmp_path / "notes"
    broken = MAKES.replace("folder.mkdir()", "folder.mkdir(); sys.exit(3)")
    for script, code in ((broken, 3), (MAKES, 0)):
        command = [sys.executable, "-c", script, notes]
        assert subprocess.run(command, cwd=ROOT, env=env, timeout=60).returncode == code
    assert notes.read_text() == "made made "


def test_it_has_all_that_a_first_start_makes_but_the_account(tmp_path):
    data = ready.data(tmp_path)
    database = sqlite3.connect(data / "site.sqlite3")
    counts = "SELECT (SELECT count(*) FROM content_article), (SELECT count(*) FROM auth_user)"
    articles, accounts = database.execute(counts).fetchone()
    database.close()
    assert articles > 40
    assert accounts == 0
    assert (data / "static" / static_files.NOTE).exists()
    assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600
