"""The tools of the browser tests: finding a browser and asking axe."""

import re

import pytest
from playwright.sync_api import Error

from tests.browser import browser as finder
from tests.browser.accessibility import violations
from tests.browser.browser import (
    ADDRESS_BAR,
    BrowserMissing,
    installed_browser,
    launch,
    playwrights_own,
)

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
GOOD = "<!doctype html><html lang=en><title>Page</title><main><h1>Heading</h1>{}</main></html>"


@pytest.fixture
def show(browser):
    """show(body) gives a page with that body under the site's strict policy."""
    pages = []

    def show(body):
        page = browser.new_page()
        pages.append(page)
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
        page.route("**/*", lambda route: route.fulfill(headers=headers, body=GOOD.format(body)))
        page.goto("http://page.test/")
        return page

    yield show
    for page in pages:
        page.close()


def test_it_finds_nothing_wrong_with_a_sound_page(show):
    assert violations(show("<p>Text</p>")) == []


def test_it_names_the_rule_and_the_place_under_a_strict_policy(show):
    (broken,) = violations(show("<p>Text</p><img id=x src=x.png>"))
    assert broken.startswith("image-alt (critical)")
    assert broken.endswith("#x")


def test_it_can_ask_twice(show):
    page = show("<img src=x.png>")
    assert violations(page) == violations(page) != []


def test_it_looks_only_where_it_is_told_to(show):
    assert violations(show("<p id=text>Text</p><img src=x.png>"), within="#text") == []


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(finder.shutil, "which", lambda name: None)


@pytest.mark.usefixtures("nothing_installed")
def test_it_knows_when_nothing_is_installed():
    assert installed_browser() is None


def test_it_takes_the_browser_it_is_told_to(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/bin/sh")
    assert installed_browser() == "/bin/sh"


def test_it_says_when_the_browser_it_is_told_is_none(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(BrowserMissing, match="/no/such/browser"):
        installed_browser()


def test_it_prefers_debians_browser(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(finder.shutil, "which", lambda name: name)
    assert installed_browser() == "/usr/bin/chromium"


def test_it_fetches_playwrights_browser_when_there_is_none(monkeypatch, tmp_path):
    path = tmp_path / "chrome"
    monkeypatch.setattr(finder.subprocess, "run", lambda *a, **k: path.touch())
    assert playwrights_own(str(path)) == str(path)


def test_it_says_what_to_install_when_nothing_can_be_fetched(monkeypatch, tmp_path):
    monkeypatch.setattr(finder.subprocess, "run", lambda *a, **k: None)
    with pytest.raises(BrowserMissing, match="apt-get install chromium"):
        playwrights_own(str(tmp_path / "chrome"))


def test_it_turns_off_what_playwright_does_and_the_windows_of_the_address_bar(
    monkeypatch, playwright
):
    """A browser that ends at once says what it was asked."""
    monkeypatch.setenv("CHROMIUM", "true")
    with pytest.raises(Error) as failure:
        launch(playwright)
    asked = re.search(r"<launching> (.+)", failure.value.message)[1]
    own, heard = (words.split(",") for words in re.findall(r"--disable-features=(\S+)", asked))
    assert heard == [*own, *ADDRESS_BAR]
    assert "HttpsUpgrades" in own
