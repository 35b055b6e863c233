"""How each part is said to be, and when it wants a look."""

import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from enquiries.models import Duty, OutboxMessage
from tpi_site.duties import run_due
from tpi_site.health import backups, ground, work
from tpi_site.health.part import State

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def test_it_weighs_the_database(now):
    found = ground.database(now)
    assert found.state == State.GOOD
    assert found.figures["guide_database_bytes"] > 100_000


def test_it_finds_tables_older_than_the_program(now):
    assert ground.migrations(now).state == State.GOOD
    MigrationRecorder.Migration.objects.filter(app="enquiries", name__startswith="0005").delete()
    found = ground.migrations(now)
    assert found.state == State.BAD
    assert "enquiries 0005" in found.words
    assert found.figures == {"guide_migrations_missing": 1}


@pytest.mark.parametrize(
    ("free", "state"),
    [(2_000_000_000, State.GOOD), (999_000_000, State.AMBER), (49_000_000, State.BAD)],
)
def test_it_sees_a_disk_fill_up(now, monkeypatch, free, state):
    monkeypatch.setattr(ground.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    found = ground.disk(now)
    assert found.state == state
    assert found.figures == {"guide_disk_free_bytes": free}


def test_it_looks_at_the_fullest_of_its_disks(now, monkeypatch, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    sizes = {settings.BACKUP_DIR: 7}
    monkeypatch.setattr(
        ground.shutil, "disk_usage", lambda folder: SimpleNamespace(free=sizes.get(folder, 10**10))
    )
    assert ground.disk(now).figures == {"guide_disk_free_bytes": 7}


def test_it_trusts_its_clock(now):
    run_due(now)
    assert ground.clock(now).state == State.GOOD


def test_it_notices_a_clock_that_was_set_back(now):
    Duty.objects.create(name="x", ran_at=now + HOUR)
    found = ground.clock(now)
    assert found.state == State.AMBER
    assert "set back" in found.words


def test_it_compares_its_clock_with_the_databases(now, monkeypatch):
    monkeypatch.setattr(ground, "database_time", lambda now: now + 5 * MINUTE)
    found = ground.clock(now)
    assert found.state == State.AMBER
    assert "300 seconds away" in found.words
    assert found.figures == {"guide_clock_skew_seconds": 300}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no clock of its own")
def test_it_asks_the_database_for_its_time(now):
    assert abs(ground.database_time(now) - timezone.now()) < 5 * MINUTE


def test_it_says_that_nothing_has_run_yet(now):
    found = work.due_work(now)
    assert (found.state, found.words) == (State.AMBER, "It has never run.")


def test_it_says_that_everything_was_done(now):
    run_due(now)
    found = work.due_work(now + MINUTE)
    assert found.state == State.GOOD
    key = 'guide_due_work_last_run_timestamp_seconds{duty="send mail"}'
    assert found.figures[key] == now.timestamp()


def test_it_says_that_everything_has_stopped(now):
    run_due(now)
    found = work.due_work(now + timedelta(minutes=16))
    assert found.state == State.AMBER
    assert found.words == "It has stopped: nothing was done for a while."


def test_it_names_what_is_late_and_what_failed(now):
    run_due(now)
    Duty.objects.filter(name="send mail").update(ran_at=now - HOUR)
    Duty.objects.filter(name="end links").update(
        problem="LookupError", failed_at=now, taken_until=now + 5 * MINUTE
    )
    found = work.due_work(now)
    assert found.state == State.AMBER
    assert found.words == "Behind its time: send mail. Went wrong: end links."
    assert found.figures['guide_due_work_failing{duty="end links"}'] == 1
    assert found.figures['guide_due_work_late{duty="send mail"}'] == 1


def test_it_knows_when_each_is_next(now):
    run_due(now)
    Duty.objects.filter(name="end links").update(
        ran_at=now - DAY, problem="LookupError", failed_at=now, taken_until=now + 5 * MINUTE
    )
    states = {state.name: state for state in work.duty_states(now)}
    assert states["send mail"].next_at is None
    assert states["erase what is due"].next_at == now + HOUR
    assert states["end links"].next_at == now + 5 * MINUTE


def mail(now, **fields):
    return OutboxMessage.objects.create(
        kind="staff", **{"created_at": now, "next_at": now} | fields
    )


def test_it_lets_mail_wait_for_its_turn(now):
    mail(now)
    mail(now, created_at=now - DAY, next_at=now + HOUR, attempts=2, problem="timeout")
    found = work.mail(now)
    assert (found.state, found.words) == (State.GOOD, "2 mails are waiting.")
    assert found.figures["guide_outbox_waiting"] == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"created_at": -HOUR}, "1 mail is waiting for more than half an hour."),
        ({"attempts": 3, "next_at": HOUR}, "1 mail is waiting after three tries or more."),
        ({"state": "failed"}, "1 mail is given up."),
    ],
)
def test_it_says_when_mail_does_not_leave(now, fields, words):
    times = {name: now + by for name, by in fields.items() if isinstance(by, timedelta)}
    mail(now, **fields | times)
    found = work.mail(now)
    assert (found.state, found.words) == (State.AMBER, words)
    assert found.advice


def test_it_says_when_mail_reaches_nobody(now, settings):
    settings.EMAIL_BACKEND = work.TO_FILES
    assert "reach nobody" in work.mail(now).words
    settings.SECURE = False  # somebody tries the site out
    assert work.mail(now).state == State.GOOD


@pytest.fixture
def proven(monkeypatch):
    monkeypatch.setattr(backups, "last_made", lambda: None)

    def prove(at, is_late: bool):
        proof = at and SimpleNamespace(at=at, is_late=lambda now: is_late)
        monkeypatch.setattr(backups, "last_proof", lambda: proof)

    return prove


def test_it_says_that_no_backup_was_ever_proven(now, proven, monkeypatch):
    proven(None, False)
    found = backups.backup(now)
    assert found.state == State.AMBER
    assert "No backup is here" in found.words
    monkeypatch.setattr(backups, "last_made", lambda: now)
    found = backups.backup(now)
    assert found.state == State.AMBER
    assert "The last backup was made today" in found.words
    assert found.figures["guide_backup_last_made_timestamp_seconds"] == now.timestamp()


def test_it_says_when_a_backup_was_last_proven(now, proven):
    proven(now - DAY, False)
    found = backups.backup(now)
    assert found.state == State.GOOD
    assert found.figures["guide_backup_last_proven_timestamp_seconds"] == (now - DAY).timestamp()
    proven(now - 9 * DAY, True)
    assert backups.backup(now).state == State.AMBER


def test_it_has_nothing_proven_without_backups(monkeypatch):
    monkeypatch.setitem(sys.modules, "tpi_site.backup", None)
    assert backups.last_proof() is None
    assert backups.last_made() is None
