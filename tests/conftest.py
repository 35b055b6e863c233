"""Fixtures that every folder of tests shares."""

import pytest
from django.db import connection
from django.test import Client

from content.models import guide
from tests import kept_guide, signed_in
from tests.source import ROOT

COLLECTED = pytest.StashKey[set]()
# Nothing in these folders starts a process that asks a database.
MACHINES = [ROOT / "tests" / "content" / name for name in ("rendering", "editorial")]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Notes the files that tests were found in, before some of them are left to another run; and
    leaves out on PostgreSQL what asks no database, and would only be done twice."""
    config.stash[COLLECTED] = {item.path for item in items}
    if connection.vendor == "postgresql":
        twice = [item for item in items if asks_no_database(item)]
        config.hook.pytest_deselected(items=twice)
        items[:] = [item for item in items if not asks_no_database(item)]


def asks_no_database(item: pytest.Item) -> bool:
    asks = item.get_closest_marker("django_db") or "db" in item.fixturenames
    return not asks and any(item.path.is_relative_to(folder) for folder in MACHINES)


@pytest.fixture(autouse=True)
def _own_files(tmp_path, settings):
    """Uploads of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _forget_the_guide(monkeypatch):
    """A test database starts with no edition, like the one before it, and with other articles."""
    monkeypatch.setattr(guide._keeper, "kept", None)


@pytest.fixture(autouse=True)
def _signed_in_wholly(monkeypatch):
    """`client.force_login` goes through every door: who needs a second factor has one."""
    monkeypatch.setattr(Client, "force_login", signed_in.force_login)


@pytest.fixture
def starter_guide(db):
    """The starter articles, loaded as `manage.py start` loads them."""
    kept_guide.put()
