"""Messages are stored once and whole, urgent ones are marked, spam is sorted and never dropped."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from enquiries import handling
from enquiries.handling import erasing, receiving, turns
from enquiries.models import AuditEvent, Enquiry, NetworkCount, OutboxMessage
from tests import make as guide
from tests import people
from tests.enquiries import make
from tests.enquiries.words import submission, told

pytestmark = pytest.mark.django_db
Kind = OutboxMessage.Kind


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic(opening_hours="Mo-Fr 08:00-17:00")


def kinds() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("kind", flat=True))


def test_it_keeps_every_word():
    stored = Enquiry.objects.get(pk=handling.receive(submission(message="Zwölf “Fragen”?")).pk)
    assert stored.message == "Zwölf “Fragen”?"
    assert stored.name == "Rosa Patient"
    assert stored.contact == "rosa.patient@example.org"
    assert stored.safe_word == "lighthouse"
    assert stored.status == "new"
    assert not stored.is_urgent
    assert stored.reply_by > stored.received_at


def test_it_takes_the_same_form_twice_as_one():
    twice = submission()
    assert handling.receive(twice) == handling.receive(twice)
    assert Enquiry.objects.count() == 1
    assert kinds() == [Kind.RECEIVED, Kind.STAFF]


def test_it_takes_changed_words_from_the_same_form_as_another_message():
    handling.receive(submission(nonce="one"))
    handling.receive(submission(nonce="one", message="I forgot to ask: may I swim?"))
    assert Enquiry.objects.count() == 2


def test_it_finds_the_earlier_one_when_a_copy_comes_at_the_same_moment(monkeypatch):
    twice = submission()
    first = handling.receive(twice)
    real = Enquiry.objects.filter
    blind = iter([Enquiry.objects.none()])
    monkeypatch.setattr(
        Enquiry.objects,
        "filter",
        lambda **where: next(blind, None) or real(**where) if "submission_key" in where
        else real(**where),
    )  # fmt: skip
    assert handling.receive(twice) == first
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("My chest hurts since this morning.", "chest_pain"),
        ("I cannot breathe well after the shot", "trouble_breathing"),
        ("Me duele el pecho desde ayer.", "chest_pain"),
    ],
)
def test_it_marks_what_may_be_urgent(words, flag):
    enquiry = handling.receive(submission(message=words))
    calm = handling.receive(submission())
    assert enquiry.is_urgent
    assert flag in enquiry.flag_ids
    assert enquiry.flags_version
    assert enquiry.reply_by < calm.reply_by


def test_it_sorts_spam_and_tells_nobody():
    enquiry = handling.receive(submission(honeypot="http://example.net"))
    assert enquiry.status == "spam"
    assert enquiry.spam_reasons
    assert enquiry.closed_at == enquiry.received_at
    assert kinds() == []


def test_it_leaves_an_urgent_message_among_the_new_ones_whatever_else_it_looks_like():
    enquiry = handling.receive(submission(honeypot="x", message="I have chest pain"))
    assert enquiry.status == "new"
    assert enquiry.spam_reasons
    assert Kind.STAFF in kinds()


def test_it_sorts_words_that_come_again_and_again():
    words = "Our agency can bring your clinic many more visitors in only thirty days from today."
    found = [
        handling.receive(submission(message=words, network=f"192.0.2.{n}")).status for n in range(6)
    ]
    assert found[0] == "new"
    assert found[-1] == "spam"


def test_it_tells_staff_once_while_a_notice_waits():
    for _ in range(3):
        handling.receive(submission())
    assert kinds().count(Kind.STAFF) == 1


def test_it_mails_nobody_who_did_not_ask_for_it():
    handling.receive(submission(reach="phone", contact="(503) 555-0142", may_email=False))
    assert kinds() == [Kind.STAFF]


def test_it_refuses_more_than_a_network_may_send(settings):
    settings.ENQUIRIES_PER_NETWORK = 2
    for _ in range(2):
        handling.receive(submission())
    with pytest.raises(handling.TooMany):
        handling.receive(submission())
    handling.receive(submission(network="198.51.100.9"))
    assert Enquiry.objects.count() == 3


def test_it_refuses_more_than_the_site_takes(settings):
    settings.ENQUIRIES_IN_TOTAL = 2
    for n in range(2):
        handling.receive(submission(network=f"192.0.2.{n}"))
    with pytest.raises(handling.TooMany):
        handling.receive(submission(network="198.51.100.9"))
    assert Enquiry.objects.count() == 2


def test_it_still_gives_the_same_answer_to_a_reload_at_the_limit(settings):
    settings.ENQUIRIES_PER_NETWORK = 1
    once = submission()
    assert handling.receive(once) == handling.receive(once)


def test_it_keeps_no_address_of_a_network():
    handling.receive(submission(network="192.0.2.77"))
    assert not any("192.0.2" in row.network for row in NetworkCount.objects.all())


def test_it_counts_a_block_of_version_6_as_one_network(settings):
    settings.ENQUIRIES_PER_NETWORK = 1
    handling.receive(submission(network="2001:db8::1"))
    with pytest.raises(handling.TooMany):
        handling.receive(submission(network="2001:db8::ffff"))


def test_it_leaves_nothing_behind_when_a_step_fails(monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("disk")

    monkeypatch.setattr("enquiries.handling.receiving.posting.post", broken)
    once = submission()
    with pytest.raises(OSError, match="disk"):
        handling.receive(once)
    assert not Enquiry.objects.exists()
    assert not NetworkCount.objects.exists()
    monkeypatch.undo()
    handling.receive(once)
    assert Enquiry.objects.count() == 1


def test_it_gives_a_reference_that_can_be_said_on_the_phone():
    reference = handling.receive(submission()).reference
    assert len(reference) == 9
    assert not set(reference[2:]) & set("01258BGIOSZ")


def test_it_knows_the_enquiry_of_a_sent_page_for_a_day(monkeypatch):
    enquiry = handling.receive(submission())
    token = handling.sent_token(enquiry)
    assert handling.read_sent_token(token) == enquiry
    assert handling.read_sent_token(token + "x") is None
    import time

    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 25 * 3600)
    assert handling.read_sent_token(token) is None


def test_it_keeps_a_phone_call_as_an_enquiry_of_its_own():
    carla = people.carla()
    words = told(reach="phone", contact="503 555 0142")
    enquiry = handling.log_call(words, by=carla, nonce="1")
    assert enquiry.channel == "call"
    assert enquiry.assigned_to == carla
    assert AuditEvent.objects.get().action == "logged"


def test_it_lets_nobody_else_write_down_a_call():
    with pytest.raises(PermissionDenied):
        handling.log_call(told(), by=people.ana(), nonce="1")


def test_it_keeps_a_call_once():
    carla, luis = people.carla(), people.max_()
    first = handling.log_call(told(), by=carla, nonce="1")
    assert handling.log_call(told(), by=carla, nonce="1") == first
    others = [
        handling.log_call(told(message="May I swim?"), by=carla, nonce="1"),
        handling.log_call(told(), by=carla, nonce="2"),
        handling.log_call(told(), by=luis, nonce="1"),
    ]
    assert len({first.pk, *(enquiry.pk for enquiry in others)}) == 4
    assert AuditEvent.objects.filter(action="logged").count() == 4


def test_it_keeps_a_call_once_when_two_presses_meet(monkeypatch):
    carla = people.carla()
    first = handling.log_call(told(), by=carla, nonce="1")
    looks = iter([None, first])
    monkeypatch.setattr("enquiries.handling.receiving._stored", lambda key: next(looks))
    assert handling.log_call(told(), by=carla, nonce="1") == first
    assert Enquiry.objects.count() == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_judges_in_its_own_turn_and_before_the_transaction(monkeypatch):
    seen, judge, count = [], receiving._judged, receiving.count_submission

    def note(name, work, *about):
        seen.append((name, turns._turn.locked(), connection.in_atomic_block))
        return work(*about)

    monkeypatch.setattr(receiving, "_judged", partial(note, "judged", judge))
    monkeypatch.setattr(receiving, "count_submission", partial(note, "counted", count))
    handling.receive(submission())
    assert seen == [("judged", True, False), ("counted", True, True)]
    assert not turns._turn.locked()


def test_it_asks_the_database_little(django_assert_max_num_queries):
    handling.receive(submission())
    with django_assert_max_num_queries(14):
        handling.receive(submission(message="I would like to know whether I may swim on Friday."))


def test_it_gives_no_reference_a_second_time(monkeypatch):
    erased = make.closed()
    erasing.erase(erased, by=None, why="asked")
    taken = handling.receive(submission()).reference
    offered = iter([erased.reference, taken, "Q-AAA-AAA"])
    monkeypatch.setattr("enquiries.handling.receiving.new_reference", lambda: next(offered))
    assert handling.receive(submission()).reference == "Q-AAA-AAA"
