"""Runs every test in parts: in the browser, with servers, on SQLite, and on PostgreSQL with the
newest Django where `tests.newest` made its environment:

    python -m tests.side_by_side

The parts wait in one queue, and one more than there are processors run at a time. What a part
prints goes to a log of its own, which is printed whole when that part has ended. One that fails
does not end the others. Ctrl-C reaches all that run, and what they said until then is printed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import newest, ready
from tests.source import ROOT

# Many tests wait for a server, a process or a browser.
AT_ONCE = (os.cpu_count() or 1) + 1
# A browser that has to wait for its turn fails tests that are right: all others let it go first.
YIELDS = ["nice", "-n", "10"]
# What staff see: files in the folder of the browser. All others there are about patients. In one
# part they would go on for long after everything else has ended.
STAFF = ("compare", "desk_*", "doors", "health", "inbox", "pictures", "review", "story")
# Folders, and what of them is left to another part.
PARTS = {
    "guide": ["tests/content", "--ignore=tests/content/admin"],
    "the rest": [
        "tests",
        *(f"--ignore=tests/{folder}" for folder in ("browser", "content", "enquiries")),
    ],
    "desk": ["tests/content/admin"],
    "enquiries": ["tests/enquiries"],
}
# In the memory of the machine; tests write less than a tenth of this.
MEMORY, ROOM = Path("/dev/shm"), 8 * 1024**3
INTERRUPTED = 130
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SUMMARY = re.compile(r"^=* ?((?:\d+ [a-z]+(?:, )?)+) in \d", re.M)


def runs() -> dict[str, list[str]]:
    """The longest first, so that none is alone in the end. PostgreSQL and the newest Django share
    their parts, so that both are tried in the time of one."""
    # Several at a time would write over each other's note of what failed last.
    pytest = ["-m", "pytest", "-p", "no:cacheprovider"]
    on_sqlite = [sys.executable, *pytest]
    on_postgresql = [sys.executable, "-m", "tests.postgres", newest.python(), *pytest]
    found = {
        f"Browser, {who}": [*on_sqlite, "-m", "browser", *tests]
        for who, tests in in_browser().items()
    }
    for part, tests in PARTS.items():
        for database, command in (("PostgreSQL", on_postgresql), ("SQLite", on_sqlite)):
            found[f"{database}, {part}"] = [*YIELDS, *command, "-m", "not browser", *tests]
    servers = [*YIELDS, *on_sqlite, "-m", "browser", "tests", "--ignore=tests/browser"]
    return found | {"Servers": servers}


def in_browser() -> dict[str, list[str]]:
    found = (file for name in STAFF for file in (ROOT / "tests/browser").glob(f"test_{name}.py"))
    staff = sorted(str(file.relative_to(ROOT)) for file in found)
    patients = ["tests/browser", *(f"--ignore={file}" for file in staff)]
    return {"patients": patients, "staff": staff}


@contextmanager
def own_folder() -> Iterator[Path]:
    """For all that tests write: in memory where there is room, because most of what is written
    through to a disk by those that are killed waits for that disk."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(
        prefix="tests-", dir=MEMORY if roomy else None, ignore_cleanup_errors=True
    ) as folder:
        # PostgreSQL and nginx run as others than root.
        os.chmod(folder, 0o755)
        yield Path(folder)


class Run:
    """A command that writes into a log. It has a session of its own, so that a signal comes once,
    from here, and to it alone: a browser that hears of it too would end before its test does."""

    def __init__(self, name: str, command: list[str], folder: Path):
        self.name = name
        self.log = folder / f"{name.lower().replace(', ', '-').replace(' ', '-')}.log"
        self.began = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment(folder), stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def goes_on(self) -> bool:
        return self.process.poll() is None

    def send(self, number: int) -> None:
        if self.goes_on():
            self.process.send_signal(number)

    @property
    def failed(self) -> bool:
        return self.process.returncode != 0

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def report(self) -> str:
        seconds = time.monotonic() - self.began
        outcome = f"exit code {self.process.returncode} after {seconds:.0f} s"
        return f"{heading(self.name)}\n{self.said}{self.name}: {outcome}\n"


def main(named: dict[str, list[str]]) -> int:
    """0 when all went well, 1 when one did not, 130 after Ctrl-C."""
    signals: list[int] = []
    failed, counts = [], Counter()
    with own_folder() as folder, caught(signals):
        say(f"Tests run in {len(named)} parts. To watch: tail -f {folder}/*.log\n")
        for run in ended(dict(named), folder, signals):
            say(run.report())
            counts += counted(run.said)
            failed += [run.name] if run.failed else []
    say(heading("All parts"))
    say(closing(counts, failed))
    if signals:
        return INTERRUPTED
    return int(bool(failed))


@contextmanager
def caught(signals: list[int]) -> Iterator[None]:
    """Puts each request to end into the list, where it waits to be passed on."""
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(kind, lambda number, _: signals.append(number)) for kind in kinds]
    try:
        yield
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)


def ended(waiting: dict[str, list[str]], folder: Path, signals: list[int]) -> Iterator[Run]:
    """Each run when it has ended. After a request to end none is begun any more."""
    running: list[Run] = []
    passed_on = 0
    while running or waiting:
        for _ in signals[passed_on:]:
            passed_on += 1
            waiting.clear()
            # pytest ends cleanly after SIGINT only. Who asks twice does not want to wait for it.
            for run in running:
                run.send(signal.SIGINT if passed_on == 1 else signal.SIGTERM)
        while waiting and len(running) < AT_ONCE:
            name = next(iter(waiting))
            running.append(Run(name, waiting.pop(name), folder))
        for run in [run for run in running if not run.goes_on()]:
            running.remove(run)
            yield run
        time.sleep(0.1)


def counted(said: str) -> Counter:
    """How many passed, failed and so on, by pytest's last word."""
    found = SUMMARY.findall(COLOURS.sub("", said))
    pairs = (pair.split() for pair in found[-1].split(", ")) if found else ()
    return Counter({word.removesuffix("s"): int(number) for number, word in pairs})


def closing(counts: Counter, failed: list[str]) -> str:
    told = [f"{counts[word]} {word}" for word in ("passed", "failed")]
    told += [f"{counts[word]} {word}s" for word in ("error",) if counts[word]]
    told += [f"{counts[word]} {word}" for word in ("skipped",) if counts[word]]
    return ", ".join(told) + (f". Not well: {'; '.join(failed)}" if failed else "")


def environment(folder: Path) -> dict[str, str]:
    """A log is no terminal; colours are asked for where they will be seen in the end. Hundreds of
    Pythons are started, and read what the first of them compiled."""
    colours = {"FORCE_COLOR": "1"} if sys.stdout.isatty() else {}
    folders = {"TMPDIR": str(folder), ready.SHARED: str(folder / "share")}
    return os.environ | folders | colours | {"PYTHONDONTWRITEBYTECODE": ""}


def heading(text: str) -> str:
    return f" {text} ".center(80, "=")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(runs()))
