"""One runner at a time, however long the work takes; and no harm in doing it late, or twice."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone

from content.models import WorkingCopy
from enquiries.handling import claims, due
from enquiries.models import AuditHead, Duty, Enquiry, ErasureReceipt, NetworkCount, OutboxMessage
from tests import make as guide
from tests import people
from tests.enquiries import make
from tests.source import ROOT
from tpi_site.duties import duties, run_due

pytestmark = pytest.mark.django_db
HOURLY, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
def hourly() -> Duty:
    return Duty.objects.create(name="hourly")


def test_it_holds_a_duty_for_as_long_as_it_is_done(hourly):
    now = timezone.now()
    claim = claims.take("hourly", HOURLY, now)
    later = now + timedelta(minutes=4)
    claim.renew(later)
    assert claims.take("hourly", HOURLY, now + timedelta(minutes=8)) is None
    assert claims.take("hourly", HOURLY, later + claims.TAKEN_FOR)


def test_it_leaves_a_duty_alone_that_somebody_else_took_over(hourly, caplog):
    now = timezone.now()
    slept = claims.take("hourly", HOURLY, now)
    awake = claims.take("hourly", HOURLY, now + claims.TAKEN_FOR)
    slept.renew(now + timedelta(minutes=6))
    assert "taken over" in caplog.text
    slept.end(ran_at=now, problem="Late")
    hourly.refresh_from_db()
    assert (hourly.taken_until, hourly.ran_at, hourly.problem) == (awake.until, None, "")
    awake.end(ran_at=now)
    hourly.refresh_from_db()
    assert (hourly.taken_until, hourly.ran_at) == (None, now)


def test_it_renews_beside_the_work_until_that_ends(hourly, monkeypatch):
    renewed = threading.Event()
    monkeypatch.setattr(claims, "RENEWED_EVERY", 0.01)
    monkeypatch.setattr(claims.Claim, "renew", lambda claim, now: renewed.set())
    claim = claims.take("hourly", HOURLY, timezone.now())
    with claim:
        assert renewed.wait(10)
    assert not claim.keeper.is_alive()


def test_it_outlives_a_database_that_is_away_while_it_renews(hourly, monkeypatch, caplog):
    tried = threading.Semaphore(0)

    def away(claim, now):
        tried.release()
        raise due.Error("password=secret")

    monkeypatch.setattr(claims, "RENEWED_EVERY", 0.01)
    monkeypatch.setattr(claims.Claim, "renew", away)
    with claims.take("hourly", HOURLY, timezone.now()):
        assert tried.acquire(timeout=10)
        assert tried.acquire(timeout=10)
    assert "not held again: Error" in caplog.text
    assert "secret" not in caplog.text


def test_it_remembers_when_it_failed_last_also_once_it_is_mended():
    now = timezone.now()
    due.run_due(now, [due.DueWork("x", HOURLY, lambda now: "NobodyToTell")])
    later = now + HOURLY
    due.run_due(later, [due.DueWork("x", HOURLY, lambda now: "")])
    duty = Duty.objects.get(name="x")
    assert (duty.ran_at, duty.failed_at, duty.problem) == (later, now, "")
    due.run_due(later + HOURLY, [due.DueWork("x", HOURLY, lambda now: 1 / 0)])
    duty.refresh_from_db()
    assert (duty.ran_at, duty.failed_at) == (later, later + HOURLY)


def test_it_goes_on_with_the_others_when_one_cannot_be_taken(monkeypatch, caplog):
    def take(name, every, now):
        if name == "locked":
            raise due.Error("password=secret")
        return claims.take(name, every, now)

    monkeypatch.setattr(due, "take", take)
    works = [due.DueWork(name, HOURLY, lambda now: "") for name in ("locked", "free")]
    assert due.run_due(None, works) == ["free"]
    assert "“locked” could not be taken: Error" in caplog.text
    assert "secret" not in caplog.text


def much_is_due(now) -> None:
    """Something for each duty that changes rows."""
    make.closed(days_ago=400)
    make.mail()
    make.reply(token="one", expires_at=now - HOURLY)
    NetworkCount.objects.create(network="all", window=now - timedelta(days=2), count=1)
    OutboxMessage.objects.create(
        kind="desk", state="sent", created_at=now - timedelta(days=40), sent_at=now - WEEK
    )
    page = guide.live(guide.article(slug="page")).article
    WorkingCopy.objects.create(article=page, person=people.ana(), fields={})
    WorkingCopy.objects.update(saved_at=now - timedelta(days=40))


def everything() -> dict:
    """But for the rows that say when work was done."""
    return {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for model in apps.get_models()
        if model not in (Duty, AuditHead)
    }


def test_it_makes_up_for_a_week_in_which_nothing_ran():
    now = timezone.now()
    run_due(now - WEEK)
    much_is_due(now)
    assert set(run_due(now)) == {work.name for work in duties()}
    assert ErasureReceipt.objects.count() == 1
    assert not Enquiry.objects.filter(reference=ErasureReceipt.objects.get().reference).exists()
    assert not WorkingCopy.objects.exists()
    assert not NetworkCount.objects.filter(window__lt=now - timedelta(days=1)).exists()
    assert len(mail.outbox) == 1


def test_it_may_do_each_piece_of_work_twice():
    now = timezone.now()
    much_is_due(now)
    run_due(now)
    once, sent = everything(), len(mail.outbox)
    Duty.objects.update(ran_at=None)
    assert set(run_due(now)) == {work.name for work in duties()}
    assert everything() == once
    assert len(mail.outbox) == sent


KILLED = """
import django, os, signal
django.setup()
from datetime import timedelta
from django.core.management import call_command
from enquiries.handling import due
call_command("migrate", verbosity=0)
due.run_due(None, [due.DueWork("x", timedelta(hours=1), lambda now: os.kill(os.getpid(), 9))])
"""
NEXT = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from enquiries.handling import due
work = [due.DueWork("x", timedelta(hours=1), lambda now: "")]
print(due.run_due(None, work), due.run_due(timezone.now() + timedelta(minutes=5), work))
"""


def test_it_takes_over_from_a_process_that_was_killed(tmp_path):
    env = os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tpi_site.settings"}
    env.pop("DATABASE_URL", None)
    first = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=env)
    assert first.returncode == -signal.SIGKILL
    second = subprocess.run(
        [sys.executable, "-c", NEXT], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert second.stdout.strip() == "[] ['x']"
