"""One prepared site for all, and one server for those tests that leave it as it was."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.faults import prepared
from tests.faults.visitor import Visitor
from tests.server import Server


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    return prepared.make(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="module")
def own_site(site_folder, tmp_path_factory):
    """(data folder, what is in it) of a copy for one module."""
    return prepared.copy(site_folder, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def server(own_site):
    with Server(
        own_site[0], ENQUIRIES_PER_NETWORK="1000000", ENQUIRIES_IN_TOTAL="1000000"
    ) as running:
        yield running


@pytest.fixture
def reader(server):
    return Visitor(server.address)


@pytest.fixture
def staff(server, own_site):
    return Visitor(server.address, own_site[1]["session"])


@pytest.fixture
def one_connection():
    """For requests to the application itself: as with the test client, none of them gives back the
    connection on which the test has begun its transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
