"""All due work of the site: each duty of both apps and of backups, by one runner at a time."""

from datetime import datetime, timedelta

from content.publishing import due as of_the_guide
from enquiries.handling import due as of_enquiries
from tpi_site.backup.duties import duties as of_backups
from tpi_site.doors import sign_ins, throttle


def forget_sign_ins(now: datetime) -> str:
    """What the doors no longer need to know."""
    throttle.forget(now)
    sign_ins.forget(now)
    return ""


OF_THE_DOORS = [of_enquiries.DueWork("forget sign-ins", timedelta(hours=1), forget_sign_ins)]


def duties() -> list[of_enquiries.DueWork]:
    """In the order in which they are done: mail first, calls to servers far away last."""
    return [*of_enquiries.DUTIES, *of_the_guide.DUTIES, *OF_THE_DOORS, *of_backups()]


def run_due(now: datetime | None = None) -> list[str]:
    """The names of what was done; raises DatabaseError when the database cannot be asked at all."""
    return of_enquiries.run_due(now, duties())
