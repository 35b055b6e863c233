"""What mails say, and above all what they do not."""

import re
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from enquiries import emails
from enquiries.models import Enquiry, InboxSettings, OutboxMessage, Reply
from tests import make as site
from tests.enquiries import make
from tests.people import carla, max_, olga, person, stranger

pytestmark = pytest.mark.django_db

Kind = OutboxMessage.Kind
STAFF = "desk@clinic.example"
PRIVATE = ["Rosa", "Patient", "drive", "lighthouse", "visit", "injection", "inyección", "555-0142"]


@pytest.fixture(autouse=True)
def _clinic():
    site.clinic(phone="(503) 555-0199")


def to_staff() -> OutboxMessage:
    return OutboxMessage(kind=Kind.STAFF, to=STAFF)


def answer(language: str = "en", **fields) -> OutboxMessage:
    enquiry = make.enquiry(contact=make.EMAIL, language=language)
    now = timezone.now()
    fields = {"state": Reply.State.SENDING, "expires_at": now + timedelta(days=14)} | fields
    reply = make.reply(enquiry, send_at=now, **fields)
    return make.mail(enquiry, kind=Kind.ANSWER, reply=reply, payload="a-token")


def received(language: str = "en") -> OutboxMessage:
    return make.mail(make.enquiry(contact=make.EMAIL, language=language))


def test_it_tells_staff_how_many_there_are_and_nothing_else():
    make.enquiry()
    email = emails.build(to_staff())
    assert email.subject == "1 new enquiry"
    assert email.to == [STAFF]
    assert "https://guide.example.org/admin/enquiries/enquiry/" in email.body


def test_it_counts_urgent_ones_and_only_new_ones():
    make.enquiry()
    make.enquiry()
    make.urgent()
    make.closed()
    make.spam()
    assert emails.build(to_staff()).subject == "3 new enquiries, 1 urgent"


def test_it_says_nothing_when_somebody_was_faster():
    message = to_staff()
    make.closed()
    assert emails.build(message) is None


def test_it_tells_the_patient_that_the_question_came():
    email = emails.build(received())
    assert email.subject == "We got your question"
    assert "(503) 555-0199" in email.body
    assert "call 911" in email.body


def test_it_writes_spanish_to_whom_asked_in_spanish():
    assert emails.build(received("es")).subject == "Recibimos su pregunta"
    assert emails.build(answer("es")).subject == "Respondimos a su pregunta"


@pytest.mark.parametrize("closed", [Enquiry.Status.SPAM, Enquiry.Status.ANSWERED])
def test_it_does_not_thank_for_what_is_closed(closed):
    message = received()
    message.enquiry.status = closed
    assert emails.build(message) is None


def test_it_sends_the_link_and_asks_for_the_safe_word():
    body = emails.build(answer()).body
    assert "https://guide.example.org/contact/answer/a-token/" in body
    assert "You need your safe word." in body
    assert "(503) 555-0199" in body


def test_it_says_how_long_the_link_works_where_the_clinic_is(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 3, 1, tzinfo=ZoneInfo("UTC")))
    until = datetime(2027, 3, 4, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert "until 3:30 p.m. on March 4, 2027.\n" in emails.build(answer(expires_at=until)).body
    spanish = emails.build(answer("es", expires_at=until)).body
    assert "hasta el 4 de marzo de 2027 (3:30 p.m.).\n" in spanish


def test_it_sends_no_link_that_is_dead_already():
    with pytest.raises(emails.TooLate):
        emails.build(answer(expires_at=timezone.now() - timedelta(minutes=1)))


@pytest.mark.parametrize("state", [Reply.State.DRAFT, Reply.State.SENT])
def test_it_sends_no_reply_that_was_taken_back_or_sent(state):
    assert emails.build(answer(state=state)) is None


@pytest.mark.parametrize("made", [to_staff, received, answer])
def test_it_says_nothing_about_anybody(made):
    make.enquiry(contact=make.EMAIL)
    email = emails.build(made())
    said = email.subject + email.body + str(email.extra_headers)
    assert [word for word in [*PRIVATE, make.EMAIL] if word in said] == []
    assert "Q-" not in said


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("made", [received, answer])
def test_it_says_it_in_short_plain_sentences(made, language):
    body = emails.build(made(language)).body
    plain = re.sub(r"https?://\S+|[\d()\-]{3,}", "x", body).replace("p.m.", "").replace("a.m.", "")
    sentences = re.split(r"[.?!:]\s", plain)
    assert max(len(sentence.split()) for sentence in sentences) <= 15
    assert "!" not in body


def test_it_is_plain_text_that_answers_no_machine():
    email = emails.build(received())
    sent = email.message()
    assert sent.get_content_type() == "text/plain"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert email.from_email == "guide@guide.example.org"
    assert set(sent.keys()) == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To",
        "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    }  # fmt: skip


def test_it_is_the_same_mail_when_it_is_sent_again():
    message = received()
    message.pk = UUID(int=7)
    expected = "<00000000-0000-0000-0000-000000000007@guide.example.org>"
    assert emails.build(message).message()["Message-ID"] == expected
    assert emails.build(message).message()["Message-ID"] == expected


@pytest.mark.parametrize(
    ("site_url", "end"),
    [
        ("http://127.0.0.1:8000", "@127.0.0.1>"),
        ("http://[::1]:8000", "@[IPv6:::1]>"),
        ("https://clínica.example", "@xn--clnica-4va.example>"),
    ],
)
def test_it_names_a_host_that_mail_knows(settings, site_url, end):
    settings.SITE_URL = site_url
    assert emails.message_id(to_staff()).endswith(end)


@pytest.mark.parametrize(
    "address", ["", "rosa", "a@b.example\nBcc: all@b.example", "a@b.example, c@d.example"]
)
def test_it_sends_nothing_to_what_is_no_address(address):
    message = received()
    message.to = address
    with pytest.raises(ValidationError):
        emails.build(message)


def test_it_shows_odd_clinic_names_as_they_are():
    site.clinic(name="Smith & Sons’ <Spine>")
    assert "Smith & Sons’ <Spine>" in emails.build(received()).body


def test_it_tells_the_addresses_of_the_settings():
    carla(email="carla@clinic.example")
    InboxSettings(staff_addresses=f"{STAFF}\n\nDesk@clinic.example\nnurse@clinic.example").save()
    assert emails.staff_addresses() == ["Desk@clinic.example", "nurse@clinic.example"]


def test_it_tells_everyone_who_may_handle_enquiries_when_no_address_is_set():
    carla(email="carla@clinic.example")
    olga(email="olga@clinic.example")
    person("gone", email="gone@clinic.example", is_active=False, is_superuser=True)
    person("no-mail", is_superuser=True)
    stranger()
    boss = max_()
    boss.email = "max@clinic.example"
    boss.save()
    assert emails.staff_addresses() == ["carla@clinic.example", "max@clinic.example"]
