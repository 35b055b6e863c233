"""What the tests of health share."""

import pytest

from tests.health.scenes import seen  # noqa: F401 - a fixture
from tpi_site.health import counts, process


@pytest.fixture(autouse=True)
def _counts_of_its_own(monkeypatch, tmp_path, settings):
    """Each test begins to count at nothing, in a folder of its own."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(process, "_shared", None)
    monkeypatch.setattr(process, "page_cache", None)
    counts.forget()
    yield
    if process._shared:
        process._shared.end()
