"""Assigning, sorting, noting down and calling: who may, what changes, what trace is left."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from enquiries import handling
from enquiries.handling import working
from enquiries.models import AuditEvent, Enquiry, Note, OutboxMessage, PageGap
from tests import make as guide
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic(opening_hours="Mo-Fr 08:00-17:00")


def trace() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.values_list("action", "detail"))


def fresh(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)


def test_it_assigns_several_and_says_how_many_changed():
    carla, enquiries = people.carla(), [make.enquiry(), make.enquiry()]
    assert handling.assign(enquiries, carla, by=carla) == 2
    assert handling.assign(enquiries, carla, by=carla) == 0
    assert {fresh(e).assigned_to for e in enquiries} == {carla}
    assert trace() == [("assigned", "To carla")] * 2
    assert handling.assign(enquiries[:1], None, by=carla) == 1


def test_it_assigns_to_nobody_who_may_not_answer():
    with pytest.raises(handling.Refused, match="may not answer"):
        handling.assign([make.enquiry()], people.ana(), by=people.carla())


def test_it_starts_the_clock_of_erasure_when_answered_and_stops_it_when_opened_again():
    carla, enquiry = people.carla(), make.enquiry()
    handling.set_status([enquiry], "answered", by=carla)
    assert fresh(enquiry).closed_at is not None
    handling.set_status([enquiry], "new", by=carla)
    again = fresh(enquiry)
    assert again.closed_at is None
    assert again.reply_by > timezone.now()
    assert trace() == [("status", "To Answered"), ("status", "To New")]


def test_it_rescues_from_spam_and_tells_staff():
    enquiry = make.spam()
    handling.set_status([enquiry], "new", by=people.carla())
    assert fresh(enquiry).status == "new"
    assert OutboxMessage.objects.get().kind == "staff"


def test_it_knows_no_other_status():
    with pytest.raises(handling.Refused, match="no such status"):
        handling.set_status([make.enquiry()], "gone", by=people.carla())


@pytest.mark.parametrize("status", ["answered", "spam", "waiting"])
@pytest.mark.parametrize("how", ["mark", "shown"])
def test_it_leaves_words_that_come_at_the_last_moment_among_the_new(monkeypatch, status, how):
    """A patient's words may arrive after a check and before the rows are held."""
    carla, wrote, read = people.carla(), make.enquiry(), make.enquiry()
    chosen = [wrote] if how == "mark" else [wrote, read]
    seen = {"mark": handling.newest_mark(wrote), "shown": timezone.now()}
    locked = working.locked

    def locked_too_late(enquiries):
        make.answer(make.reply(wrote))
        return locked(enquiries)

    monkeypatch.setattr(working, "locked", locked_too_late)
    with pytest.raises(handling.MoreWasSaid) as more:
        handling.set_status(chosen, status, by=carla, **{how: seen[how]})
    assert more.value.enquiries == [wrote]
    assert {fresh(e).status for e in chosen} == {"new"}
    assert trace() == []


def test_it_keeps_notes_for_staff():
    carla, enquiry = people.carla(), make.enquiry()
    handling.add_note(enquiry, "  She asked\r\nbefore. ", by=carla)
    note = Note.objects.get()
    assert (note.text, note.by) == ("She asked\nbefore.", carla)
    assert trace() == [("noted", "")]


@pytest.mark.parametrize(("text", "why"), [(" ", "Write the note"), ("x" * 5_001, "too long")])
def test_it_refuses_a_note_that_cannot_be_kept(text, why):
    with pytest.raises(handling.Refused, match=why):
        handling.add_note(make.enquiry(), text, by=people.carla())


def test_it_closes_when_the_patient_was_reached():
    enquiry = make.enquiry(call_again_at=timezone.now())
    handling.add_call(enquiry, "reached", "All clear.", by=people.carla())
    assert fresh(enquiry).status == "answered"
    assert fresh(enquiry).call_again_at is None
    assert trace() == [("called", "Reached, question answered")]


def test_it_reminds_of_a_call_that_has_to_be_made_again():
    enquiry = make.enquiry()
    later = timezone.now() + timedelta(days=3)
    handling.add_call(enquiry, "no_answer", again_at=later, by=people.carla())
    assert fresh(enquiry).status == "new"
    assert fresh(enquiry).call_again_at == later
    assert fresh(enquiry).reply_by == later


def test_it_never_puts_off_the_clock_of_an_urgent_one():
    enquiry = make.urgent()
    later = timezone.now() + timedelta(days=3)
    handling.add_call(enquiry, "no_answer", again_at=later, by=people.carla())
    assert fresh(enquiry).reply_by == enquiry.reply_by


@pytest.mark.parametrize(
    ("outcome", "again", "why"),
    [
        ("hm", None, "how the call went"),
        ("no_answer", -1, "still to come"),
        ("no_answer", 69_000_000, "within a year"),
    ],
)
def test_it_refuses_a_call_that_makes_no_sense(outcome, again, why):
    again_at = timezone.now() + timedelta(hours=again) if again else None
    with pytest.raises(handling.Refused, match=why):
        handling.add_call(make.enquiry(), outcome, "", again_at, by=people.carla())


@pytest.mark.parametrize("closed", [make.closed, make.spam])
def test_it_plans_no_call_that_nobody_would_see(closed):
    """A closed enquiry stands in no list of what is left to do."""
    enquiry, carla, later = closed(), people.carla(), timezone.now() + timedelta(days=3)
    with pytest.raises(handling.Refused, match=f"closed meanwhile: {enquiry.get_status_display()}"):
        handling.add_call(enquiry, "no_answer", "Rang.", later, by=carla, seen="new")
    assert (fresh(enquiry).call_again_at, enquiry.calls.count(), trace()) == (None, 0, [])
    handling.add_call(enquiry, "no_answer", "Rang.", by=carla, seen="new")
    assert (fresh(enquiry).is_open, enquiry.calls.count()) == (False, 1)


def test_it_opens_a_closed_one_again_for_whoever_saw_that_it_is_closed():
    enquiry, later = make.closed(), timezone.now() + timedelta(days=3)
    handling.add_call(enquiry, "no_answer", "", later, by=people.carla(), seen="answered")
    now = fresh(enquiry)
    assert (now.status, now.call_again_at, now.reply_by) == ("new", later, later)
    assert trace() == [("status", "To New"), ("called", "No answer")]


def test_it_keeps_a_note_once_when_the_button_was_pressed_twice():
    enquiry, carla = make.enquiry(), people.carla()
    notes = {
        handling.add_note(enquiry, text, by=carla).pk for text in ("Left-handed", " Left-handed")
    }
    assert len(notes) == 1
    handling.add_note(enquiry, "Left-handed", by=people.member("Enquiry staff", "luis"))
    handling.add_note(enquiry, "Right-handed", by=carla)
    handling.add_note(enquiry, "Left-handed", by=carla)
    assert enquiry.notes.count() == 4
    assert AuditEvent.objects.filter(action="noted").count() == 4


def test_it_keeps_a_call_once_when_the_button_was_pressed_twice():
    enquiry, carla = make.enquiry(), people.carla()
    for outcome in ("no_answer", "no_answer", "left_word"):
        handling.add_call(enquiry, outcome, by=carla)
    assert [call.outcome for call in enquiry.calls.all()] == ["no_answer", "left_word"]
    enquiry.calls.update(at=timezone.now() - timedelta(minutes=5))
    handling.add_call(enquiry, "left_word", by=carla)
    assert enquiry.calls.count() == 3


def test_it_counts_pages_that_should_have_answered_and_keeps_nothing_else():
    carla = people.carla()
    for _ in range(3):
        handling.mark_gap("/recovery/the-first-day/", "missing", by=carla)
    gap = PageGap.objects.get()
    assert gap.count == 3
    assert gap.month.day == 1
    assert {field.name for field in PageGap._meta.fields} == {
        "id", "page", "reason", "month", "count",
    }  # fmt: skip
    assert trace() == []


@pytest.mark.parametrize(
    "act",
    [
        lambda e, by: handling.assign([e], None, by=by),
        lambda e, by: handling.set_status([e], "spam", by=by),
        lambda e, by: handling.add_note(e, "x", by=by),
        lambda e, by: handling.add_call(e, "reached", by=by),
        lambda e, by: handling.mark_gap("/", "missing", by=by),
        lambda e, by: handling.send_reply(e, "x", by=by),
        lambda e, by: handling.save_draft(e, "x", by=by),
        lambda e, by: handling.undo(make.reply(e), by=by),
    ],
)
@pytest.mark.parametrize("person", [people.ana, people.olga, people.stranger])
def test_it_lets_nobody_act_without_the_right(act, person):
    by = person()
    with pytest.raises(PermissionDenied):
        act(make.enquiry(contact=make.EMAIL), by)
    assert trace() == []


@pytest.mark.parametrize(
    "act",
    [
        lambda e, by: handling.add_note(e, "x", by=by),
        lambda e, by: handling.add_call(e, "reached", by=by),
        lambda e, by: handling.send_reply(e, "x", by=by),
    ],
)
def test_it_says_that_an_enquiry_was_erased_meanwhile(act):
    enquiry = make.closed(contact=make.EMAIL)
    Enquiry.objects.all().delete()
    with pytest.raises(handling.Refused, match="was erased"):
        act(enquiry, people.carla())


def test_it_keeps_no_closed_enquiry_without_its_day():
    with pytest.raises(IntegrityError), transaction.atomic():
        make.enquiry(status="answered")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.closed(status="new")
