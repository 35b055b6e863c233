"""Work that nobody waits for, done by a thread of its own that rests most of the time."""

import logging
import queue
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

Work = Callable[[], None]
MOST = 200  # pieces of work that wait
# Times as long as the work took: it takes a fifth of a processor at most. A thread of low priority
# would keep all others waiting, whenever it lost its turn while it holds Python's lock.
REST = 4


def never(work: Work, if_idle: bool = False) -> bool:
    return False


class Later:
    """Calling it hands in a piece of work; False when it has to be handed in another time, since
    too many wait, or with `if_idle` any. The thread begins with the first, so that none is lost
    where a server forks."""

    def __init__(self, most: int = MOST, sleep: Callable[[float], None] = time.sleep):
        self.sleep = sleep
        self.waiting: queue.Queue[Work] = queue.Queue(most)
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def __call__(self, work: Work, if_idle: bool = False) -> bool:
        if if_idle and self.waiting.unfinished_tasks:
            return False
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
        while True:
            work, began = self.waiting.get(), time.perf_counter()
            try:
                work()
            except Exception:
                logger.exception("Work that nobody waits for failed")
            finally:
                self.waiting.task_done()
            self.sleep(REST * (time.perf_counter() - began))
