"""Work of the guide that falls due by the clock. The project runs it beside that of other apps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from content import search
from content.models import Presence, ShareLink, Waiver, WorkingCopy
from content.publishing.digest import tell_who_checks
from content.publishing.picture_copies import make_due_copies, mend_damaged_copies
from content.publishing.picture_files import remove_stray_files
from content.publishing.rendering_again import render_after_update
from content.publishing.sources import check_due_sources

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEEP_WORKING_COPIES = timedelta(days=30)
KEEP_PRESENCE = DAY
KEEP_WAIVERS = timedelta(days=365)
KEEP_SHARE_LINKS = timedelta(days=90)


class DueWork(NamedTuple):
    """`run` gets the present time and returns the kind of a problem, or ""."""

    name: str
    every: timedelta
    run: Callable[[datetime], str]


def forget(now: datetime) -> str:
    """What was private or of use for some time only. Comments stay when their link goes."""
    WorkingCopy.objects.filter(saved_at__lt=now - KEEP_WORKING_COPIES).delete()
    Presence.objects.filter(seen_at__lt=now - KEEP_PRESENCE).delete()
    Waiver.objects.filter(expires_at__lt=now - KEEP_WAIVERS).delete()
    old = now - KEEP_SHARE_LINKS
    ShareLink.objects.filter(expires_at__lt=old).delete()
    ShareLink.objects.filter(ended_at__lt=old).delete()
    return ""


def try_sources(now: datetime) -> str:
    return check_due_sources(now) if settings.TRY_SOURCES else ""


def tidy_search(now: datetime) -> str:
    search.tidy()
    return ""


DUTIES = [
    DueWork("render after an update", timedelta(0), render_after_update),
    DueWork("make copies of pictures", timedelta(0), make_due_copies),
    DueWork("tell who checks pages", HOUR, tell_who_checks),
    DueWork("forget working copies", HOUR, forget),
    DueWork("remove stray picture files", DAY, remove_stray_files),
    DueWork("mend damaged pictures", DAY, mend_damaged_copies),
    DueWork("tidy the search", DAY, tidy_search),
    # Last, because servers far away may take their time.
    DueWork("try source addresses", HOUR, try_sources),
]
