"""Runs every test, on SQLite, on PostgreSQL and in the browser, at the same time:

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

from tests.source import ROOT

PYTEST = [sys.executable, "-m", "pytest"]
# One of them has the cache of what failed last to itself.
WITHOUT_CACHE = ["-p", "no:cacheprovider"]
RUNS = {
    "SQLite": [*PYTEST, "-m", "not browser"],
    "PostgreSQL": [
        sys.executable, "-m", "tests.postgres", *PYTEST, "-m", "not browser", *WITHOUT_CACHE,
    ],
    "Browser": [*PYTEST, "-m", "browser", *WITHOUT_CACHE],
}  # fmt: skip
INTERRUPTED = 130


class Run:
    """A command that writes into a log. It has a session of its own, so that a signal comes once,
    from here, and to it alone: a browser that hears of it too would end before its test does."""

    def __init__(self, name: str, command: list[str], folder: Path):
        self.name = name
        self.log = folder / f"{name.lower().replace(' ', '-')}.log"
        self.began = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def send(self, number: int) -> None:
        if not self.has_ended:
            self.process.send_signal(number)

    def report(self) -> str:
        seconds = time.monotonic() - self.began
        said = self.log.read_text(errors="replace")
        outcome = f"exit code {self.process.returncode} after {seconds:.0f} s"
        return f"{heading(self.name)}\n{said}{self.name}: {outcome}\n"


def main(runs: dict[str, list[str]] = RUNS) -> int:
    """0 when all went well, 1 when one did not, 130 after Ctrl-C."""
    signals: list[int] = []
    with tempfile.TemporaryDirectory(prefix="tests-") as folder, caught(signals):
        running = [Run(name, command, Path(folder)) for name, command in runs.items()]
        say(f"Tests run on {', '.join(runs)}. To watch: tail -f {folder}/*.log\n")
        codes = [run.process.returncode for run in ended(running, signals)]
    if signals:
        return INTERRUPTED
    return int(any(codes))


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
        for run in [run for run in running if run.has_ended]:
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
    sys.exit(main())
