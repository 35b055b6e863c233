"""Locks that a crash gives back: one backup, proof or restore at a time, and no restore while the
site runs. They are the kernel's locks on files, so they end with the process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tpi_site.backup import swapping
from tpi_site.backup.engines import engine
from tpi_site.backup.refusals import Busy
from tpi_site.backup.scratch import hand_over

ALONE, RUNNING = "backup.lock", "site.lock"
_held: list[int] = []


def alone() -> AbstractContextManager[None]:
    """Raises Busy."""
    return _locked(
        ALONE, "A backup, a proof or a restore is under way. Try again when it has ended."
    )


def while_the_site_is_stopped() -> AbstractContextManager[None]:
    """Raises Busy."""
    return _locked(RUNNING, "The site is running. Stop it, restore, and start it again.")


@contextmanager
def _locked(name: str, otherwise: str) -> Iterator[None]:
    handle = _open(name)
    try:
        if not _take(handle, fcntl.LOCK_EX):
            raise Busy(otherwise)
        yield
    finally:
        os.close(handle)


def running() -> None:
    """Says, until this process ends, that the site runs; first undoes a restore that was killed in
    the middle. Raises ImproperlyConfigured."""
    if _held:
        return
    if swapping.note().exists():
        _mend()
    handle = _open(RUNNING)
    if not _take(handle, fcntl.LOCK_SH):
        os.close(handle)
        raise ImproperlyConfigured("a backup is being restored. Start it when that has ended.")
    _held.append(handle)


def _mend() -> None:
    handle = _open(RUNNING)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # whoever else mends has ended then
        swapping.mend(engine())
    finally:
        os.close(handle)


def _open(name: str) -> int:
    """Not given on to programs that this one starts."""
    path = Path(settings.DATA_DIR) / name
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    hand_over(path)
    return handle


def _take(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
