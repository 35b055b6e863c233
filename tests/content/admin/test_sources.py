"""The list of sources: what it shows, to whom, and in how many questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.models import SourceLink
from content.publishing import sources
from tests import make, people
from tests.content.test_sources import BODY

pytestmark = pytest.mark.django_db
LIST = reverse("admin:content_sourcelink_changelist")
READER = ["view_sourcelink", "change_sourcelink"]


@pytest.fixture
def page():
    revision = make.live(title="A page with sources", body=BODY)
    sources.note_sources()
    return revision


def test_it_shows_each_source_with_its_state_and_pages(client, page):
    client.force_login(people.max_())
    SourceLink.objects.filter(url__endswith="/one").update(
        tried_at=timezone.now(), failing_since=timezone.now(), problem="status 404"
    )
    text = client.get(LIST).content.decode()
    assert 'href="https://example.org/one"' in text
    assert "Does not answer: status 404" in text
    assert "Not tried yet" in text
    assert text.count("A page with sources") == 2


def test_it_marks_sources_as_read(client, page):
    client.force_login(people.person("rita", READER))
    ids = list(SourceLink.objects.values_list("pk", flat=True))
    client.post(LIST, {"action": "mark_read", "_selected_action": ids})
    assert set(SourceLink.objects.values_list("read_on", flat=True)) == {timezone.localdate()}


def test_it_offers_that_to_nobody_who_may_only_look(client, page):
    client.force_login(people.person("rita", ["view_sourcelink"]))
    ids = list(SourceLink.objects.values_list("pk", flat=True))
    client.post(LIST, {"action": "mark_read", "_selected_action": ids})
    assert set(SourceLink.objects.values_list("read_on", flat=True)) == {None}


@pytest.mark.parametrize("who", [people.carla])
def test_it_is_closed_to_staff_without_the_right(client, page, who):
    client.force_login(who())
    assert client.get(LIST).status_code == 403


def test_it_is_closed_to_everybody_else(client, page):
    assert client.get(LIST).status_code == 302
    client.force_login(people.stranger())
    assert client.get(LIST).status_code == 302


def test_it_lets_nobody_write_a_row_by_hand(client, page):
    client.force_login(people.max_())
    link = SourceLink.objects.first()
    assert client.get(reverse("admin:content_sourcelink_add")).status_code == 403
    change = reverse("admin:content_sourcelink_change", args=[link.pk])
    client.post(change, {"url": "https://evil.example/"})
    assert not SourceLink.objects.filter(url__contains="evil").exists()


def questions(client) -> int:
    client.get(LIST)  # what is kept between pages is kept now
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    return len(asked)


def test_it_looks_up_the_pages_once_for_all_rows(client, page):
    client.force_login(people.max_())
    few = questions(client)
    for number in range(20):
        make.live(body=BODY.replace("/one", f"/other-{number}"))
    sources.note_sources()
    assert questions(client) == few
    assert client.get(LIST).content.count(b"https://example.org/other-") >= 20
