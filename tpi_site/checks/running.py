"""What only the database knows: whether due work runs, and whether the clinic has said what the
site cannot do without. `manage.py check --database default` asks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError
from django.db.models import Max
from django.utils import timezone

from content.models import ClinicDetails
from enquiries.hours import EXAMPLE, read_hours
from enquiries.models import Duty, RetentionPolicy
from enquiries.models.retention import CATEGORIES
from tpi_site.health import ground
from tpi_site.health.part import State

SILENT_FOR = timedelta(hours=1)


@register(Tags.database)
def site_runs(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    if not databases:
        return []
    try:
        now = timezone.now()
        said = [*clinic(), *opening_hours()]
        return [*due_work(now), *clock(now), *retention(), *reviewers(), *said]
    except DatabaseError:
        # Not migrated yet, or away: whoever migrates or starts hears of that.
        return []


def due_work(now: datetime) -> Iterator[CheckMessage]:
    last = Duty.objects.aggregate(newest=Max("ran_at"))["newest"]
    if last is None or last < now - SILENT_FOR:
        yield Warning(
            "No due work was done for an hour: no mail leaves, and nothing is erased.",
            hint="Start the site with manage.py start, or let a timer run manage.py run_due.",
            id="tpi.W009",
        )


def clock(now: datetime) -> Iterator[CheckMessage]:
    found = ground.clock(now)
    if found.state != State.GOOD:
        yield Warning(
            f"The clock of this machine is wrong. {found.words}",
            hint="Set the time from the network (timedatectl set-ntp true).",
            id="tpi.W010",
        )


def retention() -> Iterator[CheckMessage]:
    known = set(RetentionPolicy.objects.values_list("category", flat=True))
    for category, label in CATEGORIES:
        if category not in known:
            rule = f"RetentionPolicy.objects.create(category='{category}', days=90)"
            yield Warning(
                f"There is no retention rule for “{label}”: such enquiries are never erased.",
                hint="Add it and set its days in the admin: manage.py shell -c "
                f'"from enquiries.models import RetentionPolicy; {rule}"',
                id="tpi.W011",
            )


def reviewers() -> Iterator[CheckMessage]:
    people = get_user_model().objects.with_perm(
        "content.sign_revision",
        backend="django.contrib.auth.backends.ModelBackend",
        include_superusers=False,
    )
    if not people.filter(is_staff=True).exists():
        yield Warning(
            "Nobody but a superuser may sign pages, so every page says that no clinician has.",
            hint="Put a clinician into the group “Medical reviewer”.",
            id="tpi.W012",
        )


def clinic() -> Iterator[CheckMessage]:
    if settings.SECURE and not ClinicDetails.objects.filter(is_example=False).exists():
        yield Warning(
            "Patients are given the example’s phone number: the clinic has not filled in its own.",
            hint="Open Clinic details in the admin, fill them in and take the tick away.",
            id="tpi.W013",
        )


def opening_hours() -> Iterator[CheckMessage]:
    details = ClinicDetails.objects.first()
    if details and read_hours(details.opening_hours).assumed:
        kept = details.opening_hours
        why = f"“{kept}” cannot be read" if kept else "the clinic has not said when it is open"
        yield Warning(
            f"Patients are told when we answer as if we were open Monday to Friday, 8 to 5: {why}.",
            hint=f"Open Clinic details in the admin and write opening hours like: {EXAMPLE}",
            id="tpi.W014",
        )
