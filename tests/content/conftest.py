"""What tests of the guide share."""

import pytest

from content.outbox import outbox
from tests.content.outbox import Recorder


@pytest.fixture(autouse=True)
def letters(settings, monkeypatch):
    """The letters that were posted, in place of an outbox that keeps and sends them."""
    settings.CONTENT_OUTBOX = "tests.content.outbox.Recorder"
    monkeypatch.setattr(Recorder, "posted", [])
    outbox.cache_clear()
    yield Recorder.posted
    outbox.cache_clear()
