"""All due work of the site: each duty of both apps and of backups, by one runner at a time."""

from datetime import datetime, timedelta

from django.conf import settings

from content.publishing import due as of_the_guide
from enquiries.handling import due as of_enquiries
from tpi_site.backup.duties import duties as of_backups
from tpi_site.doors import sign_ins, throttle
from tpi_site.machines import purging

# First, because patients should see new pages before anybody gets mail about them.
TELL_CACHES = of_enquiries.DueWork("tell caches in front", timedelta(0), purging.purge)


def forget_sign_ins(now: datetime) -> str:
    """What the doors no longer need to know."""
    throttle.forget(now)
    sign_ins.forget(now)
    return ""


OF_THE_DOORS = [of_enquiries.DueWork("forget sign-ins", timedelta(hours=1), forget_sign_ins)]


def duties() -> list[of_enquiries.DueWork]:
    """In the order in which they are done: mail first, calls to servers far away last."""
    of_the_machines = [TELL_CACHES] if settings.CDN_CALLS else []
    of_the_apps = [*of_enquiries.DUTIES, *of_the_guide.DUTIES]
    return [*of_the_machines, *of_the_apps, *OF_THE_DOORS, *of_backups()]


def run_due(now: datetime | None = None) -> list[str]:
    """The names of what was done; raises DatabaseError when the database cannot be asked at all."""
    return of_enquiries.run_due(now, duties())
