"""Looks at every part of the site, in a bounded time even when the database hangs."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, connections
from django.utils import timezone

from tpi_site.health.backups import backup
from tpi_site.health.ground import clock, database, disk, migrations
from tpi_site.health.part import Look, Part, State
from tpi_site.health.work import due_work, mail

logger = logging.getLogger(__name__)

PARTS: dict[str, Look] = {
    "database": database,
    "tables": migrations,
    "disk": disk,
    "due work": due_work,
    "mail": mail,
    "backup": backup,
    "clock": clock,
}
UNANSWERED = (
    "Whoever runs the site looks whether the database server runs, and can be reached from here."
)


def look(now: datetime | None = None) -> list[Part]:
    now = now or timezone.now()
    return [_look_at(name, part, now) for name, part in PARTS.items()]


def _look_at(name: str, part: Look, now: datetime) -> Part:
    try:
        return part(now)
    except (DatabaseError, OSError) as error:
        words = f"It cannot be asked ({type(error).__name__})."
        # What stands on tables that are missing is no fault of its own.
        state = State.BAD if name in ("database", "tables", "disk") else State.AMBER
        return Part(name, state, words, UNANSWERED)


def is_ready(parts: list[Part]) -> bool:
    return all(part.state != State.BAD for part in parts)


class Watch:
    """Looks for whoever asks, at most once in `good_for` seconds and never twice at a time. A look
    that takes longer than `patience` seconds goes on alone; until it ends everybody hears at once
    that the database does not answer."""

    def __init__(
        self,
        look: Callable[[], list[Part]] = look,
        patience: float = 3,
        good_for: float = 2,
    ):
        self.look, self.patience, self.good_for = look, patience, good_for
        self.lock = threading.Lock()
        self.ended: threading.Event | None = None
        self.parts: list[Part] = []
        self.at = self.begun = float("-inf")

    def now(self) -> list[Part]:
        with self.lock:
            if time.monotonic() - self.at < self.good_for:
                return self.parts
            if self.ended is None:
                self.ended, self.begun = threading.Event(), time.monotonic()
                threading.Thread(target=self._look, args=[self.ended], daemon=True).start()
            ended, begun = self.ended, self.begun
        if ended.wait(max(0, begun + self.patience - time.monotonic())):
            return self.parts
        seconds = time.monotonic() - begun
        return [Part("database", State.BAD, f"No answer for {seconds:.0f} seconds.", UNANSWERED)]

    def _look(self, ended: threading.Event) -> None:
        try:
            parts = self.look()
        except Exception as error:
            words = f"It cannot be asked ({type(error).__name__})."
            parts = [Part("database", State.BAD, words, UNANSWERED)]
        finally:
            connections.close_all()  # of this thread only
        log_changes(self.parts, parts)
        with self.lock:
            self.parts, self.at, self.ended = parts, time.monotonic(), None
            ended.set()


def log_changes(before: list[Part], after: list[Part]) -> None:
    """A line for each part that is not as it was; what was good from the start gets none."""
    states = {part.name: part.state for part in before}
    for part in after:
        if part.state != states.get(part.name, State.GOOD):
            level = logging.INFO if part.state == State.GOOD else logging.WARNING
            logger.log(level, "%s is %s: %s", part.name, part.state, part.words)
