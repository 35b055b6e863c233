"""Fixtures that every folder of tests shares."""

import gc
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from content.models import Edition, guide
from content.search import shelf
from tests import kept_guide, migrated, signed_in
from tests.source import ROOT

# Nothing in these folders starts a process that asks a database; and nothing in the last file, in
# which pip makes an environment, what takes as long on each.
MACHINES = [
    ROOT / "tests" / name for name in ("content/rendering", "content/editorial", "test_newest.py")
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session, config, items):
    """Wants a test from every file of the folders that are asked for; and leaves out on PostgreSQL
    what asks no database, and would only be done twice."""
    if looks_into_all(session):
        empty = without_test(config.args, config.getoption("ignore") or [], items)
        if empty:
            raise pytest.UsageError(f"No test was found in {', '.join(map(str, empty))}")
    if connection.vendor == "postgresql":
        twice = [item for item in items if asks_no_database(item)]
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if not asks_no_database(item)]


def pytest_collection_finish(session):
    """What was imported stays until the end, and is not looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def looks_into_all(session: pytest.Session) -> bool:
    """Files that cannot be read are told of elsewhere; --lf passes over those without a failure."""
    narrow = ("lf", "ignore_glob")
    return not session.testsfailed and not any(
        session.config.getoption(name, None) for name in narrow
    )


def without_test(asked: list[str], ignored: list[str], items) -> list[Path]:
    """The files for tests that no test was found in, before any is left to another run."""
    files = {file for folder in asked for file in Path(folder).absolute().rglob("test_*.py")}
    left = [Path(name).absolute() for name in ignored]
    files = {file for file in files if not any(file.is_relative_to(one) for one in left)}
    return sorted(files - {item.path for item in items})


def asks_no_database(item: pytest.Item) -> bool:
    asks = item.get_closest_marker("django_db") or "db" in item.fixturenames
    return not asks and any(item.path.is_relative_to(folder) for folder in MACHINES)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """What pytest-django asks for before it makes the database."""
    if migrated.copied():
        connection.creation.create_test_db = migrated.create_test_db


_first: list[guide.Guide] = []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database begins with an edition in which nothing is public. Without one, every request
    would read the guide anew."""
    with django_db_blocker.unblock():
        Edition.begin()
        _first[:] = [guide.current_guide()]


@pytest.fixture(autouse=True)
def _own_files(tmp_path, settings):
    """Uploads of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _forget_the_guide(monkeypatch):
    """A test begins with the first edition, like the one before it, which may have changed rows
    without a word to anybody."""
    first = replace(_first[0]) if _first else None
    monkeypatch.setattr(guide._keeper, "kept", first)
    shelf._keeper.cache_clear()


@pytest.fixture(autouse=True)
def _signed_in_wholly(monkeypatch):
    """`client.force_login` goes through every door: who needs a second factor has one."""
    monkeypatch.setattr(Client, "force_login", signed_in.force_login)


@pytest.fixture
def starter_guide(db):
    """The starter articles, loaded as `manage.py start` loads them."""
    kept_guide.put()
