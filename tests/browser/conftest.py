"""One real server and one real browser for all browser tests, and ways to open pages in them."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import ready
from tests.browser import desk
from tests.browser.browser import launch
from tests.browser.visits import Rooms, Visits, pages
from tests.browser.waiting import PATIENCE
from tests.server import ADMINISTRATOR, Server, enrol_everybody

expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(autouse=True)
def _own_files():
    """The server has a data folder of its own; nothing of Django is used in this process."""


@pytest.fixture(autouse=True)
def _forget_the_guide():
    """The same: the guide is kept by the server's process."""


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    name, password = ADMINISTRATOR
    settings = {"ADMIN_USERNAME": name, "ADMIN_PASSWORD": password, "ENQUIRIES_PER_NETWORK": "1000"}
    with Server(ready.data(tmp_path_factory.mktemp("site")), **settings) as server:
        enrol_everybody(server.data)
        yield server


@pytest.fixture(scope="session")
def site(server):
    return server.address


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    with launch(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def rooms(browser):
    return Rooms(browser)


@pytest.fixture
def open_page(rooms, site):
    """open_page("/path/", **context options) gives a page of its own whose every fault is kept.

    A test fails afterwards when a page broke the security policy, raised an error in a script or
    asked another host for anything.
    """
    with pages(rooms, site) as (open_page, faults):
        yield open_page
    assert faults == []


@pytest.fixture(scope="module")
def kept_desk(rooms, server):
    """A desk for all tests of a file: see `KeptDesk`."""
    with pages(rooms, server.address) as (open_page, faults):
        yield desk.KeptDesk(open_page, faults)


@pytest.fixture(scope="session")
def signed_in(rooms, server):
    """What the browser of the administrator keeps: to sign in is tested elsewhere."""
    with pages(rooms, server.address) as (open_page, faults):
        state = desk.signed_in(open_page)
    assert faults == []
    return state


@pytest.fixture(scope="session")
def visits(browser, server):
    return Visits(browser, server.address)


@pytest.fixture
def visit(visits):
    """The same with a page that was used before, and is as new: see `visits`. With `clock` it is
    opened at that moment."""

    def visit(path: str, *, width: int = 1280, height: int = 900, **options):
        return visits.begin(path, width=width, height=height, **options)

    yield visit
    assert visits.end() == []
