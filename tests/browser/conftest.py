"""One real server and one real browser for all browser tests; each test has a page of its own."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.browser import launch
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
    with Server(tmp_path_factory.mktemp("site") / "data", **settings) as server:
        enrol_everybody(server.data)
        yield server


@pytest.fixture(scope="session")
def site(server):
    return server.address


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, site):
    """open_page("/path/", **context options) gives a page whose every fault is kept.

    A test fails afterwards when a page broke the security policy, raised an error in a script or
    asked another host for anything.
    """
    contexts, faults = [], []

    def open_page(path: str, *, width: int = 1280, height: int = 900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(message.text, message.type))
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("request", lambda request: note_host(request.url))
        page.goto(site + path)
        return page

    def note(text: str, kind: str):
        if kind == "error" and "status of 4" not in text:
            faults.append(text)

    def note_host(url: str):
        if not url.startswith((site, "data:", "about:", "blob:")):
            faults.append(f"asked another host: {url}")

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
