"""The helper that runs the tests on both databases at the same time."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import side_by_side
from tests.source import ROOT

GREETS = "print('first line'); print('closing line')"
FAILS = "import sys; print('something broke'); sys.exit(3)"
# Each makes a file and waits for the file of the other.
MEETS = """
import pathlib, sys, time
own, other = map(pathlib.Path, sys.argv[1:])
own.touch()
until = time.monotonic() + 20
while not other.exists():
    if time.monotonic() > until:
        sys.exit("alone")
    time.sleep(0.01)
"""
TALKS_UNTIL_CTRL_C = """
import time
try:
    print("began", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("closing lines")
    raise SystemExit(2)
"""
HEARS_NOTHING = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
print("began", flush=True)
time.sleep(60)
"""


def python(script: str, *arguments) -> list[str]:
    return [sys.executable, "-c", script, *map(str, arguments)]


def test_it_prints_all_that_each_run_said(capsys):
    assert side_by_side.main({"One": [python(GREETS)], "Two": [python(GREETS)]}) == 0
    said = capsys.readouterr().out
    for name in ("One", "Two"):
        assert f" {name} ==" in said
        assert f"first line\nclosing line\n{name}: exit code 0" in said


@pytest.mark.parametrize("scripts", [(FAILS, GREETS), (GREETS, FAILS), (FAILS, FAILS)])
def test_it_fails_when_either_fails_and_shows_both(capsys, scripts):
    runs = {f"Run {number}": [python(script)] for number, script in enumerate(scripts)}
    assert side_by_side.main(runs) == 1
    said = capsys.readouterr().out
    assert said.count("something broke") == scripts.count(FAILS)
    assert said.count("closing line") == scripts.count(GREETS)


def test_it_runs_them_at_the_same_time(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert side_by_side.main({"1": [python(MEETS, one, two)], "2": [python(MEETS, two, one)]}) == 0


def started(scripts: list[str]) -> subprocess.Popen:
    """In a process of its own, after both scripts have begun."""
    runs = {f"Run {number}": [python(script)] for number, script in enumerate(scripts)}
    call = f"import sys; from tests import side_by_side; sys.exit(side_by_side.main({runs!r}))"
    process = subprocess.Popen(
        python(call), cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    folder = process.stdout.readline().split("tail -f ")[1].removesuffix("/*.log\n")
    logs = [Path(folder, f"run-{number}.log") for number in range(len(scripts))]
    until = time.monotonic() + 20
    while not all(log.read_text() for log in logs) and time.monotonic() < until:
        time.sleep(0.05)
    return process


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_it_lets_both_close_after_ctrl_c(kind):
    process = started([TALKS_UNTIL_CTRL_C, TALKS_UNTIL_CTRL_C])
    process.send_signal(kind)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == side_by_side.INTERRUPTED
    assert said.count("began\nclosing lines\n") == 2


def test_it_ends_one_that_hears_nothing_at_the_second_ctrl_c():
    process = started([HEARS_NOTHING, TALKS_UNTIL_CTRL_C])
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == side_by_side.INTERRUPTED
    assert said.count("began") == 2
    assert said.count("closing lines") == 1


def test_it_does_one_after_the_other_and_fails_when_one_fails():
    ways = {(0, 0): 0, (1, 0): 1, (0, 1): 1, (1, 1): 1}
    for (one, two), code in ways.items():
        runs = {"Both": [python(f"exit({one})"), python(f"exit({two})")]}
        assert side_by_side.main(runs) == code


def test_it_begins_nothing_more_after_ctrl_c(tmp_path):
    mark = tmp_path / "second"
    runs = {"Both": [python("exit(2)"), python(f"open({str(mark)!r}, 'w')")]}
    assert side_by_side.main(runs) == 1
    assert not mark.exists()


def test_it_leaves_no_test_out():
    (sqlite, postgresql), (browser,) = side_by_side.runs().values()
    pytest_ = [sys.executable, "-m", "pytest"]
    assert sqlite == [*pytest_, "-m", "not browser"]
    assert postgresql[4:] == sqlite[1:]
    assert browser[:5] == [*pytest_, "-m", "browser"]
