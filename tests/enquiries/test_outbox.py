"""The outbox: what is put in gets out, once, however the mail server behaves."""

import logging
import os
import smtplib
import socket
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from enquiries import emails
from enquiries.handling import posting, replying, trail, working
from enquiries.handling.rights import Refused
from enquiries.models import AuditEvent, Enquiry, InboxSettings, OutboxMessage, Reply, contact_hash
from tests.enquiries import make
from tests.people import carla, stranger

pytestmark = pytest.mark.django_db

Kind, State = OutboxMessage.Kind, OutboxMessage.State
DESK = "desk@clinic.example"
SECRET = "no such user rosa.patient@example.org"


class Broken(BaseEmailBackend):
    """Raises what the test says, or waits first."""

    error: Exception = ConnectionRefusedError(SECRET)

    def send_messages(self, messages):
        raise self.error


@pytest.fixture
def _broken(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"


@pytest.fixture
def desk():
    InboxSettings(staff_addresses=DESK).save()


def post_received(**fields) -> OutboxMessage:
    enquiry = make.enquiry(**{"contact": make.EMAIL} | fields)
    return posting.post(Kind.RECEIVED, enquiry=enquiry, to=enquiry.contact)


def post_answer(**fields) -> OutboxMessage:
    now = timezone.now()
    fields = {"state": Reply.State.SENDING, "expires_at": now + timedelta(days=14)} | fields
    reply = make.reply(**fields)
    return posting.post(
        Kind.ANSWER, enquiry=reply.enquiry, reply=reply, to=make.EMAIL, payload="a-token"
    )


def make_due(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(next_at=timezone.now())


def raw_columns() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM enquiries_outboxmessage")
        return str(cursor.fetchall())


def test_it_sends_what_was_posted_and_forgets_the_address():
    message = post_received()
    assert posting.deliver_due() == posting.Delivered(sent=1, failed=0, waiting=0)
    message.refresh_from_db()
    assert (message.state, message.to, message.payload) == (State.SENT, "", "")
    assert message.sent_at
    assert [email.to for email in mail.outbox] == [[make.EMAIL]]
    assert posting.deliver_due().sent == 0


def test_it_sends_an_answer_and_marks_the_reply():
    message = post_answer()
    posting.deliver_due()
    message.reply.refresh_from_db()
    assert message.reply.state == Reply.State.SENT
    assert message.reply.sent_at
    assert "/contact/answer/a-token/" in mail.outbox[0].body


def test_it_keeps_addresses_and_links_unreadable_while_they_wait():
    post_answer()
    kept = raw_columns()
    assert make.EMAIL not in kept
    assert "a-token" not in kept


@pytest.mark.django_db(transaction=True)
def test_it_posts_only_together_with_what_it_tells_about():
    with pytest.raises(RuntimeError, match="transaction"):
        posting.post(Kind.STAFF)
    with transaction.atomic():
        assert posting.post(Kind.STAFF)
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.usefixtures("desk")
def test_it_tells_staff_once_about_many():
    assert posting.post(Kind.STAFF)
    for _ in range(3):
        make.enquiry()
        posting.post(Kind.STAFF)
    posting.deliver_due()
    assert [email.subject for email in mail.outbox] == ["3 new enquiries"]


@pytest.mark.usefixtures("desk")
def test_it_tells_staff_again_about_the_next():
    for _ in range(2):
        make.enquiry()
        posting.post(Kind.STAFF)
        posting.deliver_due()
    assert [email.subject for email in mail.outbox] == ["1 new enquiry", "2 new enquiries"]


def test_it_asks_one_question_where_staff_are_told_anyway(django_assert_num_queries):
    posting.post(Kind.STAFF)
    with django_assert_num_queries(1):
        assert posting.post(Kind.STAFF) is None


def test_it_writes_to_each_person_alone():
    InboxSettings(staff_addresses="a@clinic.example\nb@clinic.example").save()
    make.enquiry()
    posting.post(Kind.STAFF)
    assert posting.deliver_due().sent == 2
    assert [email.recipients() for email in mail.outbox] == [
        ["a@clinic.example"],
        ["b@clinic.example"],
    ]


def test_it_shows_that_there_is_nobody_to_tell():
    for _ in range(2):
        make.enquiry()
        posting.post(Kind.STAFF)
        posting.deliver_due()
    assert OutboxMessage.objects.get().problem == "NobodyToTell"
    InboxSettings(staff_addresses=DESK).save()
    posting.try_again(OutboxMessage.objects.get(), by=None)
    assert posting.deliver_due().sent == 1
    assert OutboxMessage.objects.get().state == State.SENT


@pytest.mark.usefixtures("desk", "_broken")
def test_it_does_not_pile_up_mails_to_staff_while_the_server_is_away():
    for _ in range(3):
        make.enquiry()
        posting.post(Kind.STAFF)
        assert posting.deliver_due().failed == 1
    assert OutboxMessage.objects.get().problem == "ConnectionRefusedError"


@pytest.mark.usefixtures("desk")
def test_it_tells_of_an_enquiry_that_came_while_a_mail_was_on_its_way(monkeypatch):
    make.enquiry()
    posting.post(Kind.STAFF)

    def send_meanwhile(*_):
        monkeypatch.undo()
        make.enquiry()
        posting.post(Kind.STAFF)
        posting._tell_staff()
        return 1

    monkeypatch.setattr(mail.EmailMessage, "send", send_meanwhile)
    posting.deliver_due()
    posting.deliver_due()
    assert [email.subject for email in mail.outbox] == ["2 new enquiries"]


def test_it_does_not_tell_of_what_was_erased_or_closed():
    erased, closed = post_received(), post_received()
    Enquiry.objects.filter(pk=erased.enquiry_id).delete()
    Enquiry.objects.filter(pk=closed.enquiry_id).update(
        status=Enquiry.Status.SPAM, closed_at=timezone.now()
    )
    assert posting.deliver_due() == posting.Delivered(sent=0, failed=0, waiting=0)
    assert mail.outbox == []
    assert not OutboxMessage.objects.exists()


def test_it_sends_nothing_before_its_time():
    with transaction.atomic():
        enquiry = make.enquiry(contact=make.EMAIL)
        later = timezone.now() + timedelta(seconds=10)
        posting.post(Kind.RECEIVED, enquiry=enquiry, to=make.EMAIL, not_before=later)
    assert posting.deliver_due() == posting.Delivered(sent=0, failed=0, waiting=1)


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(SECRET),
        TimeoutError(SECRET),
        OSError(28, SECRET),
        smtplib.SMTPServerDisconnected(SECRET),
        smtplib.SMTPRecipientsRefused({make.EMAIL: (450, SECRET.encode())}),
        smtplib.SMTPRecipientsRefused({make.EMAIL: (554, b"5.7.1 relay access denied")}),
        smtplib.SMTPAuthenticationError(535, SECRET.encode()),
        UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET),
        ZeroDivisionError(SECRET),
    ],
)
@pytest.mark.usefixtures("_broken")
def test_it_keeps_a_mail_that_cannot_be_sent(monkeypatch, caplog, error):
    monkeypatch.setattr(Broken, "error", error)
    message = post_received()
    before = timezone.now()
    assert posting.deliver_due() == posting.Delivered(sent=0, failed=1, waiting=1)
    message.refresh_from_db()
    assert message.state == State.WAITING
    assert message.problem == type(error).__name__
    assert timedelta(seconds=55) < message.next_at - before < timedelta(seconds=65)
    assert message.problem in caplog.text
    assert str(message.pk) in caplog.text
    assert "rosa" not in caplog.text


@pytest.mark.usefixtures("_broken")
def test_it_waits_longer_each_time_and_gives_up_in_the_end(caplog):
    message = post_answer()
    waits = []
    for _ in range(posting.MOST_ATTEMPTS):
        make_due(message)
        posting.deliver_due()
        message.refresh_from_db()
        waits.append(round((message.next_at - timezone.now()) / timedelta(minutes=1)))
    assert waits[:-1] == [1, 5, 15, 60, 240, 720, 1440, 1440, 1440]
    assert message.state == State.FAILED
    assert caplog.records[-1].levelno == logging.ERROR
    make_due(message)
    assert posting.deliver_due() == posting.Delivered(sent=0, failed=0, waiting=0)


@pytest.mark.usefixtures("_broken")
def test_it_does_not_wait_for_days_when_nobody_has_the_address(monkeypatch):
    """Its question would stand among the answered ones meanwhile."""
    refused = smtplib.SMTPRecipientsRefused({make.EMAIL: (550, b"5.1.1 no such user")})
    monkeypatch.setattr(Broken, "error", refused)
    message = post_answer()
    Enquiry.objects.update(status=Enquiry.Status.ANSWERED, closed_at=timezone.now())
    posting.deliver_due()
    message.refresh_from_db()
    assert (message.state, message.problem) == (State.FAILED, "SMTPRecipientsRefused")
    assert Enquiry.objects.get().status == Enquiry.Status.NEW


@pytest.mark.usefixtures("desk", "_broken")
def test_it_does_not_pile_up_mails_to_staff_that_were_given_up(monkeypatch):
    nobody = smtplib.SMTPRecipientsRefused({DESK: (550, b"no such user")})
    monkeypatch.setattr(Broken, "error", nobody)
    for _ in range(3):
        make.enquiry()
        posting.post(Kind.STAFF)
        posting.deliver_due()
    assert OutboxMessage.objects.get().state == State.FAILED


def test_it_sends_what_waited_for_the_server_once_the_server_is_back():
    waited, own_fault = post_answer(), post_answer()
    later = timezone.now() + timedelta(hours=20)
    put_off = {"attempts": 7, "next_at": later}
    rows = OutboxMessage.objects
    rows.filter(pk=waited.pk).update(problem="ConnectionRefusedError", **put_off)
    rows.filter(pk=own_fault.pk).update(problem="SMTPRecipientsRefused", **put_off)
    post_received(contact="other@example.org")
    assert posting.deliver_due().sent == 1
    assert posting.deliver_due() == posting.Delivered(sent=1, failed=0, waiting=1)
    own_fault.refresh_from_db()
    assert own_fault.next_at == later


def test_it_gives_a_mail_up_whose_link_is_dead():
    message = post_answer(expires_at=timezone.now())
    assert posting.deliver_due().failed == 1
    message.refresh_from_db()
    assert (message.state, message.problem) == (State.FAILED, "TooLate")


def test_it_sends_the_others_when_one_address_is_bad():
    bad, good = post_received(), post_received()
    OutboxMessage.objects.filter(pk=bad.pk).update(to="nobody\nBcc: all@clinic.example")
    assert posting.deliver_due() == posting.Delivered(sent=1, failed=1, waiting=1)
    good.refresh_from_db()
    assert good.state == State.SENT


def test_it_sends_the_others_when_one_cannot_be_read(settings):
    from cryptography.fernet import Fernet

    ours, lost = settings.ENQUIRY_KEYS, [Fernet.generate_key().decode()]
    settings.ENQUIRY_KEYS = lost
    message = post_received()
    settings.ENQUIRY_KEYS = ours
    post_received()
    assert posting.deliver_due() == posting.Delivered(sent=1, failed=1, waiting=1)
    assert OutboxMessage.objects.values_list("problem", flat=True).get(pk=message.pk)


def test_it_tells_a_patient_whose_words_no_key_opens_any_more(settings):
    message = post_received()
    Enquiry.objects.filter(pk=message.enquiry_id).update(hold_reason="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_enquiry SET message = 'damaged'")
    assert posting.deliver_due().sent == 1


def test_it_ends_a_pass_when_the_server_is_slow(monkeypatch):
    for _ in range(3):
        post_received()
    clock = iter([0, 1, 29, 31, 60])
    monkeypatch.setattr(posting.time, "monotonic", lambda: next(clock))
    assert posting.deliver_due() == posting.Delivered(sent=2, failed=0, waiting=1)


def test_it_takes_no_more_than_it_is_asked_to():
    for _ in range(3):
        post_received()
    assert posting.deliver_due(limit=2).waiting == 1


def test_it_leaves_alone_what_another_runner_has_claimed():
    message = post_received()
    assert posting._claim(message.pk)
    assert not posting._claim(message.pk)
    assert posting.deliver_due() == posting.Delivered(sent=0, failed=0, waiting=1)


def test_it_sends_the_same_mail_again_when_the_first_runner_was_cut_short(monkeypatch):
    message = post_received()
    monkeypatch.setattr(posting, "_mark_sent", lambda pk: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        posting.deliver_due()
    monkeypatch.undo()
    assert posting.deliver_due().sent == 0
    make_due(message)
    assert posting.deliver_due().sent == 1
    first, second = mail.outbox
    assert first.message()["Message-ID"] == second.message()["Message-ID"]


def test_it_sends_what_a_wrong_clock_put_off_for_years():
    message = post_received()
    far = timezone.now() + timedelta(days=3000)
    OutboxMessage.objects.filter(pk=message.pk).update(next_at=far)
    assert posting.deliver_due().sent == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_it_gives_up_after_seconds_on_a_server_that_never_speaks(settings):
    """A socket that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "tpi_site.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        message = post_received()
        began = time.monotonic()
        assert posting.deliver_due().failed == 1
        assert time.monotonic() - began < 5
    message.refresh_from_db()
    assert message.problem == "SMTPServerDisconnected"


def test_it_hears_no_from_a_dead_server(settings):
    settings.EMAIL_BACKEND = "tpi_site.smtp.EmailBackend"
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = unused.getsockname()
        message = post_received()
        assert posting.deliver_due().failed == 1
    message.refresh_from_db()
    assert message.problem == "ConnectionRefusedError"


# What the file could not take is lost again, more loudly, when it is thrown away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_it_keeps_a_mail_when_the_disk_is_full(settings, monkeypatch, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    full = "django.core.mail.backends.filebased.EmailBackend._get_filename"
    monkeypatch.setattr(full, lambda self: "/dev/full")
    message = post_received()
    assert posting.deliver_due().failed == 1
    message.refresh_from_db()
    assert message.problem == "OSError"


def test_it_keeps_a_mail_when_the_folder_is_gone(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    (tmp_path / "mail").write_text("a file where the folder should be")
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    message = post_received()
    assert posting.deliver_due().failed == 1
    message.refresh_from_db()
    assert message.state == State.WAITING
    (tmp_path / "mail").unlink()
    make_due(message)
    assert posting.deliver_due().sent == 1
    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_it_tries_again_what_was_given_up():
    message = post_received()
    failed = OutboxMessage.objects.filter(pk=message.pk)
    failed.update(state=State.FAILED, attempts=10, problem="TimeoutError")
    posting.try_again(message, by=carla())
    trace = AuditEvent.objects.values_list("action", "actor_name", "reference")
    assert trace.get() == ("retried", "carla", message.enquiry.reference)
    assert posting.deliver_due().sent == 1
    with pytest.raises(Refused, match="on its way"):
        posting.try_again(message, by=None)


def given_up(asks_back: bool = False) -> OutboxMessage:
    """The mail of a reply that was sent, so that its enquiry is new again."""
    enquiry = make.enquiry(contact=make.EMAIL)
    reply = replying.send_reply(enquiry, "Ask someone to drive you.", asks_back, by=carla())
    message = OutboxMessage.objects.get(reply=reply)
    posting._put_off(message.pk, "TimeoutError", is_last=True)
    assert Enquiry.objects.get().status == Enquiry.Status.NEW
    return message


def leave_at_last(message: OutboxMessage) -> Enquiry:
    posting.try_again(message, by=None)
    assert Enquiry.objects.get().status == Enquiry.Status.NEW
    posting.deliver_due()
    message.refresh_from_db()
    assert message.state == State.SENT
    return Enquiry.objects.get()


@pytest.mark.parametrize(("asks_back", "status"), [(False, "answered"), (True, "waiting")])
def test_it_has_answered_after_all_when_a_second_try_leaves(asks_back, status):
    enquiry = leave_at_last(given_up(asks_back))
    assert enquiry.status == status
    assert (enquiry.closed_at is None) == enquiry.is_open


def test_it_has_answered_also_for_whoever_took_it_and_noted_why():
    message = given_up()
    working.take(Enquiry.objects.get(), by=User.objects.get(username="carla"), seen="0")
    working.add_note(Enquiry.objects.get(), "The address works again.", by=None)
    assert leave_at_last(message).status == Enquiry.Status.ANSWERED


def _colleague_opens_it_again(enquiry, message):
    working.set_status([enquiry], "waiting", by=None)
    working.set_status([enquiry], "new", by=None)


def _colleague_calls(enquiry, message):
    working.add_call(enquiry, "no_answer", by=None)


def _patient_writes_to_an_earlier_reply(enquiry, message):
    trail.record(None, trail.Action.PATIENT_ANSWERED, enquiry.reference)


def _colleague_replies_too(enquiry, message):
    """And that mail is given up as well."""
    posting._put_off(_sent(enquiry).pk, "TimeoutError", is_last=True)


def _colleague_takes_a_later_reply_back(enquiry, message):
    replying.undo(_sent(enquiry).reply, by=None)


def _sent(enquiry) -> OutboxMessage:
    reply = replying.send_reply(enquiry, "Something else.", by=None)
    return OutboxMessage.objects.get(reply=reply)


@pytest.mark.parametrize(
    "happens",
    [
        _colleague_opens_it_again,
        _colleague_calls,
        _patient_writes_to_an_earlier_reply,
        _colleague_replies_too,
        _colleague_takes_a_later_reply_back,
    ],
)
def test_it_stays_new_when_something_else_happened_since(happens):
    message = given_up()
    happens(Enquiry.objects.get(), message)
    assert leave_at_last(message).status == Enquiry.Status.NEW


def test_it_leaves_an_enquiry_alone_that_moved_on_meanwhile():
    message = given_up()
    posting.try_again(message, by=None)
    working.set_status([Enquiry.objects.get()], "spam", by=None)
    posting.deliver_due()
    assert Enquiry.objects.get().status == Enquiry.Status.SPAM


def test_it_tries_at_once_what_was_put_off_and_nothing_that_is_being_sent():
    message = post_answer()
    put_off = OutboxMessage.objects.filter(pk=message.pk)
    put_off.update(attempts=7, problem="TimeoutError", next_at=timezone.now() + timedelta(days=1))
    posting.try_again(message, by=carla())
    assert posting._claim(message.pk)
    with pytest.raises(Refused, match="on its way"):
        posting.try_again(message, by=None)


def test_it_lets_nobody_try_again_without_the_right():
    message = post_received()
    with pytest.raises(PermissionDenied):
        posting.try_again(message, by=stranger())


def test_it_does_not_try_a_dead_link_again():
    message = post_answer(expires_at=timezone.now())
    posting.deliver_due()
    with pytest.raises(Refused, match="new reply"):
        posting.try_again(message, by=None)


def test_it_takes_a_reply_back_until_somebody_begins_to_send_it():
    message = post_answer()
    assert posting.withdraw(message.reply)
    assert not posting.withdraw(message.reply)
    begun = post_answer()
    posting._claim(begun.pk)
    assert not posting.withdraw(begun.reply)
    assert OutboxMessage.objects.get() == begun


def told(**fields) -> bool:
    return posting.may_acknowledge(make.enquiry(**{"contact": make.EMAIL} | fields))


def test_it_acknowledges_by_mail_only_where_mail_is_wanted():
    assert told()
    assert not told(may_email=False)
    assert not told(contact=make.PHONE)
    assert not posting.may_acknowledge(make.spam(contact=make.EMAIL))


def test_it_acknowledges_to_one_address_once_a_day():
    message = post_received()
    assert not told(contact="Rosa.Patient@EXAMPLE.org")
    assert told(contact="other@example.org")
    posting.deliver_due()
    assert not told()
    earlier = timezone.now() - timedelta(hours=25)
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=earlier)
    assert told()


def test_it_knows_an_address_again_after_a_new_key(settings):
    from cryptography.fernet import Fernet

    post_received()
    settings.ENQUIRY_KEYS = [Fernet.generate_key().decode(), *settings.ENQUIRY_KEYS]
    assert not told()


def test_it_acknowledges_twenty_times_an_hour_at_most():
    now = timezone.now()
    for number in range(posting.MOST_AN_HOUR):
        address = f"person{number}@example.org"
        make.mail(to=address, to_hash=contact_hash(address), created_at=now, next_at=now)
    assert not told(contact="one.more@example.org")
    earlier = now - timedelta(minutes=61)
    OutboxMessage.objects.filter(pk=OutboxMessage.objects.first().pk).update(
        created_at=earlier, next_at=earlier
    )
    assert told(contact="one.more@example.org")


def test_it_finds_out_quickly_whether_to_acknowledge(django_assert_max_num_queries):
    enquiry = make.enquiry(contact=make.EMAIL)
    with django_assert_max_num_queries(2):
        assert posting.may_acknowledge(enquiry)


def test_it_sends_each_mail_once_though_two_runners_meet(monkeypatch):
    """The second one runs while the first is in the middle of every mail."""
    for _ in range(3):
        post_received()
    send = mail.EmailMessage.send
    inside = threading.local()

    def send_and_meet(email, *args, **kwargs):
        if not getattr(inside, "second", False):
            inside.second = True
            posting.deliver_due()
            inside.second = False
        return send(email, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "send", send_and_meet)
    posting.deliver_due()
    ids = [email.message()["Message-ID"] for email in mail.outbox]
    assert len(ids) == len(set(ids)) == 3


def test_it_builds_mails_for_every_kind():
    assert set(emails.WORDS) == set(Kind)


@pytest.mark.usefixtures("_broken")
def test_it_opens_a_question_again_whose_answer_never_left(desk):
    closed = make.closed(contact=make.EMAIL)
    with transaction.atomic():
        message = post_answer(enquiry=closed)
        OutboxMessage.objects.filter(pk=message.pk).update(
            enquiry=closed, attempts=posting.MOST_ATTEMPTS - 1
        )
    posting.deliver_due()
    assert OutboxMessage.objects.get(pk=message.pk).state == State.FAILED
    again = Enquiry.objects.get(pk=closed.pk)
    assert (again.status, again.closed_at) == ("new", None)
    assert again.reply_by <= timezone.now()
    assert OutboxMessage.objects.filter(kind=Kind.STAFF).exists()


def test_it_counts_mails_in_trouble_before_they_are_given_up():
    for attempts, state in ((0, "waiting"), (2, "waiting"), (3, "waiting"), (10, "failed")):
        make.mail(attempts=attempts, state=state)
    make.mail(attempts=4, state="sent")
    assert OutboxMessage.objects.in_trouble().count() == 2
