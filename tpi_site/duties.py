"""All due work of the site: each duty of both apps, done by one runner at a time."""

from datetime import datetime, timedelta

from django.conf import settings

from content.publishing import due as of_the_guide
from enquiries.handling import due as of_enquiries
from tpi_site.machines import purging

# First, because patients should see new pages before anybody gets mail about them.
TELL_CACHES = of_enquiries.DueWork("tell caches in front", timedelta(0), purging.purge)


def run_due(now: datetime | None = None) -> list[str]:
    """The names of what was done; raises DatabaseError when the database cannot be asked at all."""
    of_the_machines = [TELL_CACHES] if settings.CDN_CALLS else []
    duties = [*of_the_machines, *of_enquiries.DUTIES, *of_the_guide.DUTIES]
    return of_enquiries.run_due(now, duties)
