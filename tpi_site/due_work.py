"""Keeps `manage.py run_due` going beside the server, for as long as the server runs."""

import logging
import os
import subprocess
import sys
import threading

from django.conf import settings

logger = logging.getLogger(__name__)

EVERY = 5  # seconds
PAUSE = 10  # seconds, before one that ended by itself is started again
PATIENCE = 5  # seconds for one that is told to end


class DueWork:
    """Runs inside a `with`. Its process sees by itself when this one has been killed."""

    def __init__(self, arguments: list[str] | None = None, pause: float = PAUSE):
        self.arguments = arguments or run_due_arguments()
        self.pause = pause
        self.lock = threading.Lock()
        self.ending = threading.Event()
        self.process: subprocess.Popen | None = None
        self.keeper = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> "DueWork":
        # Before the server forks: a worker that is forked while a process starts inherits the pipe
        # on which this start waits, and then it waits for as long as that worker lives.
        self._start()
        self.keeper.start()
        return self

    def _keep(self) -> None:
        process = self.process
        while process:
            code = process.wait()
            if not self.ending.is_set():
                logger.error("Due work ended with %d and starts again in %d s", code, self.pause)
            self.ending.wait(self.pause)
            process = self._start()

    def _start(self) -> subprocess.Popen | None:
        with self.lock:
            if self.ending.is_set():
                return None
            self.process = subprocess.Popen(self.arguments)  # noqa: S603 - our own command
            return self.process

    def __exit__(self, *_) -> None:
        with self.lock:
            self.ending.set()
        process = self.process
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        self.keeper.join(PATIENCE)


def run_due_arguments() -> list[str]:
    manage = str(settings.BASE_DIR / "manage.py")
    return [sys.executable, manage, "run_due", f"--every={EVERY}", f"--parent={os.getpid()}"]
