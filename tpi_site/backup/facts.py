"""What is counted when a backup is made and again after it was restored."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from content.models import Edition
from enquiries.models import AuditHead

Ask = Callable[[str], list[tuple]]


@dataclass
class Facts:
    migrations: list[str]
    counts: dict[str, int]
    edition: str
    trail: list  # number and hash of the last row

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def read(ask: Ask, tables: list[str]) -> Facts:
    """`ask` gives the rows of a statement; both databases understand those that are used here."""
    editions = ask(f'SELECT token FROM "{Edition._meta.db_table}"')  # noqa: S608 - our own names
    ends = ask(f'SELECT number, hash FROM "{AuditHead._meta.db_table}"')  # noqa: S608
    applied = ask(f'SELECT app, name FROM "{MigrationRecorder.Migration._meta.db_table}"')  # noqa: S608
    return Facts(
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        counts={table: ask(f'SELECT count(*) FROM "{table}"')[0][0] for table in sorted(tables)},  # noqa: S608
        edition=editions[0][0] if editions else "",
        trail=list(ends[0]) if ends else [],
    )


def unknown_migrations(applied: list[str]) -> list[str]:
    """Those that this program does not have: a newer one made the backup."""
    return sorted(set(applied) - known_migrations())


def known_migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {old for new in loader.disk_migrations.values() for old in new.replaces}
    return {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}
