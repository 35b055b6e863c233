"""A data folder as a first start leaves it, made once for all parts of a run and copied: a database
with the guide, and static files. It has no account yet, so that each start makes its own."""

import atexit
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.server import shell

# Where several processes find what one of them made; without it, each makes its own.
SHARED = "TESTS_SHARE"
SCRIPT = """
import os
os.umask(0o077)
from django.core.management import call_command
from content import starter
from tpi_site import static_files
call_command("migrate", interactive=False, verbosity=0)
starter.load()
static_files.collect()
"""


def data(folder: Path) -> Path:
    """A copy at `folder / "data"`."""
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.copytree(once("data", make), folder / "data")


def make(folder: Path) -> None:
    shell(folder, SCRIPT, timeout=600)


def once(name: str, making: Callable[[Path], None]) -> Path:
    """The folder that `making` fills; whoever needs it first makes it, and others wait for that.
    What one Python made is not for another, which may have another Django."""
    folder = shared() / Path(sys.prefix).name.strip(".") / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = folder.with_suffix(".draft")
            shutil.rmtree(draft, ignore_errors=True)
            making(draft)
            draft.rename(folder)
    return folder


@cache
def shared() -> Path:
    if named := os.environ.get(SHARED):
        Path(named).mkdir(exist_ok=True)
        return Path(named)
    folder = Path(tempfile.mkdtemp(prefix="share-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
