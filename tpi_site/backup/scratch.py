"""A private folder for what is in the making, taken away in the end and after a crash."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def write_through(path: Path) -> None:
    """What was written to the file or the folder outlives a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
