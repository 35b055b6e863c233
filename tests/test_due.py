"""Due work: each duty in its time, by one runner, whatever became of the others."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from content.publishing import due as of_the_guide
from enquiries.handling import claims, due, trail
from enquiries.models import (
    AuditEvent,
    Duty,
    Enquiry,
    ErasureReceipt,
    NetworkCount,
    OutboxMessage,
    Reply,
    Viewing,
)
from tests.enquiries import make
from tests.people import carla
from tests.source import ROOT
from tpi_site import duties
from tpi_site.due_work import DueWork
from tpi_site.logs import PrivateFormatter
from tpi_site.management.commands import run_due as command

pytestmark = pytest.mark.django_db
HOURLY = timedelta(hours=1)
PERSON = "rosa.patient@example.org"


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """Three duties instead of the real ones; the second one fails."""
    ran: list[str] = []

    def work(name: str, every: timedelta) -> due.DueWork:
        def run(now) -> str:
            ran.append(name)
            if name == "failing":
                raise LookupError(PERSON)
            return ""

        return due.DueWork(name, every, run)

    works = [work("often", timedelta(0)), work("failing", HOURLY), work("hourly", HOURLY)]
    monkeypatch.setattr(due, "DUTIES", works)
    monkeypatch.setattr(of_the_guide, "DUTIES", [])
    monkeypatch.setattr(duties, "OF_THE_DOORS", [])
    return ran


def duty(name: str) -> Duty:
    return Duty.objects.get(name=name)


def test_it_does_each_duty_in_its_time(ran):
    now = timezone.now()
    assert due.run_due(now) == ["often", "failing", "hourly"]
    assert due.run_due(now + timedelta(minutes=59)) == ["often", "failing"]
    assert due.run_due(now + timedelta(minutes=60)) == ["often", "hourly"]
    assert duty("hourly").ran_at == now + timedelta(minutes=60)


def test_it_goes_on_after_a_failure_and_tries_again_soon(ran, caplog):
    now = timezone.now()
    due.run_due(now)
    assert ran == ["often", "failing", "hourly"]
    assert duty("failing").problem == "LookupError"
    assert duty("failing").ran_at is None
    assert "“failing” failed" in caplog.text
    assert due.run_due(now + timedelta(minutes=4)) == ["often"]
    assert due.run_due(now + timedelta(minutes=5)) == ["often", "failing"]


def test_it_logs_no_message_of_a_failure(ran, monkeypatch):
    handlers = logging.getLogger().handlers
    console = next(h for h in handlers if isinstance(h.formatter, PrivateFormatter))
    monkeypatch.setattr(console, "stream", StringIO())
    due.run_due()
    assert "LookupError" in console.stream.getvalue()
    assert PERSON not in console.stream.getvalue()


def test_it_clears_a_problem_that_is_over(ran, monkeypatch):
    now = timezone.now()
    due.run_due(now)
    mended = due.DueWork("failing", HOURLY, lambda now: "")
    monkeypatch.setattr(due, "DUTIES", [mended])
    due.run_due(now + timedelta(minutes=5))
    assert duty("failing").problem == ""


def test_it_leaves_a_duty_to_the_one_who_has_it_in_hand(ran):
    due.run_due()
    ran.clear()
    now = timezone.now() + timedelta(hours=2)
    Duty.objects.update(taken_until=now + timedelta(minutes=1))
    assert due.run_due(now) == []
    assert ran == []


def test_it_takes_over_from_one_who_was_cut_short(monkeypatch):
    def cut_short(now):
        raise SystemExit

    monkeypatch.setattr(due, "DUTIES", [due.DueWork("hourly", HOURLY, cut_short)])
    now = timezone.now()
    with pytest.raises(SystemExit):
        due.run_due(now)
    monkeypatch.setattr(due, "DUTIES", [due.DueWork("hourly", HOURLY, lambda now: "")])
    assert due.run_due(now + timedelta(minutes=4)) == []
    assert due.run_due(now + timedelta(minutes=5)) == ["hourly"]


def test_it_lets_one_of_two_begin(ran):
    due.run_due()
    later = timezone.now() + timedelta(hours=2)
    work = due.DUTIES[2]
    assert claims.take(work.name, work.every, later)
    assert not claims.take(work.name, work.every, later)


def test_it_is_not_held_up_by_a_clock_that_was_wrong(ran):
    due.run_due()
    Duty.objects.update(ran_at=timezone.now() + timedelta(days=3000), taken_until=None)
    assert due.run_due() == ["often", "failing", "hourly"]
    later = timezone.now() + timedelta(hours=2)
    Duty.objects.update(taken_until=later + timedelta(days=3000))
    assert due.run_due(later) == ["often", "failing", "hourly"]


def test_it_asks_little_when_nothing_is_due(ran, django_assert_max_num_queries):
    due.run_due()
    Duty.objects.update(taken_until=timezone.now() + timedelta(minutes=1))
    with django_assert_max_num_queries(4):
        assert due.run_due() == []


def test_it_erases_what_was_kept_long_enough():
    old, new = make.closed(days_ago=400), make.closed(days_ago=1)
    due.run_due()
    assert list(Enquiry.objects.all()) == [new]
    assert ErasureReceipt.objects.get().reference == old.reference


def test_it_forgets_what_was_of_use_for_a_day():
    now = timezone.now()
    old = now - timedelta(hours=25)
    for window in (old, now):
        NetworkCount.objects.create(network="all", window=window, count=1)
    enquiry = make.enquiry()
    make.viewing(enquiry, carla(), seen_at=old)
    due.run_due()
    assert NetworkCount.objects.get().window == now
    assert not Viewing.objects.exists()


def test_it_forgets_old_mails_to_staff_and_no_other():
    old = timezone.now() - timedelta(days=31)
    staff, state = OutboxMessage.Kind.STAFF, OutboxMessage.State
    OutboxMessage.objects.create(kind=staff, state=state.SENT, created_at=old)
    recent = OutboxMessage.objects.create(kind=staff, state=state.FAILED)
    patients = make.mail(state=state.SENT, created_at=old)
    due.run_due()
    assert set(OutboxMessage.objects.all()) == {recent, patients}


def test_it_ends_links_and_keeps_the_words():
    past = timezone.now() - timedelta(minutes=1)
    ended, open_ = make.reply(token="one", expires_at=past), make.reply(token="two")
    failed = make.mail(
        ended.enquiry,
        kind=OutboxMessage.Kind.ANSWER,
        reply=ended,
        payload="one",
        state=OutboxMessage.State.FAILED,
    )
    due.run_due()
    ended.refresh_from_db()
    failed.refresh_from_db()
    assert (ended.token_hash, failed.to, failed.payload) == ("", "", "")
    assert ended.text == "Please ask someone to drive you."
    assert Reply.objects.get(pk=open_.pk).token_hash


def test_it_says_once_a_day_where_the_trail_ends(caplog):
    trail.record(None, trail.Action.REVIEWED)
    head = AuditEvent.objects.get().hash
    with caplog.at_level(logging.INFO, "enquiries"):
        due.run_due()
        due.run_due()
    assert caplog.text.count(f"trail whole: 1 rows, head {head}") == 1


def test_it_raises_its_voice_when_the_trail_is_broken(caplog):
    trail.record(None, trail.Action.REVIEWED)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_auditevent SET detail = 'other'")
    due.run_due()
    assert duty("verify the trail").problem == "TrailBroken"
    record = next(r for r in caplog.records if "trail broken" in r.message)
    assert record.levelno == logging.ERROR


def said(*arguments: str, **options) -> str:
    out = StringIO()
    call_command("run_due", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.usefixtures("_umask")
def test_it_says_what_it_did(ran):
    assert said() == "Done: often, failing, hourly.\n"
    Duty.objects.update(taken_until=timezone.now() + timedelta(minutes=1))
    assert said() == "Done: nothing was due.\n"
    assert said(verbosity=0) == ""


@pytest.fixture
def _umask():
    kept = os.umask(0o022)
    yield
    os.umask(kept)


def no_database(now=None):
    raise DatabaseError("password=secret")


@pytest.mark.usefixtures("_umask")
def test_it_says_that_the_database_is_away(monkeypatch):
    monkeypatch.setattr(command, "run_due", no_database)
    with pytest.raises(CommandError, match=r"^The database cannot be used \(DatabaseError\).$"):
        said()


@pytest.mark.usefixtures("_umask")
def test_it_refuses_to_run_without_a_pause():
    with pytest.raises(CommandError, match="1 second"):
        said("--every", "0")


def test_it_outlives_a_database_that_is_away(monkeypatch, caplog):
    monkeypatch.setattr(command, "run_due", no_database)
    monkeypatch.setattr(command, "close_old_connections", lambda: None)
    command.Command().one_pass()
    assert "DatabaseError" in caplog.text
    assert "secret" not in caplog.text


@pytest.fixture
def looping(tmp_path):
    """Starts `manage.py run_due --every 1 …` on a database of its own."""
    processes = []

    def start(*arguments: str) -> subprocess.Popen:
        env = os.environ | {
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "tpi_site.settings",
        }
        env.pop("DATABASE_URL", None)
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_due", "--every", "1", *arguments],
            cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def test_it_ends_at_once_when_told_and_lives_through_an_outage_until_then(looping):
    process = looping()
    line = process.stderr.readline()  # there are no tables yet
    assert "Due work waits for the database: OperationalError" in line
    assert "again" not in line
    assert "OperationalError" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0
    assert "Traceback" not in process.stderr.read()


def test_it_ends_when_its_parent_has_ended(looping):
    process = looping("--parent", "1" if os.getppid() != 1 else "2")
    assert process.wait(20) == 0


def test_its_first_process_has_started_before_the_server_forks():
    with DueWork([sys.executable, "-c", "import time; time.sleep(60)"]) as work:
        assert work.process.poll() is None


def test_it_starts_due_work_again_that_died():
    dies = [sys.executable, "-c", "pass"]
    with DueWork(dies, pause=0.05) as work:
        first = started(work, None)
        assert started(work, first) is not first


def started(work: DueWork, before) -> subprocess.Popen:
    deadline = time.monotonic() + 10
    while work.process is before and time.monotonic() < deadline:
        time.sleep(0.01)
    return work.process


def test_it_ends_due_work_together_with_the_server():
    with DueWork([sys.executable, "-c", "import time; time.sleep(60)"]) as work:
        process = started(work, None)
    assert process.poll() == -signal.SIGTERM
    assert not work.keeper.is_alive()


def test_it_ends_due_work_when_the_server_fails():
    work = DueWork([sys.executable, "-c", "import time; time.sleep(60)"])

    def serve():
        with work:
            started(work, None)
            raise OSError("in use")

    with pytest.raises(OSError, match="in use"):
        serve()
    assert work.process.poll() == -signal.SIGTERM
