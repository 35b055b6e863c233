"""Work that nobody waits for, done by a thread of its own that lets all others go first."""

import logging
import os
import queue
import sys
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)

Work = Callable[[], None]
MOST = 200  # pieces of work that wait
LAST = 19  # in line for the processor


def never(work: Work) -> bool:
    return False


class Later:
    """Calling it hands in a piece of work; False when so many wait that it has to be handed in
    another time. The thread begins with the first, so that none is lost where a server forks."""

    def __init__(self, most: int = MOST):
        self.waiting: queue.Queue[Work] = queue.Queue(most)
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def __call__(self, work: Work) -> bool:
        try:
            self.waiting.put_nowait(work)
        except queue.Full:
            return False
        self.begin()
        return True

    def begin(self) -> None:
        with self.lock:
            if self.thread is None:
                self.thread = threading.Thread(target=self.go_on, name="later", daemon=True)
                self.thread.start()

    def go_on(self) -> None:
        step_back()
        while True:
            work = self.waiting.get()
            try:
                work()
            except Exception:
                logger.exception("Work that nobody waits for failed")
            finally:
                self.waiting.task_done()


def step_back() -> None:
    """Linux lines up each thread for itself; elsewhere this would be about the whole process."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LAST)
