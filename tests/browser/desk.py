"""Opens the desk of an article in a browser, as an administrator, with nothing left from before."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests import second_factor
from tests.browser.waiting import PATIENCE
from tests.server import ADMINISTRATOR, NOT_A_CLINICS, Server, enrol_everybody
from tests.source import ROOT

LIST = "/admin/content/article/"
PAUSE = PATIENCE * 1000  # milliseconds that an answer of the server may take
# What a sign-in left, by name, and the paths of desks, by slug: the way there is tested elsewhere,
# and takes longer than most tests of the desk.
_states: dict[str, dict] = {}
_paths: dict[str, str] = {}


def sign_in(page: Page, name: str, password: str) -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("[type=submit]")
    code = page.locator("#id_code")
    code.or_(page.locator("#user-tools")).first.wait_for()
    if code.count():
        code.fill(second_factor.code(name))
        page.get_by_role("button", name="Log in", exact=True).click()
        page.locator("#user-tools").wait_for()


def colleague(server: Server, name: str) -> tuple[str, str]:
    """Name and password of somebody else who may do everything."""
    password = "another long secret"
    env = {name: value for name, value in os.environ.items() if name not in NOT_A_CLINICS}
    env |= {"DATA_DIR": str(server.data), "DJANGO_SUPERUSER_PASSWORD": password}
    make = ["createsuperuser", "--noinput", "--username", name, "--email", f"{name}@example.org"]
    # Who is there already from an earlier test is as good.
    subprocess.run([sys.executable, "manage.py", *make], cwd=ROOT, env=env, capture_output=True)
    enrol_everybody(server.data)
    return name, password


def signed_in(open_page, person=ADMINISTRATOR) -> dict:
    """What the browser of that person keeps."""
    if person[0] not in _states:
        page = open_page("/admin/")
        sign_in(page, *person)
        _states[person[0]] = {"cookies": page.context.cookies(), "origins": []}
        page.close()
    return _states[person[0]]


def open_desk(open_page, slug: str = "why-they-form", person=ADMINISTRATOR, **options) -> Page:
    path = _paths.get(slug, f"{LIST}?q={slug}")
    page = open_page(path, storage_state=signed_in(open_page, person), **options)
    if slug not in _paths:
        page.locator("#result_list tbody a").first.click()
        page.wait_for_url("**/change/")
        _paths[slug] = urlsplit(page.url).path
    forget(page)
    if options.get("java_script_enabled", True):
        page.locator("html.has-script").wait_for()
    return page


class KeptDesk:
    """A desk that several tests write at one after the other, because to open one takes long.

    Each begins with its own words in the text. A dialog that a test leaves open keeps what was
    written into it, so the next one gets a new desk.
    """

    def __init__(self, open_page, faults: list[str]):
        self.open_page, self.faults = open_page, faults
        self.page: Page | None = None

    def take(self, words: str | None, slug: str = "why-they-form") -> Page:
        """`None` leaves the words of the page."""
        if self.page is None:
            self.page = open_desk(self.open_page, slug)
        self.page.locator("[data-editor-status]").evaluate("said => { said.textContent = ''; }")
        if words is not None:
            body(self.page).fill(words)
        return self.page

    def give_back(self) -> None:
        if self.page.locator("dialog").count():
            self.page.context.close()
            self.page = None
        faults = self.faults.copy()
        self.faults.clear()
        assert faults == []


def forget(page: Page) -> None:
    """Throws away what an earlier test typed."""
    if page.get_by_text("Your words are back").count():
        page.get_by_role("button", name="Throw them away").click()
        page.get_by_text("were thrown away").wait_for()


def body(page: Page):
    return page.locator("#id_body")


def tool(page: Page, name: str):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def paste(page: Page, html: str = "", plain: str = "") -> None:
    """As the browser hands over what was copied in another program."""
    body(page).evaluate(
        """(field, [html, plain]) => {
            const data = new DataTransfer();
            if (html) data.setData("text/html", html);
            data.setData("text/plain", plain);
            const how = {clipboardData: data, bubbles: true, cancelable: true};
            field.focus();
            const taken = !field.dispatchEvent(new ClipboardEvent("paste", how));
            if (!taken) document.execCommand("insertText", false, plain);
        }""",
        [html, plain],
    )


def drop(page: Page, *files: tuple[str, str, bytes]) -> None:
    """Files by name, type and content, all at once."""
    body(page).evaluate(
        """(field, files) => {
            const data = new DataTransfer();
            for (const [name, type, bytes] of files) {
                data.items.add(new File([new Uint8Array(bytes)], name, {type}));
            }
            const how = {dataTransfer: data, bubbles: true, cancelable: true};
            field.dispatchEvent(new DragEvent("drop", how));
        }""",
        [(name, kind, list(content)) for name, kind, content in files],
    )
