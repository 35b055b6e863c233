"""Signing in with a real browser: the set-up with and without script, passkeys, axe, the phone.

The site calls itself localhost here, because a browser makes passkeys for no other plain address.
"""

import re
import time
from base64 import b32decode
from email import message_from_bytes

import pytest
from playwright.sync_api import Page, expect

from tests import ready, second_factor
from tests.browser.accessibility import violations
from tests.browser.test_story import manage, wait_for
from tests.browser.waiting import follow
from tests.mail_server import MailServer
from tests.server import Server, free_port

pytestmark = pytest.mark.browser
SECRET = "a long enough secret"
PEOPLE = ["carla", "olga", "ben", "nora", "lou"]
CAST = f"""
from django.contrib.auth.models import Group, User
from tests.second_factor import enrol_everybody
def add(name, group):
    user = User.objects.create_user(name, password="{SECRET}", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
add("ben", "Medical reviewer")
enrol_everybody()
for name in ("carla", "olga", "nora", "lou"):
    add(name, "Enquiry staff")
for name in ("true", "false"):
    add(f"forgot-{{name}}", "Editor")
    User.objects.filter(username=f"forgot-{{name}}").update(email=f"forgot-{{name}}@clinic.example")
User.objects.create_superuser("max", password="{SECRET}")
"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    port = free_port()
    data = ready.data(tmp_path_factory.mktemp("doors"))
    address = f"http://localhost:{port}"
    with (
        MailServer() as mails,
        Server(
            data, port, SITE_URL=address, EMAIL_URL=f"smtp+plain://localhost:{mails.port}"
        ) as server,
    ):
        server.address, server.mails = address, mails
        manage(data, "shell", "--no-imports", "-c", CAST)
        yield server


@pytest.fixture
def site(clinic):
    return clinic.address


def password(page: Page, name: str) -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", SECRET)
    page.click("[type=submit]")


def log_in_as_max(page: Page, clinic) -> None:
    """With a code that no test before has used."""
    manage(clinic.data, "shell", "--no-imports", "-c", second_factor.ENROL)
    password(page, "max")
    page.get_by_label("Code").fill(second_factor.code("max"))
    page.get_by_role("button", name="Log in", exact=True).click()


def code_on(page: Page) -> str:
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    return second_factor.rfc_6238(b32decode(secret), int(time.time()) // 30)


def looks_right(page: Page) -> None:
    page.wait_for_load_state()
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide at {page.url}"


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("carla", {"width": 320, "color_scheme": "dark"}),
        ("olga", {"width": 1280, "java_script_enabled": False}),
    ],
)
def test_it_guides_somebody_through_the_set_up(open_page, name, look):
    has_script = look.get("java_script_enabled", True)
    page = open_page("/admin/enquiries/enquiry/", **look)
    password(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a second step")
    if has_script:
        looks_right(page)
    page.get_by_role("link", name="Use an app").click()
    expect(page.get_by_role("img", name="Picture to scan")).to_be_visible()
    if has_script:
        looks_right(page)
    code = page.get_by_label("Code")
    expect(code).to_be_focused()
    assert code.get_attribute("autocomplete") == "one-time-code"
    code.fill(code_on(page))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    expect(page.locator(".codes li")).to_have_count(10)
    if has_script:
        looks_right(page)
    kept = page.locator(".codes li").first.inner_text()
    page.get_by_label("I printed these codes").check()
    page.get_by_role("button", name="Done").click()
    page.wait_for_url("**/admin/enquiries/enquiry/")
    follow(page, page.get_by_role("button", name="Log out"))
    page.goto(page.url.split("/admin/")[0] + "/admin/")
    password(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    if has_script:
        looks_right(page)
    page.get_by_role("link", name="Use a recovery code").click()
    if has_script:
        looks_right(page)
    page.get_by_label("Recovery code").fill(kept.upper())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My sign-ins")
    expect(page.get_by_text("9 recovery codes left").first).to_be_visible()
    if has_script:
        looks_right(page)


def test_it_can_be_done_by_keyboard_alone(open_page):
    page = open_page("/admin/")
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type("ben")
    page.keyboard.press("Tab")
    page.keyboard.type(SECRET)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/**")
    # A wrong one first: the field has the focus again and names what is wrong.
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(second_factor.wrong_code("ben"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("This code is not right.")).to_be_visible()
    field = page.get_by_label("Code")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-invalid") == "true"
    looks_right(page)
    page.keyboard.press("Control+a")
    page.keyboard.type(second_factor.code("ben"))
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()


def test_it_takes_a_pasted_code(open_page, browser, site):
    page = open_page("/admin/", permissions=["clipboard-read", "clipboard-write"])
    password(page, "ben")
    page.wait_for_url("**/login/code/**")
    code = second_factor.code("ben")
    page.evaluate("text => navigator.clipboard.writeText(text)", f"{code[:3]} {code[3:]}")
    page.get_by_label("Code").focus()
    page.keyboard.press("Control+v")
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()


def with_authenticator(page: Page) -> None:
    """A fingerprint reader that says yes."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_it_makes_and_uses_a_passkey(open_page):
    page = open_page("/admin/", width=390)
    with_authenticator(page)
    password(page, "nora")
    page.get_by_role("link", name="Use a passkey").click()
    looks_right(page)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    page.get_by_label("I printed these codes").check()
    page.get_by_role("button", name="Done").click()
    page.locator("#user-tools").wait_for()
    follow(page, page.get_by_role("button", name="Log out"))
    page.goto(page.url.split("/admin/")[0] + "/admin/enquiries/enquiry/")
    password(page, "nora")
    looks_right(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/admin/enquiries/enquiry/")
    page.locator("#user-tools a").last.click()
    expect(page.locator("strong", has_text="Passkey made with Chrome on Linux")).to_be_visible()
    page.get_by_role("link", name="Rename Passkey made with Chrome on Linux").click()
    expect(page.get_by_label("Name")).to_be_focused()
    looks_right(page)
    page.get_by_label("Name").fill("The key on my ring")
    page.keyboard.press("Enter")
    expect(page.locator("strong", has_text="The key on my ring")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Add another one").click()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("status").last).to_have_text(
        "This device or key has a passkey of yours already."
    )


def test_it_says_when_a_passkey_is_refused(open_page):
    page = open_page("/admin/")
    password(page, "lou")
    page.get_by_role("link", name="Use a passkey").click()
    no = "() => Promise.reject(new DOMException('', 'AbortError'))"
    page.evaluate(f"() => {{ navigator.credentials.create = {no}; }}")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("status").last).to_have_text(
        "It did not work. Try again, or use another way."
    )


def link_to(clinic, address: str) -> str:
    """The newest that leads into the admin, of the mails to this address, as its path."""
    letters = [message_from_bytes(got) for got in clinic.mails.got]
    texts = [str(x.get_payload(decode=True), "utf-8") for x in letters if x["To"] == address]
    links = [re.search(r"/admin/\S+\.\S+-\S+", text) for text in texts]
    return next((link[0] for link in reversed(links) if link), "")


@pytest.mark.parametrize("has_script", [True, False])
def test_it_takes_an_invited_colleague_to_the_second_step(open_page, clinic, has_script):
    name = f"invited-{has_script}".lower()
    page = open_page("/admin/auth/user/add/", width=390, java_script_enabled=has_script)
    log_in_as_max(page, clinic)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Email address").fill(f"{name}@clinic.example")
    page.get_by_label("Medical reviewer").check()
    page.get_by_label("Invite them by mail").check()
    # Django's sheet takes the boxes for a password away.
    expect(page.get_by_label("Password", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("not yet signed in")).to_be_visible()
    page.get_by_role("link", name="Send the invitation again").click()
    if has_script:
        looks_right(page)
    link = wait_for(lambda: link_to(clinic, f"{name}@clinic.example"))
    theirs = open_page(link, width=320, java_script_enabled=has_script)
    assert link not in theirs.url
    if has_script:
        looks_right(theirs)
    theirs.get_by_label("New password", exact=True).fill("tin kettle on the porch")
    theirs.get_by_label("New password once more").fill("tin kettle on the porch")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Add a second step")
    late = open_page(link, width=320, java_script_enabled=has_script)
    expect(late.get_by_role("heading", level=1)).to_have_text("This link does not work any more")
    if has_script:
        looks_right(late)


@pytest.mark.parametrize("has_script", [True, False])
def test_it_lets_somebody_in_who_forgot_the_password(open_page, clinic, has_script):
    name = f"forgot-{has_script}".lower()
    page = open_page("/admin/", width=320, java_script_enabled=has_script)
    if has_script:
        looks_right(page)
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_label("Username or mail address")).to_be_focused()
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_text("Write your username or your mail address.")).to_be_visible()
    if has_script:
        looks_right(page)
    page.get_by_label("Username or mail address").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your mail")
    if has_script:
        looks_right(page)
    link = wait_for(lambda: link_to(clinic, f"{name}@clinic.example"))
    theirs = open_page(link, width=390, color_scheme="dark", java_script_enabled=has_script)
    assert link not in theirs.url
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Set a new password")
    if has_script:
        looks_right(theirs)
    theirs.get_by_label("New password", exact=True).fill("tin kettle on the porch")
    theirs.get_by_label("New password once more").fill("tin kettle on the porch")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_text(f"You log in as “{name}”.")).to_be_visible()
    late = open_page(link, width=390, java_script_enabled=has_script)
    expect(late.get_by_role("heading", level=1)).to_have_text("This link does not work any more")
    if has_script:
        looks_right(late)
    late.get_by_role("link", name="Have a new link sent").click()
    expect(late.get_by_role("heading", level=1)).to_have_text("Forgot your password?")


def test_nothing_of_an_account_is_cut_on_a_phone(open_page, clinic):
    page = open_page("/admin/auth/user/?q=forgot-true", width=390)
    log_in_as_max(page, clinic)
    page.get_by_role("link", name="forgot-true", exact=True).click()
    expect(page.get_by_text("Designates whether the user can log into")).to_be_visible()
    expect(page.get_by_text("hash:")).to_be_visible()
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".form-row")]
            .filter(row => row.scrollWidth > row.clientWidth).map(row => row.textContent)"""
    )
    assert cut == []


# Where Trusted Types hold; a script that writes HTML leaves a fault, and `open_page` fails then.
TRUSTED = [
    "/admin/",
    "/admin/sign-in/",
    "/admin/password_change/",
    "/admin/auth/user/1/password/",
    "/admin/auth/user/1/history/",
    "/admin/enquiries/enquiry/",
    "/admin/enquiries/enquiry/add/",
    "/admin/enquiries/enquiry/person/",
    "/admin/enquiries/enquiry/review/",
    "/admin/enquiries/enquiry/erasures/",
    "/admin/content/picture/",
    "/admin/content/picture/add/",
    "/",
    "/contact/",
    "/recovery/the-first-day/",
    "/search/?q=drive",
]


def test_no_script_breaks_where_trusted_types_hold(open_page, clinic, site):
    page = open_page("/admin/")
    log_in_as_max(page, clinic)
    page.locator("#user-tools").wait_for()
    for path in TRUSTED:
        answer = page.goto(site + path)
        assert answer.status == 200, path
        assert "require-trusted-types-for" in answer.headers["content-security-policy"], path
    page.goto(f"{site}/admin/content/article/?q=the-first-day")
    desk = site + page.locator("#result_list tbody a").first.get_attribute("href")
    for screen in ("review/", "publish/", "share/", "compare/", "ask/", "withdraw/", "log/"):
        answer = page.goto(desk.replace("change/", screen))
        assert "require-trusted-types-for" in answer.headers["content-security-policy"], screen
        page.wait_for_load_state("load")
