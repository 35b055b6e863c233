"""The due work of backups: one a day, and each week the proof that the newest can be restored."""

from datetime import datetime, timedelta

from django.conf import settings

from content.publishing.due import DueWork
from tpi_site.backup import making, proving

DAY = timedelta(days=1)


def back_up(now: datetime) -> str:
    return "PicturesMissing" if making.make(now).manifest.missing else ""


def prove(now: datetime) -> str:
    proving.prove(now=now)
    return ""


def duties() -> list[DueWork]:
    """None where somebody else looks after backups. Last of all work: they take the longest."""
    if not settings.BACKUP_DAILY:
        return []
    return [DueWork("make a backup", DAY, back_up), DueWork("prove the backup", 7 * DAY, prove)]
