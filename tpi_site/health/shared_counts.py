"""Joins the counts of all server processes of this machine: a scrape reaches only one of them.

Each process writes what it counted into a file of its own every few seconds, and holds a lock for
as long as it lives. Whoever is asked adds the files up; counts of processes that have ended are
moved into one file, so that no sum ever goes down.
"""

import fcntl
import json
import os
import secrets
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from tpi_site.health import counts

WRITTEN_EVERY = 5  # seconds
REMEMBERED = 200  # names of ended processes, so that none is added twice
Figures = dict[str, float]


class SharedCounts:
    """`more` gives counts that are kept elsewhere, `levels` what is true of this process now."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self.lock = threading.Lock()
        self.more: Callable[[], Figures] = dict
        self.levels: Callable[[], Figures] = dict
        self.alive = -1
        self.ended = threading.Event()

    def begin(self) -> None:
        """From now on this process writes by itself."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.alive = os.open(self.folder / f"{self.name}.alive", os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self.alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        threading.Thread(target=self._go_on_writing, daemon=True).start()

    def _go_on_writing(self) -> None:
        while not self.ended.wait(WRITTEN_EVERY):
            # A full disk must not end it: the next one may go through.
            with suppress(OSError):
                self.write()

    def end(self) -> None:
        """As if this process had ended: others may move what it counted."""
        self.ended.set()
        if self.alive >= 0:
            os.close(self.alive)
            self.alive = -1

    def write(self) -> None:
        with self.lock:
            _write(self.folder / f"{self.name}.json", self.own())

    def own(self) -> dict[str, Figures]:
        return {"counts": counts.so_far() | self.more(), "levels": self.levels()}

    def all(self) -> tuple[Figures, Figures]:
        """The sum of all counts, and the levels of the processes that live; of this one alone
        where the others cannot be read."""
        try:
            return self._all()
        except OSError:
            own = self.own()
            return own["counts"], own["levels"]

    def _all(self) -> tuple[Figures, Figures]:
        self.write()
        total, levels = Counter(), {}
        with self._alone():
            for path in sorted(self.folder.glob("*-*.json")):
                figures = _read(path)
                if self._lives(path.stem):
                    total.update(figures.get("counts", {}))
                    levels |= figures.get("levels", {})
                else:
                    self._bury(path, figures)
            total.update(_read(self.folder / "ended.json").get("counts", {}))
        return dict(total), levels

    def _lives(self, name: str) -> bool:
        if name == self.name:
            return True
        with suppress(OSError), (self.folder / f"{name}.alive").open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return True
        return False

    def _bury(self, path: Path, figures: dict) -> None:
        ended = _read(self.folder / "ended.json")
        names = ended.get("names", [])
        if path.stem not in names:
            sums = Counter(ended.get("counts", {}))
            sums.update(figures.get("counts", {}))
            kept = {"names": [*names, path.stem][-REMEMBERED:], "counts": dict(sums)}
            _write(self.folder / "ended.json", kept)
        path.unlink(missing_ok=True)
        path.with_suffix(".alive").unlink(missing_ok=True)

    def _alone(self):
        return _Alone(self.folder / "adding-up")


class _Alone:
    """One process at a time, and nobody once it has ended."""

    def __init__(self, path: Path):
        self.path = path

    def __enter__(self) -> None:
        self.handle = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self.handle, fcntl.LOCK_EX)

    def __exit__(self, *_) -> None:
        os.close(self.handle)


def _write(path: Path, figures: dict) -> None:
    """The whole file or none of it."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}.draft")
    try:
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(figures))
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _read(path: Path) -> dict:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def folder() -> Path:
    return Path(settings.DATA_DIR) / "run" / "counts"
