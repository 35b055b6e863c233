"""A private folder for what is in the making, taken away in the end and after a crash; and how what
was made gets to the disk and to its owner."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PREFIX = ".backup-scratch-"


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A new folder in the given one; only inside of `turns.alone`, since it takes old ones away."""
    forget_scratch(beside)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def forget_scratch(beside: Path) -> None:
    for folder in beside.glob(f"{PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)


def hand_over(path: Path) -> None:
    """What root makes belongs to whoever owns the data folder, since the site runs as that user."""
    if os.geteuid() == 0:
        owner = Path(settings.DATA_DIR).stat()
        for each in (path, *path.rglob("*")):
            os.chown(each, owner.st_uid, owner.st_gid)
