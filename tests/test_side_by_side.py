"""The helper that runs the tests in parts, several at the same time."""

import os
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
    assert side_by_side.main({"One": python(GREETS), "Two": python(GREETS)}) == 0
    said = capsys.readouterr().out
    for name in ("One", "Two"):
        assert f" {name} ==" in said
        assert f"first line\nclosing line\n{name}: exit code 0" in said


@pytest.mark.parametrize("scripts", [(FAILS, GREETS), (GREETS, FAILS), (FAILS, FAILS)])
def test_it_fails_when_either_fails_and_shows_both(capsys, scripts):
    runs = {f"Run {number}": python(script) for number, script in enumerate(scripts)}
    assert side_by_side.main(runs) == 1
    said = capsys.readouterr().out
    assert said.count("something broke") == scripts.count(FAILS)
    assert said.count("closing line") == scripts.count(GREETS)


def test_it_runs_them_at_the_same_time(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert side_by_side.main({"1": python(MEETS, one, two), "2": python(MEETS, two, one)}) == 0


def started(scripts: list[str]) -> subprocess.Popen:
    """In a process of its own, after both scripts have begun."""
    runs = {f"Run {number}": python(script) for number, script in enumerate(scripts)}
    call = f"import sys; from tests import side_by_side; sys.exit(side_by_side.main({runs!r}))"
    process = subprocess.Popen(
        python(call), cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    folder = process.stdout.readline().split("tail -f ")[1].removesuffix("/*.log\n")
    logs = [Path(folder, f"run-{number}.log") for number in range(len(scripts))]
    until = time.monotonic() + 20
    while not all(log.exists() and log.read_text() for log in logs) and time.monotonic() < until:
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


def test_it_takes_the_next_when_there_is_room_and_goes_on_after_one_that_failed(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(side_by_side, "AT_ONCE", 2)
    one, two = tmp_path / "one", tmp_path / "two"
    runs = {
        "Fails": python(FAILS),
        "Waits": python(MEETS, one, two),
        "Is waited for": python(MEETS, two, one),
    }
    assert side_by_side.main(runs) == 1
    assert one.exists()
    assert two.exists()


def test_it_begins_no_more_than_there_is_room_for(monkeypatch, capsys):
    monkeypatch.setattr(side_by_side, "AT_ONCE", 1)
    runs = {f"Run {number}": python(GREETS) for number in range(3)}
    assert side_by_side.main(runs) == 0
    said = capsys.readouterr().out
    assert [said.index(f" Run {number} =") for number in range(3)] == sorted(
        said.index(f" Run {number} =") for number in range(3)
    )


def test_it_begins_nothing_more_after_ctrl_c(monkeypatch, tmp_path):
    monkeypatch.setattr(side_by_side, "AT_ONCE", 1)
    mark = tmp_path / "second"
    interrupt = f"import os, signal; os.kill({os.getpid()}, signal.SIGINT)"
    runs = {"First": python(interrupt), "Second": python(f"open({str(mark)!r}, 'w')")}
    assert side_by_side.main(runs) == side_by_side.INTERRUPTED
    assert not mark.exists()


@pytest.mark.parametrize("colour", ["", "\x1b[31m"])
def test_it_adds_up_what_the_parts_counted(capsys, colour):
    last = [
        "== 1 failed, 20 passed, 3 skipped, 4 deselected, 1 error in 5.61s ==",
        "300 passed in 70.00s (0:01:10)",
        "5 passed, 2 errors in 1.00s",
    ]
    runs = {
        f"Run {number}": python(f"print({colour + line!r})") for number, line in enumerate(last)
    }
    assert side_by_side.main(runs | {"Bad": python(FAILS)}) == 1
    said = capsys.readouterr().out
    assert said.endswith("\n325 passed, 1 failed, 3 errors, 3 skipped. Not well: Bad\n")


def test_it_says_in_the_end_that_all_went_well(capsys):
    assert side_by_side.main({"One": python("print('== 7 passed in 0.10s ==')")}) == 0
    assert capsys.readouterr().out.endswith("\n7 passed, 0 failed\n")


def of_part(command: list[str]) -> set[Path]:
    """The files with tests that a run looks into."""
    options = command[command.index("no:cacheprovider") + 3 :]
    ignored = [option.partition("=")[2] for option in options if option.startswith("--ignore=")]
    asked = [ROOT / option for option in options if not option.startswith("--")]
    found = {
        file for path in asked for file in (path.rglob("test_*.py") if path.is_dir() else [path])
    }
    return {file for file in found if not any(file.is_relative_to(ROOT / one) for one in ignored)}


def test_it_leaves_no_test_out_and_does_none_twice():
    runs = side_by_side.runs()
    in_browser = set((ROOT / "tests" / "browser").rglob("test_*.py"))
    every = set((ROOT / "tests").rglob("test_*.py"))
    patients, staff = of_part(runs.pop("Browser, patients")), of_part(runs.pop("Browser, staff"))
    assert patients | staff == in_browser
    assert not patients & staff
    assert of_part(runs.pop("Servers")) == every - in_browser
    for database in ("SQLite", "PostgreSQL"):
        files = [of_part(command) for name, command in runs.items() if name.startswith(database)]
        assert len(files) == len(side_by_side.PARTS)
        assert set.union(*files) == every - in_browser
        assert sum(map(len, files)) == len(every - in_browser)
    for file in in_browser:
        assert "pytestmark = pytest.mark.browser" in file.read_text(), file


def test_every_part_asks_for_its_mark_and_lets_the_browser_go_first():
    for name, command in side_by_side.runs().items():
        assert (command[:3] == side_by_side.YIELDS) == (not name.startswith("Browser")), name
        mark = "browser" if name.startswith(("Browser", "Servers")) else "not browser"
        at = command.index("pytest")
        assert command[at : at + 5] == ["pytest", "-p", "no:cacheprovider", "-m", mark]


def test_it_lets_python_keep_what_it_compiled(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asks = python("import sys; sys.exit(sys.dont_write_bytecode)")
    assert side_by_side.main({"One": asks}) == 0


@pytest.mark.parametrize(("room", "is_in_memory"), [(1, True), (10**18, False)])
def test_it_keeps_what_tests_write_in_memory_where_there_is_room(
    monkeypatch, tmp_path, room, is_in_memory
):
    monkeypatch.setattr(side_by_side, "MEMORY", tmp_path)
    monkeypatch.setattr(side_by_side, "ROOM", room)
    with side_by_side.own_folder() as folder:
        assert (folder.parent == tmp_path) == is_in_memory
        assert side_by_side.environment(folder)["TMPDIR"] == str(folder)
        assert folder.stat().st_mode & 0o777 == 0o755
    assert not folder.exists()
