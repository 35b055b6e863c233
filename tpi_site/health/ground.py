"""What the site stands on: its database, the tables in it, the disk, the clock."""

import os
import shutil
import time
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.template.defaultfilters import filesizeformat

from enquiries.models import Duty
from tpi_site.health.part import Part, State

FULL, NEARLY_FULL = 50_000_000, 1_000_000_000  # bytes that are left
SKEW = timedelta(seconds=30)
AHEAD = timedelta(minutes=5)


def database(now: datetime) -> Part:
    begun = time.perf_counter()
    size = database_size()
    figures = {
        "guide_database_bytes": size,
        "guide_database_answer_seconds": time.perf_counter() - begun,
    }
    words = f"It answers, and holds {filesizeformat(size)}."
    return Part("database", State.GOOD, words, figures=figures)


def database_size() -> int:
    """Asks the database in either case, and raises DatabaseError when it does not answer."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return cursor.fetchone()[0]


def migrations(now: datetime) -> Part:
    applied = set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    missing = sorted(known_migrations() - applied)
    figures = {"guide_migrations_missing": len(missing)}
    if not missing:
        return Part("tables", State.GOOD, "They fit this version of the program.", figures=figures)
    names = ", ".join(f"{app} {name}" for app, name in missing[:3])
    return Part(
        "tables",
        State.BAD,
        f"They are older than the program: {len(missing)} changes are missing ({names}).",
        "Whoever runs the site stops it and starts it again; the start makes the changes.",
        figures,
    )


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def disk(now: datetime) -> Part:
    """The fullest of the disks that the site writes to."""
    left = min(shutil.disk_usage(folder).free for folder in folders())
    figures = {"guide_disk_free_bytes": left}
    words = f"{filesizeformat(left)} are free."
    if left >= NEARLY_FULL:
        return Part("disk", State.GOOD, words, figures=figures)
    state = State.BAD if left < FULL else State.AMBER
    advice = (
        "Make room, or ask whoever runs the site to. When the disk is full, no message and no "
        "change can be saved."
    )
    return Part("disk", state, words, advice, figures)


def folders() -> list[Path]:
    wanted = [settings.DATA_DIR, settings.MEDIA_ROOT, getattr(settings, "BACKUP_DIR", None)]
    if connection.vendor == "sqlite":
        wanted.append(os.path.dirname(str(connection.settings_dict["NAME"])))
    return [Path(folder) for folder in wanted if folder and Path(folder).is_dir()]


def clock(now: datetime) -> Part:
    """Two clocks are compared where there are two; else the clock with what it said earlier."""
    away = abs(now - database_time(now))
    last = Duty.objects.aggregate(newest=Max("ran_at"))["newest"]
    figures = {"guide_clock_skew_seconds": away.total_seconds()}
    if away <= SKEW and (last is None or last <= now + AHEAD):
        words = "It agrees with the times in the database."
        return Part("clock", State.GOOD, words, figures=figures)
    words = "It was set back: the database has times that have not come yet."
    if away > SKEW:
        words = f"It is {away.total_seconds():.0f} seconds away from that of the database."
    advice = (
        "Pages go public and come down by the clock. Ask whoever runs the site to let the time "
        "be set from the network."
    )
    return Part("clock", State.AMBER, words, advice, figures)


def database_time(now: datetime) -> datetime:
    if connection.vendor != "postgresql":
        return now
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
