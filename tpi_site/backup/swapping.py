"""Puts files into the place of others by renaming, with a note on the disk, so that whoever is
killed in the middle leaves all of the old or all of the new."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.conf import settings

from tpi_site.backup.scratch import forget_scratch
from tpi_site.environment import write_through

NOTE = "restore-under-way.json"


@dataclass
class Move:
    old: Path
    new: Path


def note() -> Path:
    return Path(settings.DATA_DIR) / NOTE


def swap(moves: list[Move], staged: str, finish: Callable[[], None]) -> None:
    """All moves and then `finish`, or nothing. `staged` names the database that waits beside."""
    _write_note(moves, staged)
    try:
        for move in moves:
            move.new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.rename(move.old, move.new)
        finish()
        for folder in {path.parent for move in moves for path in (move.old, move.new)}:
            if folder.exists():
                write_through(folder)
    except BaseException:
        _undo(moves)
        raise
    finally:
        note().unlink(missing_ok=True)


def mend(engine: ModuleType) -> None:
    """Undoes what somebody left in the middle who was killed."""
    if not note().exists():
        return
    kept = json.loads(note().read_bytes())
    if not engine.is_in_use(kept["staged"]):
        _undo([Move(Path(old), Path(new)) for old, new in kept["moves"]])
        engine.Staged(kept["staged"]).drop()
    note().unlink()
    forget_scratch(Path(settings.DATA_DIR))


def _write_note(moves: list[Move], staged: str) -> None:
    draft = note().with_suffix(".part")
    pairs = [(str(move.old), str(move.new)) for move in moves]
    draft.write_text(json.dumps({"moves": pairs, "staged": staged}))
    write_through(draft)
    os.rename(draft, note())
    write_through(note().parent)


def _undo(moves: list[Move]) -> None:
    for move in reversed(moves):
        if move.new.exists() and not move.old.exists():
            move.old.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.rename(move.new, move.old)
    for folder in {move.new.parent for move in moves}:
        with suppress(OSError):  # those that hold something stay
            folder.rmdir()
