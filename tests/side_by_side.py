"""Runs every test: on SQLite, then on PostgreSQL with the newest Django where `tests.newest` made
its environment, and in the browser at the same time:

    python -m tests.side_by_side

What a run prints goes to a log of its own, which is printed whole when that run has ended. One that
fails does not end the other. Ctrl-C reaches both, and what they said until then is printed.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import newest
from tests.source import ROOT

NO_BROWSER = ["-m", "not browser"]


def runs() -> dict[str, list[list[str]]]:
    """Two and not three at a time: a browser that has to wait for its turn fails tests that are
    right. PostgreSQL and the newest Django share a run, so that both are tried in the time of one.
    """
    pytest = [sys.executable, "-m", "pytest"]
    on_newest = [newest.python(), "-m", "pytest"]
    return {
        "SQLite, then PostgreSQL": [
            [*pytest, *NO_BROWSER],
            [sys.executable, "-m", "tests.postgres", *on_newest, *NO_BROWSER],
        ],
        # The other run has the cache of what failed last to itself.
        "Browser": [[*pytest, "-m", "browser", "-p", "no:cacheprovider"]],
    }


# After these codes of pytest the next command is begun: all passed, some failed.
COMPLETE = (0, 1)
INTERRUPTED = 130


class Run:
    """Commands that write into one log, one after the other. Each has a session of its own, so that
    a signal comes once, from here, and to it alone: a browser that hears of it too would end before
    its test does."""

    def __init__(self, name: str, commands: list[list[str]], folder: Path):
        self.name, self.waiting, self.codes = name, list(commands), []
        self.log = folder / f"{name.lower().replace(', ', '-').replace(' ', '-')}.log"
        self.began = time.monotonic()
        self.log.touch()
        self.begin_next()

    def begin_next(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.waiting.pop(0), cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def goes_on(self) -> bool:
        """Begins the next command when one has ended; False when there is nothing left to do."""
        code = self.process.poll()
        if code is None:
            return True
        self.codes.append(code)
        if not self.waiting or code not in COMPLETE:
            return False
        self.begin_next()
        return True

    def send(self, number: int) -> None:
        self.waiting = []
        if self.process.poll() is None:
            self.process.send_signal(number)

    @property
    def failed(self) -> bool:
        return any(self.codes)

    def report(self) -> str:
        seconds = time.monotonic() - self.began
        said = self.log.read_text(errors="replace")
        codes = " and ".join(map(str, self.codes))
        outcome = f"exit code {codes} after {seconds:.0f} s"
        return f"{heading(self.name)}\n{said}{self.name}: {outcome}\n"


def main(named: dict[str, list[list[str]]]) -> int:
    """0 when all went well, 1 when one did not, 130 after Ctrl-C."""
    signals: list[int] = []
    with tempfile.TemporaryDirectory(prefix="tests-") as folder, caught(signals):
        running = [Run(name, command, Path(folder)) for name, command in named.items()]
        say(f"Tests run on {', '.join(named)}. To watch: tail -f {folder}/*.log\n")
        failures = [run.failed for run in ended(running, signals)]
    if signals:
        return INTERRUPTED
    return int(any(failures))


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


def ended(running: list[Run], signals: list[int]) -> Iterator[Run]:
    """Each run when it has ended, after its log is printed."""
    passed_on = 0
    while running:
        for _ in signals[passed_on:]:
            passed_on += 1
            # pytest ends cleanly after SIGINT only. Who asks twice does not want to wait for it.
            for run in running:
                run.send(signal.SIGINT if passed_on == 1 else signal.SIGTERM)
        for run in [run for run in running if not run.goes_on()]:
            running.remove(run)
            say(run.report())
            yield run
        time.sleep(0.1)


def environment() -> dict[str, str]:
    """A log is no terminal; colours are asked for where they will be seen in the end."""
    return os.environ | ({"FORCE_COLOR": "1"} if sys.stdout.isatty() else {})


def heading(text: str) -> str:
    return f" {text} ".center(80, "=")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(runs()))
