"""A patient opens the answer with a link and a safe word, and may write back once."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from enquiries import handling
from enquiries.handling.opening import same_word
from enquiries.models import AuditEvent, Enquiry, OutboxMessage, PatientAnswer, Reply
from tests import make as guide
from tests.enquiries import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic(opening_hours="Mo-Fr 08:00-17:00")


@pytest.fixture
def reply():
    enquiry = make.closed(contact=make.EMAIL, safe_word="Lighthouse")
    return make.reply(enquiry, token="token", text="You may swim.")


def actions() -> list[str]:
    return list(AuditEvent.objects.values_list("action", flat=True))


def test_it_opens_with_the_safe_word(reply):
    assert handling.open_answer("token", " LIGHTHOUSE ").text == "You may swim."
    assert actions() == ["patient_read"]


def test_it_can_be_read_again_for_a_day_and_then_ends(reply, monkeypatch):
    handling.open_answer("token", "lighthouse")
    handling.open_answer("token", "lighthouse")
    assert actions() == ["patient_read"]
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    with pytest.raises(handling.LinkEnded):
        handling.open_answer("token", "lighthouse")


def test_it_ends_after_its_days_unread(reply):
    Reply.objects.update(expires_at=timezone.now())
    with pytest.raises(handling.LinkEnded):
        handling.find_link("token")


def test_it_counts_wrong_words_and_then_locks_for_good(reply):
    left = []
    for _ in range(4):
        with pytest.raises(handling.WrongWord) as wrong:
            handling.open_answer("token", "wrong")
        left.append(wrong.value.tries_left)
    assert left == [4, 3, 2, 1]
    with pytest.raises(handling.LinkEnded):
        handling.open_answer("token", "wrong")
    with pytest.raises(handling.LinkEnded):
        handling.open_answer("token", "lighthouse")
    assert actions() == ["locked"]


@pytest.mark.parametrize("token", ["", "other", "token ", "%00"])
def test_it_knows_no_other_link(reply, token):
    with pytest.raises(handling.LinkEnded):
        handling.open_answer(token, "lighthouse")


def test_it_opens_no_draft():
    make.reply(token="token", state="draft")
    with pytest.raises(handling.LinkEnded):
        handling.find_link("token")


@pytest.mark.parametrize(
    ("given", "kept", "same"),
    [
        ("Corazon", "corazón", True),
        ("my  blue house", "My blue house", True),
        ("", "", False),
        ("x", "", False),
        ("lighthous", "lighthouse", False),
    ],
)
def test_it_compares_words_as_a_phone_types_them(given, kept, same):
    assert same_word(given, kept) is same


def test_it_takes_one_answer_back_and_makes_the_question_new(reply):
    given = handling.pass_for(handling.open_answer("token", "lighthouse"))
    first = handling.answer_back("token", given, "Thank you. And the sauna?")
    assert handling.answer_back("token", given, "Thank you. And the sauna?") == first
    enquiry = Enquiry.objects.get()
    assert (enquiry.status, enquiry.closed_at) == ("new", None)
    assert enquiry.reply_by > timezone.now()
    assert OutboxMessage.objects.get().kind == "staff"
    assert actions() == ["patient_read", "patient_wrote"]
    with pytest.raises(handling.Refused, match="wrote back once"):
        handling.answer_back("token", given, "One more thing")


def test_it_marks_an_answer_that_may_be_urgent(reply):
    given = handling.pass_for(reply)
    handling.answer_back("token", given, "Now I have chest pain.")
    assert Enquiry.objects.get().is_urgent
    assert "chest_pain" in PatientAnswer.objects.get().flags


def test_it_asks_for_the_word_again_after_an_hour(reply, monkeypatch):
    given = handling.pass_for(reply)
    import time

    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3700)
    with pytest.raises(handling.PassEnded):
        handling.answer_back("token", given, "Thank you")


def test_it_takes_no_answer_with_a_pass_of_another_link(reply):
    other = make.reply(make.closed(contact=make.EMAIL), token="other")
    for given in (handling.pass_for(other), "forged", signing.dumps(reply.pk)):
        with pytest.raises(handling.LinkEnded):
            handling.answer_back("token", given, "Thank you")
    assert not PatientAnswer.objects.exists()


def test_it_takes_no_empty_answer(reply):
    with pytest.raises(handling.Refused, match="in the box"):
        handling.answer_back("token", handling.pass_for(reply), "  ")
