"""Answers go out as a link, can be taken back for a moment, and are never sent twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enquiries import handling
from enquiries.handling.replying import draft_mark
from enquiries.models import AuditEvent, OutboxMessage, Reply
from tests import make as guide
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic(opening_hours="Mo-Fr 08:00-17:00")


@pytest.fixture
def carla():
    return people.carla(first_name="Carla", last_name="Diaz")


@pytest.fixture
def enquiry():
    return make.enquiry(contact=make.EMAIL)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_it_sends_a_link_after_the_moment_in_which_it_can_be_taken_back(enquiry, carla):
    reply = handling.send_reply(enquiry, "You may swim.", by=carla)
    mail = OutboxMessage.objects.get()
    assert (mail.kind, mail.to, mail.reply) == ("answer", make.EMAIL, reply)
    assert mail.next_at == reply.send_at > timezone.now()
    assert mail.payload
    assert reply.token_hash
    assert mail.payload not in reply.token_hash
    assert fresh(enquiry).status == "answered"
    assert AuditEvent.objects.get().action == "replied"


def test_it_waits_for_the_patient_when_it_asks_back(enquiry, carla):
    handling.send_reply(enquiry, "Which shoulder?", True, by=carla)
    assert fresh(enquiry).status == "waiting"


def test_it_takes_a_reply_back_whole(enquiry, carla):
    reply = handling.send_reply(enquiry, "You may swim.", by=carla)
    handling.undo(reply, by=carla)
    assert not OutboxMessage.objects.exists()
    assert fresh(enquiry).status == "new"
    assert fresh(enquiry).closed_at is None
    assert handling.draft_of(enquiry, carla).text == "You may swim."
    assert handling.undo(fresh(reply), by=carla).state == Reply.State.DRAFT


@pytest.mark.parametrize("asks_back", [False, True])
@pytest.mark.parametrize("status", ["new", "waiting", "answered"])
def test_it_leaves_the_enquiry_where_it_stood_before_the_reply(enquiry, carla, status, asks_back):
    """A further reply to an answered one would else leave a question behind that nobody asked."""
    handling.send_reply(enquiry, "You may swim.", by=carla)
    handling.set_status([enquiry], status, by=carla)
    promised = fresh(enquiry).reply_by
    further = handling.send_reply(enquiry, "Not in the sea.", asks_back, by=carla)
    handling.undo(further, by=carla)
    now = fresh(enquiry)
    assert (now.status, now.reply_by) == (status, promised)
    assert (now.closed_at is None) == now.is_open


def test_it_cannot_take_back_what_has_left(enquiry, carla):
    reply = handling.send_reply(enquiry, "You may swim.", by=carla)
    OutboxMessage.objects.update(state="sent")
    with pytest.raises(handling.Refused, match="already on its way"):
        handling.undo(reply, by=carla)


def test_it_sends_once_when_send_is_pressed_twice(enquiry, carla):
    mark = handling.newest_mark(enquiry)
    first = handling.send_reply(enquiry, "You may swim.", by=carla, mark=mark)
    assert handling.send_reply(enquiry, "You may swim.", by=carla, mark=mark) == first
    assert OutboxMessage.objects.count() == 1


def test_it_stops_when_a_colleague_was_faster(enquiry, carla):
    mark = handling.newest_mark(enquiry)
    luis = people.member("Enquiry staff", "luis", first_name="Luis")
    handling.send_reply(enquiry, "You may swim.", by=luis, mark=mark)
    with pytest.raises(handling.Overtaken, match="Luis sent a reply at"):
        handling.send_reply(enquiry, "Do not swim.", by=carla, mark=mark)


def test_it_stops_when_the_patient_wrote_meanwhile(enquiry, carla):
    reply = make.reply(enquiry, token="t", asks_back=True, send_at=timezone.now())
    mark = handling.newest_mark(enquiry)
    make.answer(reply)
    with pytest.raises(handling.Overtaken, match="The patient wrote back"):
        handling.send_reply(enquiry, "So swim.", by=carla, mark=mark)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"contact": make.PHONE}, "asked for a call"),
        ({"may_email": False}, "asked for a call"),
        ({"safe_word": ""}, "no safe word"),
    ],
)
def test_it_mails_nobody_who_cannot_or_would_not_read_it(fields, why, carla):
    enquiry = make.enquiry(**{"contact": make.EMAIL} | fields)
    with pytest.raises(handling.Refused, match=why):
        handling.send_reply(enquiry, "You may swim.", by=carla)
    assert not OutboxMessage.objects.exists()


def test_it_keeps_one_draft_for_each_person(enquiry, carla):
    luis = people.member("Enquiry staff", "luis")
    handling.save_draft(enquiry, "One", by=carla)
    handling.save_draft(enquiry, "Two", True, by=carla)
    handling.save_draft(enquiry, "Other", by=luis)
    assert handling.draft_of(enquiry, carla).text == "Two"
    assert handling.draft_of(enquiry, carla).asks_back
    assert handling.draft_of(enquiry, luis).text == "Other"


def test_it_ends_the_very_draft_whose_box_was_emptied(enquiry, carla):
    old = draft_mark(handling.save_draft(enquiry, "One", by=carla))
    new = draft_mark(handling.save_draft(enquiry, "Two", by=carla))
    for built_on in ("", old, "nonsense"):
        handling.save_draft(enquiry, " ", by=carla, built_on=built_on)
        assert handling.draft_of(enquiry, carla).text == "Two"
    assert draft_mark(handling.draft_of(enquiry, carla)) == new
    handling.save_draft(enquiry, " ", by=people.member("Enquiry staff", "luis"), built_on=new)
    assert handling.draft_of(enquiry, carla)
    handling.save_draft(enquiry, " ", by=carla, built_on=new)
    assert handling.draft_of(enquiry, carla) is None


def test_it_sends_the_draft_and_leaves_none(enquiry, carla):
    handling.save_draft(enquiry, "You may", by=carla)
    handling.send_reply(enquiry, "You may swim.", by=carla)
    assert Reply.objects.get().text == "You may swim."


def test_it_writes_no_trace_of_typing(enquiry, carla):
    handling.save_draft(enquiry, "You may", by=carla)
    assert not AuditEvent.objects.exists()


def test_it_fills_in_a_saved_answer(enquiry, carla):
    preset = make.preset(text="Dear {{ name }}, call {{phone}}. {{ my_name }}, {{ clinic_name }}")
    text = handling.fill_in(preset, enquiry, by=carla)
    assert text == "Dear Rosa Patient, call (503) 555-0142. Carla Diaz, Example Spine Clinic"


def test_it_fills_in_nothing_that_a_patient_wrote_as_a_variable(carla):
    enquiry = make.enquiry(name="{{ phone }}")
    assert handling.fill_in(make.preset(text="{{ name }}"), enquiry, by=carla) == "{{ phone }}"


def test_it_refuses_a_saved_answer_that_is_due_for_a_check(enquiry, carla):
    stale = make.preset(review_due=timezone.localdate())
    with pytest.raises(handling.Refused, match="due for a check"):
        handling.fill_in(stale, enquiry, by=carla)


def test_it_sets_an_end_to_the_link(enquiry, carla):
    reply = handling.send_reply(enquiry, "You may swim.", by=carla)
    assert reply.expires_at - reply.send_at == timedelta(days=14)
