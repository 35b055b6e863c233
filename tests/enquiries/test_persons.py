"""One person's enquiries: found, handed out, erased."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from enquiries.handling import NeedsReason, Refused, persons, read
from enquiries.models import AuditEvent, Enquiry, ErasureReceipt, OutboxMessage
from enquiries.models.fields import EncryptedTextField
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db
NEW_KEY = "X" * 43 + "="
# What opens an answer is no word about the patient.
NOT_HANDED_OUT = {("OutboxMessage", "payload")}


def details(action: str) -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(action=action)
    return list(rows.values_list("reference", "detail"))


class TestFinding:
    def test_it_finds_all_of_one_contact_and_nobody_else(self):
        older = make.closed(days_ago=9, contact="+1 503 555 0142")
        newer = make.enquiry(contact="503-555-0142")
        make.enquiry(contact="(503) 555-0143")
        assert persons.find_person("(503) 555-0142", by=people.olga()) == [newer, older]

    def test_it_finds_rows_of_an_older_key(self, settings):
        enquiry = make.enquiry(contact=make.EMAIL)
        settings.ENQUIRY_KEYS = [NEW_KEY, *settings.ENQUIRY_KEYS]
        assert persons.find_person(f" {make.EMAIL.upper()} ", by=people.olga()) == [enquiry]

    def test_it_writes_the_search_down_without_the_contact(self):
        persons.find_person(make.EMAIL, by=people.olga())
        assert details("searched") == [("", "One person’s enquiries: 0 found")]

    def test_it_asks_for_the_right(self):
        with pytest.raises(PermissionDenied):
            persons.find_person(make.PHONE, by=people.carla())

    @pytest.mark.parametrize("contact", ["", "  ", "Rosa", "555-01"])
    def test_it_refuses_what_is_no_contact(self, contact):
        make.enquiry()
        with pytest.raises(Refused, match="whole phone number or e-mail"):
            persons.find_person(contact, by=people.olga())


class TestHandingOut:
    @pytest.fixture
    def kept(self):
        """A text of its own in every encrypted column of the app."""
        enquiry = make.enquiry(contact=make.EMAIL, hold_until=date(2127, 6, 1))
        rows = [
            enquiry,
            make.note(enquiry),
            make.call(enquiry),
            (reply := make.reply(enquiry, token="a token")),
            make.answer(reply),
            make.mail(enquiry, reply=reply),
        ]
        return {
            (type(row).__name__, field.name): self.fill(row, field.name)
            for row in rows
            for field in row._meta.fields
            if isinstance(field, EncryptedTextField)
        }

    def fill(self, row, name: str) -> str:
        text = f"{type(row).__name__}-{name}"
        type(row).objects.filter(pk=row.pk).update(**{name: text})
        return text

    def test_it_hands_out_every_text_that_is_kept(self, kept):
        every = {
            (model.__name__, field.name)
            for model in apps.get_app_config("enquiries").get_models()
            for field in model._meta.fields
            if isinstance(field, EncryptedTextField)
        }
        assert every == set(kept)
        file = persons.export_person(make.EMAIL, by=people.olga()).decode()
        missing = {place for place, text in kept.items() if f'"{text}"' not in file}
        assert missing == NOT_HANDED_OUT

    def test_it_is_readable(self):
        enquiry = make.enquiry(message="¿Puedo manejar?", language="es")
        make.note(enquiry)
        file = persons.export_person(make.PHONE, by=people.olga())
        assert "¿Puedo manejar?".encode() in file
        told = json.loads(file)
        assert told["contact"] == make.PHONE
        [only] = told["enquiries"]
        assert (only["topic"], only["status"]) == ("My visit", "New")
        assert only["notes"][0]["text"] == "She asked the same last week."

    def test_it_leaves_names_of_staff_hashes_and_tokens_out(self):
        carla = people.carla(first_name="Carla", last_name="Mendez")
        enquiry = make.enquiry(contact=make.EMAIL, assigned_to=carla)
        make.note(enquiry, by=carla)
        make.mail(enquiry, reply=make.reply(enquiry, token="a-token"), payload="a-token")
        file = persons.export_person(make.EMAIL, by=people.olga()).decode()
        for secret in ("carla", "Carla", "Mendez", "a-token", enquiry.contact_hash):
            assert secret not in file

    def test_it_writes_every_enquiry_down(self):
        first, second = make.enquiry(), make.enquiry()
        persons.export_person(make.PHONE, by=people.olga())
        assert details("exported") == [
            ("", "One person’s enquiries: 2"),
            (second.reference, "One person’s file"),
            (first.reference, "One person’s file"),
        ]

    def test_it_tells_that_nothing_is_kept(self):
        told = json.loads(persons.export_person("nobody@example.org", by=people.olga()))
        assert told["enquiries"] == []
        assert details("exported") == [("", "One person’s enquiries: 0")]

    def test_it_hands_out_nothing_rather_than_leave_out_the_own_family(self):
        own = make.enquiry()
        make.enquiry(name="Sam Bell")
        olga = people.olga(last_name="Patient")
        with pytest.raises(Refused, match=rf"your family: {own.reference}\. Open each one"):
            persons.export_person(make.PHONE, by=olga)
        with pytest.raises(NeedsReason):
            persons.export_one(own, by=olga)
        assert details("exported") == []
        read(own.pk, olga, "asked")
        assert len(json.loads(persons.export_person(make.PHONE, by=olga))["enquiries"]) == 2
        assert len(json.loads(persons.export_one(own, by=olga))["enquiries"]) == 1

    def test_it_names_what_no_key_opens(self):
        lost, whole = make.enquiry(), make.enquiry()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE enquiries_enquiry SET message = 'x' WHERE id = %s", [lost.pk])
        first, second = json.loads(persons.export_person(make.PHONE, by=people.olga()))["enquiries"]
        assert first["message"] == whole.message
        assert second == {
            "reference": lost.reference,
            "cannot_be_read": "no key opens it any more",
        }

    def test_it_asks_for_the_right(self):
        with pytest.raises(PermissionDenied):
            persons.export_person(make.PHONE, by=people.carla())
        assert not AuditEvent.objects.exists()


class TestErasing:
    def erase(self, *enquiries: Enquiry, by=None):
        return persons.erase_person([enquiry.pk for enquiry in enquiries], by=by, why="asked")

    def test_it_erases_the_open_ones_too_and_keeps_what_is_held(self):
        held = make.closed(hold_until=date(2127, 6, 1))
        other = make.enquiry(contact=make.EMAIL)
        erased = self.erase(make.enquiry(), make.closed(), held, by=people.olga())
        assert len(erased.receipts) == 2
        assert (erased.held, erased.own, erased.newer) == ([held.reference], [], [])
        assert set(Enquiry.objects.all()) == {held, other}
        assert {receipt.why for receipt in ErasureReceipt.objects.all()} == {
            "The patient asked for it"
        }
        assert len(details("erased")) == 2

    def test_it_takes_the_mails_that_hang_on_no_enquiry(self):
        make.mail(make.enquiry(contact="other@example.org"), enquiry=None)
        self.erase(make.enquiry(contact=make.EMAIL))
        assert not OutboxMessage.objects.exists()

    def test_it_leaves_and_names_what_nobody_saw_before(self, settings):
        shown = make.enquiry()
        settings.ENQUIRY_KEYS = [NEW_KEY, *settings.ENQUIRY_KEYS]
        newer = make.enquiry(contact="+1 503 555 0142")
        make.enquiry(contact=make.EMAIL)
        assert self.erase(shown).newer == [newer.reference]
        assert Enquiry.objects.filter(pk=newer.pk).exists()

    def test_it_leaves_and_names_what_may_be_about_the_own_family(self):
        own, other = make.enquiry(), make.enquiry(name="Sam Bell")
        olga = people.olga(last_name="Patient")
        erased = self.erase(own, other, by=olga)
        assert (erased.own, len(erased.receipts)) == ([own.reference], 1)
        read(own.pk, olga, "asked")
        assert self.erase(own, by=olga).own == []
        assert not Enquiry.objects.exists()

    def test_it_erases_what_no_key_opens(self, settings):
        lost = make.enquiry()
        settings.ENQUIRY_KEYS = [NEW_KEY]
        assert len(self.erase(lost, by=people.olga(last_name="Patient")).receipts) == 1

    def test_it_asks_for_the_right(self):
        with pytest.raises(PermissionDenied):
            self.erase(make.enquiry(), by=people.carla())
        assert Enquiry.objects.exists()
