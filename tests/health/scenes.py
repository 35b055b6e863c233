"""Parts as a test wants them, and the token of whoever may know more."""

import pytest

from tpi_site.health import doors
from tpi_site.health.part import Part, State

TOKEN = "0123456789abcdef0123456789abcdef"
WITH_TOKEN = {"authorization": f"Bearer {TOKEN}"}
SECRET = "holds 12 MB at 10.0.0.7"


def part(name: str, state: State = State.GOOD, **figures) -> Part:
    return Part(name, state, SECRET, "Do this.", figures)


class Seen:
    """Stands in for the watch, which looks in a thread that has not the test's transaction."""

    def __init__(self, *parts: Part):
        self.parts = list(parts)

    def now(self) -> list[Part]:
        return self.parts


@pytest.fixture
def seen(monkeypatch, settings):
    """Call it with the parts that are to be seen."""
    settings.METRICS_TOKEN = TOKEN

    def see(*parts: Part) -> None:
        monkeypatch.setattr(doors, "watch", Seen(*parts))

    see(part("database"), part("backup"))
    return see
