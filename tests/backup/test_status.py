"""What the first page of the admin says about backups, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import people
from tpi_site.backup import last_proven
from tpi_site.backup.models import RestoreProof
from tpi_site.backup.status import backup_line

pytestmark = pytest.mark.django_db


def proven(**ago) -> RestoreProof:
    at = timezone.now() - timedelta(**ago)
    return RestoreProof.objects.create(
        at=at, backup="guide-x.backup", made_at=at, rows=1, files=1, pages=10
    )


def test_it_says_that_nothing_was_proven():
    assert last_proven() is None
    line = backup_line()
    assert line["is_late"]
    assert "No backup has been proven yet" in line["words"]


@pytest.mark.parametrize(
    ("ago", "is_late"), [({"days": 7, "hours": 23}, False), ({"days": 8, "minutes": 1}, True)]
)
def test_it_is_late_after_eight_days(ago, is_late):
    proven(**ago)
    line = backup_line()
    assert line["is_late"] is is_late
    assert ("should be done each week" in line["words"]) is is_late


def test_it_tells_of_the_newest_proof():
    newest = proven(days=1)
    proven(days=30)
    assert last_proven() == newest


def test_it_takes_no_comfort_from_a_clock_that_was_wrong():
    assert proven(days=-400).is_late()


def home_of(client, person) -> str:
    client.force_login(person)
    return client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("who", [people.petra, people.max_])
def test_it_tells_those_who_run_the_guide(client, who):
    page = home_of(client, who())
    assert "No backup has been proven yet" in page
    assert "summary--amber" in page


def test_it_is_quiet_when_all_is_well(client):
    proven(days=1)
    page = home_of(client, people.petra())
    assert "found whole" in page
    assert "summary--amber" not in page


@pytest.mark.parametrize("who", [people.ana, people.ben, people.carla, people.olga])
def test_it_tells_nobody_else(client, who):
    assert "backups-title" not in home_of(client, who())
