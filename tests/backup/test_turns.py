"""Whoever serves or works by the clock says so, and no restore begins meanwhile."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from tpi_site.backup import turns
from tpi_site.backup.refusals import Busy
from tpi_site.management.commands import run_due, start


@pytest.fixture(autouse=True)
def _own_locks(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(turns, "_held", [])
    kept = os.umask(0o077)
    yield
    os.umask(kept)
    for handle in turns._held:
        os.close(handle)


def assert_running():
    with pytest.raises(Busy, match="The site is running"), turns.while_the_site_is_stopped():
        pass


def test_it_lets_many_processes_run_at_once(monkeypatch):
    turns.running()
    first = list(turns._held)
    monkeypatch.setattr(turns, "_held", [])
    turns.running()
    assert_running()
    os.close(first[0])
    assert_running()


def test_it_says_that_the_site_runs_before_the_database_is_touched(monkeypatch):
    class Reached(Exception):
        pass

    def prepare(self):
        assert_running()
        raise Reached

    monkeypatch.setattr(start.Command, "prepare_database", prepare)
    monkeypatch.setattr(start.Command, "free_address", lambda self: "127.0.0.1")
    # A copy of this process would go on with the other tests.
    monkeypatch.setattr(start.beforehand, "apart", lambda work: work())
    with pytest.raises(Reached):
        call_command("start")


def test_it_says_that_due_work_runs(monkeypatch):
    monkeypatch.setattr(run_due, "run_due", assert_running_and_nothing_due)
    call_command("run_due", verbosity=0)


def assert_running_and_nothing_due() -> list[str]:
    assert_running()
    return []


def test_it_says_that_a_worker_serves():
    from importlib import reload

    from tpi_site import wsgi

    reload(wsgi)
    assert_running()


def test_it_refuses_to_start_in_the_middle_of_a_restore():
    with (
        turns.while_the_site_is_stopped(),
        pytest.raises(ImproperlyConfigured, match="a backup is being restored"),
    ):
        turns.running()
    assert turns._held == []


def test_it_makes_one_backup_at_a_time():
    with turns.alone(), pytest.raises(Busy, match="under way"), turns.alone():
        pass
    with turns.alone():
        pass
