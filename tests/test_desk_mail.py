"""The outbox carries letters of the guide to its staff as safely as it carries other mails."""

import json
import re
import smtplib
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from content import publishing
from content.models import ReviewRequest
from content.outbox import outbox
from enquiries.handling import due, posting
from enquiries.models import OutboxMessage
from tests import make, people
from tests.enquiries.test_outbox import Broken

pytestmark = pytest.mark.django_db
BEN = "ben@clinic.example"


@pytest.fixture
def ben():
    return people.ben(email=BEN)


@pytest.fixture
def request_():
    revision = make.draft(title="After your injection")
    return ReviewRequest.objects.create(
        article=revision.article, revision=revision, asked_by=people.ana()
    )


def ask(request_, to, letter="review_asked") -> OutboxMessage | None:
    outbox().post(letter, to=to, about={"request": request_.pk})
    return OutboxMessage.objects.first()


def test_it_sends_a_letter_and_forgets_whom_it_was_for(ben, request_):
    message = ask(request_, ben)
    assert posting.deliver_due() == posting.Delivered(sent=1, failed=0, waiting=0)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([BEN], "Please check: After your injection")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert str(message.pk) in sent.extra_headers["Message-ID"]
    message.refresh_from_db()
    assert (message.state, message.to, message.payload) == ("sent", "", "")


def letter_to(person) -> tuple[str, str]:
    """The subject of the only new mail, and the path that it leads to."""
    assert posting.deliver_due().sent == 1
    sent = mail.outbox.pop()
    assert sent.to == [person.email]
    [link] = re.findall(r"https://guide\.example\.org(/\S*)", sent.body)
    return sent.subject, link


def test_it_leads_each_of_them_from_mail_to_mail(client, ben):
    ana = people.ana(email="ana@clinic.example")
    make.clinic()
    article = make.article()
    for number, answer in enumerate(("Sent back", "Signed"), start=1):
        words = make.words(title="After your injection", summary=f"Summary {number}.")
        revision = publishing.save_draft(article, words, by=ana)
        publishing.ask_for_review(revision, by=ana)
        subject, link = letter_to(ben)
        assert subject == "Please check: After your injection"
        client.force_login(ben)
        assert "After your injection" in client.get(link).content.decode()
        if answer == "Signed":
            due = timezone.localdate() + timedelta(days=365)
            signature = {"credentials": "MD", "role": "Spine doctor", "next_due": due}
            publishing.sign(revision, by=ben, **signature)
        else:
            publishing.send_back(revision, by=ben, message="Say when to call us.")
        subject, link = letter_to(ana)
        assert subject == f"{answer}: After your injection"
        client.force_login(ana)
        assert client.get(link).status_code == 200


def test_it_keeps_no_words_and_the_address_unreadable(ben, request_):
    message = ask(request_, ben)
    assert json.loads(message.payload) == {
        "letter": "review_asked",
        "about": {"request": request_.pk},
        "to": ben.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM enquiries_outboxmessage")
        kept = str(cursor.fetchall())
    assert BEN not in kept
    assert "review_asked" not in kept


@pytest.mark.parametrize("about_them", [{"email": ""}, {"is_active": False, "email": BEN}])
def test_it_posts_nothing_to_somebody_whom_no_mail_reaches(request_, about_them):
    assert ask(request_, people.ben(**about_them)) is None


def test_it_knows_its_letters(ben, request_):
    with pytest.raises(ValueError, match="no letter “review_forgotten”"):
        ask(request_, ben, "review_forgotten")


@pytest.mark.django_db(transaction=True)
def test_it_posts_only_together_with_what_it_tells_about(request_):
    ben = people.ben(email=BEN)
    with pytest.raises(RuntimeError, match="transaction"):
        ask(request_, ben)
    with transaction.atomic():
        assert ask(request_, ben)
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("now", [{"is_active": False}, {"is_staff": False}])
def test_it_writes_to_nobody_who_has_left_meanwhile(ben, request_, now):
    ask(request_, ben)
    type(ben).objects.filter(pk=ben.pk).update(**now)
    assert posting.deliver_due() == posting.Delivered(sent=0, failed=0, waiting=0)
    assert not OutboxMessage.objects.exists()


def test_it_drops_a_letter_that_has_nothing_to_say_any_more(ben, request_):
    ask(request_, ben)
    request_.article.delete()
    assert posting.deliver_due() == posting.Delivered(sent=0, failed=0, waiting=0)
    assert mail.outbox == []


def test_it_shows_what_could_not_be_sent_and_sends_it_again(ben, request_, settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{Broken.__module__}.Broken"
    monkeypatch.setattr(Broken, "error", smtplib.SMTPAuthenticationError(535, b"no"))
    message = ask(request_, ben)
    OutboxMessage.objects.update(attempts=posting.MOST_ATTEMPTS - 1)
    assert posting.deliver_due().failed == 1
    assert OutboxMessage.objects.in_trouble().get() == message
    with pytest.raises(PermissionDenied):
        posting.try_again(message, by=ben)
    message.refresh_from_db()
    posting.try_again(message, by=people.carla())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert posting.deliver_due().sent == 1


def test_it_lists_it_among_the_mails_without_its_words(client, ben, request_):
    ask(request_, ben)
    OutboxMessage.objects.update(state="failed", problem="TimeoutError")
    client.force_login(people.carla())
    listed = client.get("/admin/enquiries/outboxmessage/").content.decode()
    assert "Tell staff about a page or their account" in listed
    assert BEN not in listed
    assert "After your injection" not in listed


def test_it_forgets_old_letters_that_were_sent_or_given_up(ben, request_):
    old = timezone.now() - timedelta(days=31)
    for state in ("sent", "failed", "waiting"):
        ask(request_, ben)
        OutboxMessage.objects.filter(state="waiting").update(state=state, created_at=old)
    due.forget(timezone.now())
    assert OutboxMessage.objects.get().state == "waiting"


def test_it_leaves_no_letter_to_a_program_that_could_not_build_it(ben, request_):
    ask(request_, ben)
    other = OutboxMessage.objects.create(kind="staff")
    migration = import_module("enquiries.migrations.0004_desk_mail")
    migration.forget_desk_mail(apps, None)
    assert OutboxMessage.objects.get() == other
