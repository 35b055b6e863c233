"""The list as a file: who may have it, what stands in it, what is written down."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied

from enquiries import handling
from enquiries.handling import exporting
from enquiries.models import AuditEvent, Enquiry
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return people.olga()


def table(pieces) -> list[dict[str, str]]:
    text = b"".join(pieces).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def written_down() -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(action="exported").order_by("number")
    return list(rows.values_list("reference", "detail"))


def test_it_gives_one_row_for_each_enquiry(olga):
    carla = people.carla(first_name="Carla", last_name="Mendez")
    enquiry = make.urgent(assigned_to=carla, message="First line\nSecond line")
    [row] = table(exporting.export_list(Enquiry.objects.all(), by=olga))
    assert tuple(row) == exporting.COLUMNS
    assert row["Reference"] == enquiry.reference
    assert (row["Status"], row["Topic"]) == ("New", "How I feel after my injection")
    assert (row["Who replies"], row["Urgent"]) == ("Carla Mendez", "yes")
    assert (row["Name"], row["Contact"]) == ("Rosa Patient", make.PHONE)
    assert row["Message"] == "First line\nSecond line"
    assert row["Answered"] == ""


def test_it_tells_when_it_was_answered_and_not_when_it_became_spam(olga):
    answered, spam = make.closed(), make.spam()
    rows = table(exporting.export_list([answered, spam], by=olga))
    assert rows[0]["Answered"].startswith("20")
    assert rows[1]["Answered"] == ""


def test_it_keeps_the_order_that_was_asked_for(olga, monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 2)
    made = [make.enquiry() for _ in range(5)]
    for chosen in ([4, 1, 3, 0], [2, 3]):
        numbers = [made[place].pk for place in chosen]
        rows = table(exporting.export_list(numbers, by=olga))
        assert [row["Reference"] for row in rows] == [made[place].reference for place in chosen]
    newest_first = Enquiry.objects.order_by("-pk")
    rows = table(exporting.export_list(newest_first, by=olga))
    assert [row["Reference"] for row in rows] == [e.reference for e in reversed(made)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_it_lets_no_cell_become_a_formula(olga, start):
    make.enquiry(name=f"{start}HYPERLINK(1)", message=f"{start}1+1")
    [row] = table(exporting.export_list(Enquiry.objects.all(), by=olga))
    assert row["Name"].startswith("'")
    assert row["Message"].startswith("'")


def test_it_writes_the_count_and_every_enquiry_down(olga):
    first, second = make.enquiry(), make.enquiry()
    b"".join(exporting.export_list([first, second], by=olga))
    assert written_down() == [
        ("", "A list of 2"),
        (first.reference, "In a list"),
        (second.reference, "In a list"),
    ]


def test_it_writes_down_again_who_exports_again(olga):
    for _ in range(2):
        b"".join(exporting.export_list([make.enquiry()], by=olga))
    assert len(written_down()) == 4


def test_it_writes_each_piece_down_before_it_leaves(olga, monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 1)
    first, second = make.enquiry(), make.enquiry()
    pieces = exporting.export_list([first, second], by=olga)
    assert written_down() == [("", "A list of 2")]
    next(pieces), next(pieces)
    assert written_down()[1:] == [(first.reference, "In a list")]
    next(pieces)
    assert len(written_down()) == 3


def test_it_leaves_out_what_is_erased_meanwhile(olga, monkeypatch):
    first, second = make.enquiry(), make.enquiry()
    pieces = exporting.export_list([first, second], by=olga)
    first.delete()
    assert [row["Reference"] for row in table(pieces)] == [second.reference]
    assert len(written_down()) == 2


@pytest.mark.parametrize("who", [people.carla, people.ana, people.stranger])
def test_it_turns_others_away_before_anything_is_read(who):
    by = who()
    make.enquiry()
    with pytest.raises(PermissionDenied):
        exporting.export_list(Enquiry.objects.all(), by=by)
    assert not AuditEvent.objects.exists()


def test_it_leaves_out_what_may_be_about_the_own_family(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(exporting, "BATCH", 3)
    olga = people.olga(last_name="Patient")
    own = [make.enquiry() for _ in range(6)]
    other = make.enquiry(name="Sam Bell")
    # The rights, the reasons, the names in three pieces, the row of the trail.
    with django_assert_max_num_queries(13):
        pieces = exporting.export_list([*own, other], by=olga)
    assert [row["Reference"] for row in table(pieces)] == [other.reference]
    assert written_down() == [("", "A list of 1"), (other.reference, "In a list")]


def test_it_gives_what_may_be_about_the_own_family_for_a_reason():
    olga = people.olga(last_name="Patient")
    opened, other = make.enquiry(), make.enquiry()
    handling.read(opened.pk, olga, "asked")
    rows = table(exporting.export_list([opened, other], by=olga))
    assert [row["Reference"] for row in rows] == [opened.reference]
