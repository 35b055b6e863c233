"""Each change to what patients may see makes a new edition of the guide.

Processes keep what they have read of the guide for as long as the edition is the same.
"""

import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections, models, router
from django.utils import timezone

# Where PostgreSQL tells processes, of every machine, that there is a new edition.
CHANNEL = "guide_edition"
Found = TypeVar("Found")


def new_token() -> str:
    return uuid.uuid4().hex


class Edition(models.Model):
    """The one row that says which edition is current. A token and not a number, so that a
    restored or rolled-back database never repeats an edition that a process still remembers."""

    token = models.CharField(max_length=32, default=new_token)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="edition_is_one_row")]

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str:
        return cls.objects.filter(pk=1).values_list("token", flat=True).first() or ""

    @classmethod
    def begin(cls) -> None:
        """Every reader's next page is of the new edition once the transaction is committed."""
        new = {"token": new_token(), "changed_at": timezone.now()}
        if not cls.objects.filter(pk=1).update(**new):
            cls.objects.update_or_create(pk=1, defaults=new)
        connection = connections[router.db_for_write(cls)]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"NOTIFY {CHANNEL}")


class Kept(Protocol):
    """What a process keeps of an edition, good from `since` until just before `until`, the next
    moment at which a schedule changes what is public, if there is one."""

    edition: str
    since: datetime
    until: datetime | None


def is_good(kept: Kept | None, edition: str, at: datetime) -> bool:
    """Whether it may still be used. Without an edition nothing says when things change."""
    if kept is None or not edition or kept.edition != edition:
        return False
    return kept.since <= at and (kept.until is None or at < kept.until)


K = TypeVar("K", bound=Kept)


class Keeper(Generic[K]):
    """Keeps what `read` makes of an edition for all threads of the process. One of them reads; were
    each to read a large guide for itself, the process would need many times the memory."""

    def __init__(self, read: Callable[[str, datetime], K]):
        self.read, self.kept = read, None
        self.lock = threading.Lock()

    def current(self) -> K:
        """One query when this process has the current edition already."""
        edition, now, kept = Edition.current(), timezone.now(), self.kept
        if is_good(kept, edition, now):
            return kept
        with self.lock:
            if self.kept is not kept:  # somebody read it while this thread waited
                edition, now = Edition.current(), timezone.now()
            if not is_good(self.kept, edition, now):
                self.kept = self.read(edition, now)
            return self.kept


def kept_with_guide(read: Callable[[Kept], Found]) -> Callable[[Kept], Found]:
    """Reads once for each guide, and forgets with it what was found, which must not hold it."""
    known: WeakKeyDictionary[Kept, Found] = WeakKeyDictionary()

    @wraps(read)
    def found(guide: Kept) -> Found:
        if guide not in known:
            known[guide] = read(guide)
        return known[guide]

    return found
