"""Holds a duty in the database for as long as the process that does it lives.

A claim is good for some minutes and is renewed while the work goes on, so the work may take its
time; a process that was killed renews nothing, and the next runner takes over soon.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.db import connections
from django.db.models import Q
from django.utils import timezone

from enquiries.models import Duty

logger = logging.getLogger(__name__)

TAKEN_FOR = timedelta(minutes=5)
RENEWED_EVERY = 60  # seconds
HOUR = timedelta(hours=1)


class Claim:
    """Runs inside a `with` while the work is done; `end` gives the duty back."""

    def __init__(self, name: str, until: datetime):
        self.name, self.until = name, until
        self.ended = threading.Event()
        self.keeper = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> "Claim":
        self.keeper.start()
        return self

    def __exit__(self, *_) -> None:
        self.ended.set()
        self.keeper.join()

    def _keep(self) -> None:
        while not self.ended.wait(RENEWED_EVERY):
            try:
                self.renew(timezone.now())
            except Exception as error:
                # There are some more tries before it runs out.
                logger.warning("“%s” was not held again: %s", self.name, type(error).__name__)
            finally:
                connections.close_all()  # of this thread only

    def renew(self, now: datetime) -> None:
        until = now + TAKEN_FOR
        if self._own().update(taken_until=until):
            self.until = until
        else:
            logger.error("“%s” was taken over while it was being done", self.name)
            self.ended.set()

    def end(self, **changes) -> None:
        """Writes how it went, unless somebody else has the duty by now."""
        self._own().update(**{"taken_until": None} | changes)

    def _own(self):
        return Duty.objects.filter(name=self.name, taken_until=self.until)


def take(name: str, every: timedelta, now: datetime) -> Claim | None:
    """A claim for one caller only, when the duty is due and free.

    Times that lie too far ahead are left by a clock that was wrong.
    """
    is_due = Q(ran_at=None) | Q(ran_at__lte=now - every) | Q(ran_at__gt=now + HOUR)
    is_free = Q(taken_until=None) | Q(taken_until__lte=now) | Q(taken_until__gt=now + HOUR)
    waiting = Duty.objects.filter(is_due, is_free, name=name)
    until = now + TAKEN_FOR
    # Asking first costs no turn at writing, and most of the time nothing is due.
    if waiting.exists() and waiting.update(taken_until=until) == 1:
        return Claim(name, until)
    return None
