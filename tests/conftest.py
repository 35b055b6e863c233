"""Fixtures that every folder of tests shares."""

import pytest

from content.models import guide
from tests import kept_guide

COLLECTED = pytest.StashKey[set]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Notes the files that tests were found in, before some of them are left to another run."""
    config.stash[COLLECTED] = {item.path for item in items}


@pytest.fixture(autouse=True)
def _own_files(tmp_path, settings):
    """Uploads of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _forget_the_guide(monkeypatch):
    """A test database starts with no edition, like the one before it, and with other articles."""
    monkeypatch.setattr(guide, "_kept", None)


@pytest.fixture
def starter_guide(db):
    """The starter articles, loaded as `manage.py start` loads them."""
    kept_guide.put()
