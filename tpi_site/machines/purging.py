"""Due work: tells the network of caches in front that pages have changed, until it has heard.

What was told is kept in the database: the edition, and the moment at which a schedule changes pages
again. So nothing is forgotten, whoever dies in between, and one machine tells for all.
"""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from content.models import Edition, current_guide
from tpi_site.machines.cdn import NotPurged, tell
from tpi_site.machines.models import Purge

logger = logging.getLogger(__name__)

# By then every machine answers with the new pages, so that no cache takes an old one in again.
SETTLED = timedelta(seconds=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)


def purge(now: datetime) -> str:
    """Returns the kind of the failure, or ""."""
    told = Purge.objects.get_or_create(pk=1)[0]
    if not is_due(told, now):
        return ""
    wait_until_settled()
    # Read before the call: what changes meanwhile is another purge.
    guide = current_guide()
    try:
        for call in settings.CDN_CALLS:
            tell(call)
    except NotPurged as failure:
        put_off(told, now)
        logger.error("The caches in front could not be told of new pages: %s", failure)
        return f"NotPurged{failure}"[:80]
    Purge.objects.filter(pk=1).update(
        edition=guide.edition, until=guide.until, failures=0, not_before=None
    )
    return ""


def is_due(told: Purge, now: datetime) -> bool:
    if told.not_before and now < told.not_before <= now + LONGEST_PAUSE:
        return False
    changed = Edition.current() not in ("", told.edition)
    return changed or bool(told.until and told.until <= now)


def wait_until_settled() -> None:
    changed_at = Edition.objects.filter(pk=1).values_list("changed_at", flat=True).first()
    left = changed_at + SETTLED - timezone.now() if changed_at else timedelta()
    time.sleep(min(max(left, timedelta()), SETTLED).total_seconds())


def put_off(told: Purge, now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(told.failures, 10), LONGEST_PAUSE)
    Purge.objects.filter(pk=1).update(failures=told.failures + 1, not_before=now + pause)
