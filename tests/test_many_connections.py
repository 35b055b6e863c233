"""The number of connections fits the number of files that may be open."""

import resource

import pytest

from tpi_site import many_connections
from tpi_site.many_connections import MOST, OWN_FILES, most_connections

ENDLESS = resource.RLIM_INFINITY


@pytest.fixture
def limits(monkeypatch):
    """Of a process that is not this one; limits("refuse") lets nobody change them."""
    now = {"limits": (1024, 4096), "refuse": False}

    def change(_, wanted):
        if now["refuse"]:
            raise ValueError
        now["limits"] = wanted

    monkeypatch.setattr(many_connections.resource, "getrlimit", lambda _: now["limits"])
    monkeypatch.setattr(many_connections.resource, "setrlimit", change)
    return now


@pytest.mark.parametrize(
    ("before", "after", "most"),
    [
        ((1024, 4096), (4096, 4096), 4096 - OWN_FILES),
        ((1024, 1_048_576), (MOST + OWN_FILES, 1_048_576), MOST),
        ((1024, ENDLESS), (MOST + OWN_FILES, ENDLESS), MOST),
        ((500_000, 500_000), (500_000, 500_000), MOST),
        ((ENDLESS, ENDLESS), (ENDLESS, ENDLESS), MOST),
        ((256, 256), (256, 256), 128),
    ],
)
def test_it_holds_as_many_as_it_may_open(limits, before, after, most):
    limits["limits"] = before
    assert most_connections() == most
    assert limits["limits"] == after


def test_it_makes_do_with_what_it_is_given(limits):
    limits["refuse"] = True
    assert most_connections() == 1024 - OWN_FILES
