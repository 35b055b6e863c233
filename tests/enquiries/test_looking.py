"""The list of enquiries: what stands where, in which order, and that each look leaves a trace."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from enquiries import handling
from enquiries.handling import Filters
from enquiries.models import AuditEvent
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db


def listed(by, tab="new", number=1, **filters):
    return list(handling.look(by, tab, Filters(**filters), number).page)


def test_it_puts_urgent_ones_first_and_then_the_sooner_promise():
    soon = timezone.now() + timedelta(hours=1)
    later = make.enquiry(reply_by=soon + timedelta(hours=5))
    sooner = make.enquiry(reply_by=soon)
    urgent = make.urgent(reply_by=soon + timedelta(hours=9))
    assert listed(people.carla()) == [urgent, sooner, later]


def test_it_counts_every_tab():
    carla = people.carla()
    make.enquiry(assigned_to=carla)
    make.enquiry()
    make.enquiry(status="waiting", assigned_to=carla)
    make.closed(assigned_to=carla)
    make.spam()
    counts = handling.look(carla, "new", Filters()).counts
    assert counts == {"new": 2, "mine": 2, "waiting": 1, "answered": 1, "spam": 1, "all": 5}


@pytest.mark.parametrize("tab", handling.TABS)
def test_it_shows_as_many_as_it_counts(tab):
    carla = people.carla()
    for made in (make.enquiry, make.closed, make.spam, make.urgent):
        made(assigned_to=carla)
    inbox = handling.look(carla, tab, Filters())
    assert inbox.page.paginator.count == inbox.counts[tab] == len(inbox.page.object_list)


def test_it_filters():
    carla = people.carla()
    spanish = make.enquiry(language="es", assigned_to=carla, contact="a@example.org")
    other = make.urgent()
    assert listed(carla, language="es") == [spanish]
    assert listed(carla, assigned="nobody") == [other]
    assert listed(carla, assigned=str(carla.pk)) == [spanish]
    assert listed(carla, urgent=True) == [other]
    assert listed(carla, reach="email") == [spanish]
    assert listed(carla, topic="after") == [other]


def test_it_shows_25_on_a_page():
    carla = people.carla()
    for _ in range(27):
        make.enquiry()
    assert len(listed(carla)) == 25
    assert len(listed(carla, number=2)) == 2


def test_it_writes_down_the_look():
    carla, enquiry = people.carla(), make.enquiry()
    for _ in range(2):
        handling.look(carla, "new", Filters())
    event = AuditEvent.objects.get()
    assert event.action == "listed"
    assert enquiry.reference in event.detail


@pytest.mark.parametrize("person", [people.ana, people.stranger])
def test_it_turns_everybody_else_away(person):
    by = person()
    with pytest.raises(PermissionDenied):
        handling.look(by, "new", Filters())
    with pytest.raises(PermissionDenied):
        handling.search(by, "Q-AAA-AAA")
    with pytest.raises(PermissionDenied):
        handling.summary(by)


@pytest.mark.parametrize(
    "words", ["503 555 0142", "(503) 555-0142", "+1 503.555.0142", "5035550142"]
)
def test_it_finds_by_phone_however_it_is_written(words):
    enquiry = make.enquiry(contact="(503) 555-0142")
    make.enquiry(contact="(503) 555-0199")
    assert handling.search(people.carla(), words) == [enquiry]


def test_it_finds_by_email_whatever_its_case():
    enquiry = make.enquiry(contact="Rosa@Example.org")
    assert handling.search(people.carla(), " rosa@example.ORG ") == [enquiry]


def test_it_finds_by_reference_as_people_say_it():
    enquiry, carla = make.enquiry(), people.carla()
    plain = enquiry.reference.replace("-", "").lower()
    for words in (enquiry.reference, plain, plain[1:], f" {enquiry.reference[2:]} "):
        assert handling.search(carla, words) == [enquiry]


@pytest.mark.parametrize("words", ["", "Rosa", "chest", "555", "Q-000-000", "%"])
def test_it_finds_nothing_by_anything_else(words):
    make.enquiry(message="my chest")
    assert handling.search(people.carla(), words) == []


def test_it_writes_down_a_search_and_each_hit_without_the_words():
    enquiry = make.enquiry(contact="(503) 555-0142")
    handling.search(people.carla(), "5035550142")
    events = list(AuditEvent.objects.values_list("action", "reference", "detail"))
    assert events == [("searched", "", "By contact: 1 found"), ("found", enquiry.reference, "")]


def test_it_sums_up_for_the_first_page():
    carla = people.carla()
    make.urgent(assigned_to=carla)
    make.enquiry(reply_by=timezone.now() - timedelta(hours=1))
    make.mail(state="failed")
    summary = handling.summary(carla)
    assert summary["new"] == 3
    assert summary["urgent"] == summary["overdue"] == summary["mine"] == 1
    assert summary["failed_mails"] == 1
