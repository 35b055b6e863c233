"""Nobody reads a message without the right to, and nobody without leaving a trace."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from enquiries import handling
from enquiries.handling import reading
from enquiries.models import AuditEvent, Viewing
from tests import make as guide
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic()


def actions() -> list[str]:
    return list(AuditEvent.objects.values_list("action", flat=True))


def test_it_writes_down_who_opened_it():
    enquiry, carla = make.enquiry(), people.carla()
    assert handling.read(enquiry.pk, carla).message == enquiry.message
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id, event.reference) == (
        "opened", carla.pk, enquiry.reference,
    )  # fmt: skip


def test_it_writes_once_in_five_minutes_for_each_reader():
    enquiry, carla, olga = make.enquiry(), people.carla(), people.olga()
    for reader in (carla, carla, olga, carla):
        handling.read(enquiry.pk, reader)
    assert actions() == ["opened", "opened"]


def test_it_writes_again_later(monkeypatch):
    enquiry, carla = make.enquiry(), people.carla()
    handling.read(enquiry.pk, carla)
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    handling.read(enquiry.pk, carla)
    assert actions() == ["opened", "opened"]


@pytest.mark.parametrize("person", [people.ana, people.stranger, people.ben])
def test_it_turns_everybody_else_away(person):
    enquiry = make.enquiry()
    with pytest.raises(PermissionDenied):
        handling.read(enquiry.pk, person())
    assert actions() == []


def test_it_asks_for_a_reason_before_one_opens_ones_own_name():
    carla = people.carla(first_name="Carla", last_name="Patient")
    enquiry = make.enquiry(name="Rosa Patient")
    with pytest.raises(handling.NeedsReason):
        handling.read(enquiry.pk, carla)
    with pytest.raises(handling.NeedsReason):
        handling.for_work(enquiry.pk, carla)
    assert actions() == []
    handling.read(enquiry.pk, carla, reason="asked")
    assert actions() == ["opened_own", "opened"]
    handling.read(enquiry.pk, carla)
    assert handling.for_work(enquiry.pk, carla) == enquiry


def test_it_takes_only_reasons_that_name_nobody():
    carla = people.carla(last_name="Patient")
    with pytest.raises(handling.NeedsReason):
        handling.read(make.enquiry().pk, carla, reason="It is my mother Rosa")


@pytest.mark.parametrize(
    ("person", "fields", "own"),
    [
        ({"last_name": "Patient"}, {"name": "PATIENT, Rosa"}, True),
        ({"last_name": "de la Cruz"}, {"name": "Ana María de la Cruz"}, True),
        ({"last_name": "Cruz"}, {"name": "Rosa Cruzado"}, False),
        ({"email": "Rosa.Patient@example.org"}, {"contact": "rosa.patient@example.org"}, True),
        ({"first_name": "Rosa"}, {"name": "Rosa Patient"}, False),
        ({}, {"name": "Rosa Patient"}, False),
    ],
)
def test_it_knows_ones_own_name(person, fields, own):
    assert reading.is_own(make.enquiry(**fields), people.carla(**person)) is own


def test_it_says_who_read_it_and_who_has_it_open():
    enquiry, carla, olga = make.enquiry(), people.carla(first_name="Carla"), people.olga()
    handling.read(enquiry.pk, carla)
    handling.read(enquiry.pk, olga)
    assert set(handling.readers(enquiry)) == {"carla", "olga"}
    assert reading.others_here(enquiry, olga) == ["Carla"]
    Viewing.objects.filter(user=carla).update(seen_at=timezone.now() - timedelta(minutes=3))
    assert reading.others_here(enquiry, olga) == []


def test_it_shows_earlier_enquiries_of_a_person_to_those_who_may():
    earlier = make.closed(contact="503.555.0142")
    enquiry = make.enquiry(contact="+1 (503) 555-0142")
    make.enquiry(contact="(503) 555-0199")
    assert list(handling.previous(enquiry, people.olga())) == [earlier]
    with pytest.raises(PermissionDenied):
        handling.previous(enquiry, people.carla())


def test_it_names_no_person_where_an_enquiry_is_named():
    assert str(make.enquiry()).startswith("Q-")
