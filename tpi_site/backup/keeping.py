"""Names backups by their time, and says which ones are kept: all of the last 24 hours, and of so
many days, weeks and months that have one, the newest of each."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

FORM = "guide-%Y%m%dT%H%M%SZ.backup"
RECENT = timedelta(days=1)
OURS = re.compile(r"guide-[0-9]{8}T[0-9]{6}Z\.backup")


class Keep(NamedTuple):
    daily: int
    weekly: int
    monthly: int


def free_path(folder: Path, now: datetime) -> Path:
    """A name of its own, also for the second backup within a second."""
    while (path := folder / now.astimezone(UTC).strftime(FORM)).exists():
        now += timedelta(seconds=1)
    return path


def made_at(path: Path) -> datetime:
    return datetime.strptime(path.name, FORM).replace(tzinfo=UTC)


def stored(folder: Path) -> list[Path]:
    """The backups in the folder, the newest first. Other files there are none of our business."""
    if not folder.is_dir():
        return []
    return sorted((p for p in folder.iterdir() if OURS.fullmatch(p.name)), reverse=True)


def kept(paths: Iterable[Path], keep: Keep) -> set[Path]:
    """Somebody who makes one before they change something still has it after the daily one."""
    newest_first = sorted(paths, reverse=True)
    if not newest_first:
        return set()
    recent = {p for p in newest_first if made_at(p) > made_at(newest_first[0]) - RECENT}
    periods: list[tuple[int, Callable[[datetime], Hashable]]] = [
        (keep.daily, lambda at: at.date()),
        (keep.weekly, lambda at: at.isocalendar()[:2]),
        (keep.monthly, lambda at: (at.year, at.month)),
    ]
    return recent.union(*(_newest(newest_first, count, period) for count, period in periods))


def _newest(paths: list[Path], count: int, period: Callable) -> list[Path]:
    newest: dict[Hashable, Path] = {}
    for path in paths:
        newest.setdefault(period(made_at(path)), path)
    return list(newest.values())[:count]


def forget(folder: Path, keep: Keep) -> list[Path]:
    """Removes what is kept no longer, and says which that was."""
    paths = stored(folder)
    wanted = kept(paths, keep)
    old = [path for path in paths if path not in wanted]
    for path in old:
        path.unlink(missing_ok=True)
    return old
