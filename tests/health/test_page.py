"""The screen for staff. Who may see it stands in tests/content/test_desk_doors.py."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enquiries.models import Duty
from tests import people
from tests.health.scenes import part
from tpi_site.duties import run_due
from tpi_site.health import page
from tpi_site.health.part import State

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def petra(client):
    client.force_login(people.petra())
    return client


def shown(client) -> str:
    response = client.get(reverse("admin:health"))
    assert "no-store" in response["Cache-Control"]
    return " ".join(response.content.decode().split())


def test_it_says_what_to_do_and_puts_that_first(petra, monkeypatch):
    parts = [part("database"), part("mail", State.AMBER), part("disk", State.BAD)]
    monkeypatch.setattr(page, "look", lambda now: parts)
    text = shown(petra)
    assert "2 things want a look." in text
    places = [text.index(f'<h2 class="health__name">{page.NAMES[name]}') for name in PLACES]
    assert places == sorted(places)
    assert text.count("What to do:</strong> Do this.") == 3
    assert "Broken" in text
    assert "Look at this" in text


PLACES = ["disk", "mail", "database"]


def test_it_says_that_all_is_well(petra, monkeypatch):
    monkeypatch.setattr(page, "look", lambda now: [part("database")])
    assert "All is well." in shown(petra)


def test_it_shows_each_duty_with_its_times_and_failures(petra):
    run_due()
    Duty.objects.filter(name="end links").update(
        failed_at=timezone.now(), problem="LookupError", taken_until=timezone.now() + DAY
    )
    Duty.objects.filter(name="verify the trail").update(failed_at=timezone.now())
    text = shown(petra)
    assert "Went wrong <time" in text
    assert "<code>LookupError</code>" in text
    assert "mended since" in text
    assert "In some seconds" in text
    assert text.count('scope="row"') == Duty.objects.count()
    assert "Behind its time" not in text


def test_it_says_of_what_is_late_when_it_was_done(petra):
    run_due()
    long_ago = timezone.now() - 2 * DAY
    Duty.objects.filter(name="verify the trail").update(ran_at=long_ago)
    text = shown(petra)
    assert text.count("Behind its time</strong>") == 1
    # It is next at once, and not yesterday; three others are done with each pass.
    assert text.count("In some seconds") == 4


def test_it_tells_of_versions_and_no_secret(petra, settings):
    settings.METRICS_TOKEN = "0123456789abcdef" * 2
    text = shown(petra)
    assert "Django 5" in text or "Django 6" in text
    for secret in (settings.SECRET_KEY, settings.METRICS_TOKEN, *settings.ENQUIRY_KEYS):
        assert secret not in text


def test_it_shows_what_is_in_memory(petra, monkeypatch):
    class PageCache:
        hits, misses, weight, pages = 1234, 5, 1000, {"a": 1}

    monkeypatch.setattr(page.process, "page_cache", PageCache())
    assert "They answered 1234 requests; 5 others went on" in shown(petra)
    PageCache.hits = PageCache.misses = 1
    assert "They answered 1 request; 1 other went on" in shown(petra)


@pytest.mark.parametrize("who", [people.petra, people.carla])
def test_it_is_a_click_away_from_the_line_about_due_work(client, who):
    client.force_login(who())
    home = client.get(reverse("admin:index")).content.decode()
    assert f'<a href="{reverse("admin:health")}">How is the site?</a>' in home


@pytest.mark.parametrize("who", [people.ana, people.ben])
def test_it_is_not_offered_to_who_may_not_see_it(client, who):
    client.force_login(who())
    assert reverse("admin:health") not in client.get(reverse("admin:index")).content.decode()
