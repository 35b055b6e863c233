"""Makes the environment in which the tests run on the newest Django, beside that of the lock:

    python -m tests.newest

It needs Python 3.12 or newer: PYTHON_NEWEST, or what is found on the path or kept by pyenv or uv.
Where there is none, one line says so; with REQUIRE_NEWEST=1 that is a failure.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.source import ROOT

OLDEST = (3, 12)
FOLDER = ROOT / ".venv-newest"
LOCK = ROOT / "requirements-newest.txt"
KEPT = (".pyenv/versions/*/bin/python", ".local/share/uv/python/*/bin/python")
ASK = "import sys; print('.'.join(map(str, sys.version_info[:2])))"


def main() -> int:
    if is_made():
        return 0
    program = find()
    if program is None:
        print(
            "Not run on the newest Django, which needs Python 3.12 or newer; set PYTHON_NEWEST to "
            "one. PostgreSQL is tried on the Django of the lock.",
            file=sys.stderr,
        )
        return 1 if os.environ.get("REQUIRE_NEWEST") == "1" else 0
    make(program)
    return 0


def python() -> str:
    """The one of that environment, or this one where it was not made."""
    return str(FOLDER / "bin" / "python") if is_made() else sys.executable


def is_made() -> bool:
    note = FOLDER / ".installed"
    return note.exists() and note.read_text() == wanted()


def wanted() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def make(program: str) -> None:
    """The note is written last, so one that was cut short is made again."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run([program, "-m", "venv", FOLDER], check=True)
    pip = [FOLDER / "bin" / "python", "-m", "pip", "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--require-hashes", "-r", LOCK]
    subprocess.run(pip, check=True)
    (FOLDER / ".installed").write_text(wanted())


def find() -> str | None:
    """The newest that runs; a name on the path may belong to a version that is not chosen."""
    named = os.environ.get("PYTHON_NEWEST")
    found = [(version(one), one) for one in ([named] if named else candidates())]
    fits = [pair for pair in found if pair[0] >= OLDEST]
    return max(fits)[1] if fits else None


def candidates() -> Iterator[str]:
    yield sys.executable
    for minor in range(OLDEST[1], OLDEST[1] + 8):
        if path := shutil.which(f"python3.{minor}"):
            yield path
    for pattern in KEPT:
        yield from map(str, Path.home().glob(pattern))


def version(program: str) -> tuple[int, ...]:
    try:
        done = subprocess.run([program, "-c", ASK], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    said = re.fullmatch(r"(\d+)\.(\d+)\n", done.stdout)
    return tuple(map(int, said.groups())) if said and not done.returncode else ()


if __name__ == "__main__":
    sys.exit(main())
