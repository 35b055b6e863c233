"""Where mail goes: the address of a mail server or a folder, read from the environment."""

import stat

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from tpi_site import mail_address
from tpi_site.mail_address import FILES, SMTP


@pytest.fixture
def route(monkeypatch, tmp_path):
    def read(url):
        monkeypatch.setenv("EMAIL_URL", url)
        return mail_address.mail_route(tmp_path / "mail")

    return read


@pytest.fixture
def sent_by(monkeypatch):
    def read(value, site_url="https://guide.example.org"):
        monkeypatch.setenv("EMAIL_FROM", value)
        return mail_address.sender(site_url)

    return read


def test_it_writes_mail_to_a_private_folder_when_nothing_is_set(route, tmp_path):
    found = route("")
    assert (found.backend, found.folder) == (FILES, str(tmp_path / "mail"))
    assert found.goes_to == f"the folder {tmp_path}/mail"
    assert stat.S_IMODE((tmp_path / "mail").stat().st_mode) == 0o700


def test_it_writes_mail_to_the_folder_that_is_named(route, tmp_path):
    found = route(f"file://{tmp_path}/out%20box")
    assert found.folder == f"{tmp_path}/out box"
    backend = import_string(found.backend)(file_path=found.folder)
    backend.send_messages([mail.EmailMessage("1 new enquiry", "Log in.", to=["a@b.example"])])
    assert "Log in." in next((tmp_path / "out box").iterdir()).read_text()


def test_it_says_that_the_folder_cannot_be_made(route, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="Set EMAIL_URL to a folder"):
        route(f"file://{tmp_path}/file/mail")


# Django 6.1 wants the name of a mailer, which 5.2 does not know.
@pytest.mark.filterwarnings("ignore:Directly creating EmailBackend")
@pytest.mark.parametrize(
    ("url", "goes_to", "starttls", "tls"),
    [
        ("smtp://u:p@mail.example", "mail.example:587", True, False),
        ("smtp://u:p@mail.example:2525/", "mail.example:2525", True, False),
        ("smtps://u:p@mail.example", "mail.example:465", False, True),
        ("smtp+plain://localhost", "localhost:25", False, False),
        ("smtp+plain://[::1]:1025", "[::1]:1025", False, False),
        ("SMTP://mail.example", "mail.example:587", True, False),
    ],
)
def test_it_encrypts_on_the_way_unless_told_that_the_relay_is_near(
    route, url, goes_to, starttls, tls
):
    found = route(url)
    assert (found.backend, found.goes_to) == (SMTP, goes_to)
    assert (found.starttls, found.tls) == (starttls, tls)
    import_string(SMTP)(host=found.host, use_tls=found.starttls, use_ssl=found.tls)


def test_it_reads_any_character_in_user_and_password(route):
    found = route("smtp://ana%40clinic.example:a%2Fb%3A%25%23@mail.example")
    assert (found.user, found.password) == ("ana@clinic.example", "a/b:%#")


def test_it_shows_no_password(route):
    assert "hunter2" not in repr(route("smtp://u:hunter2@mail.example"))


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "mail.example:587",
        "http://u:hunter2@mail.example",
        "smtp://",
        "smtp://u:hunter2@",
        "smtp://u:hunter2@mail.example:many",
        "smtp://u:hunter2@mail.example:0",
        "smtp://u:hunter2@mail.example:70000",
        "smtp://u:hunter2@[::1",
        "smtp://u:hunter2@mail example",
        "smtp://u:hunter2@mail.example/folder",
        "smtp://u:hunter2/x@mail.example",
        "smtp://u:hunter2#x@mail.example",
        "smtp://u:hunter2?x@mail.example",
        "smtp://u:hunter2%0d%0aQUIT@mail.example",
        "smtp://u:hunter2%ff@mail.example",
        "smtp://u:hunter2é@mail.example",
        "smtp://u:hunter2℀@mail.example",
        "smtp://hunter2@mail.example",
        "smtp://:hunter2@mail.example",
        "smtp+plain://u:hunter2@mail.example",
        "file://",
        "file:///",
        "file:folder",
        "file://server/folder",
        "file:///folder?x",
    ],
)
def test_it_refuses_what_names_no_way_and_does_not_print_the_password(route, url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be used") as refusal:
        route(url)
    assert "hunter2" not in str(refusal.value)
    assert refusal.value.__suppress_context__


@pytest.mark.parametrize(
    ("site_url", "address"),
    [
        ("https://guide.example.org", "guide@guide.example.org"),
        ("http://127.0.0.1:8000", "guide@localhost"),
        ("http://[::1]:8000", "guide@localhost"),
        ("http://intranet:8000", "guide@intranet"),
    ],
)
def test_it_sends_from_the_host_of_the_site(sent_by, site_url, address):
    assert sent_by("", site_url) == address


@pytest.mark.parametrize(
    "value", ["care@clinic.example", "Dr. Ben’s Clínica <care@clinic.example>", "me@localhost"]
)
def test_it_sends_from_the_address_that_is_given(sent_by, value):
    assert sent_by(value) == value
    assert mail.EmailMessage("Hello", "…", value, ["a@b.example"]).message()["From"]


@pytest.mark.parametrize(
    "value",
    [
        "clinic",
        "care@",
        "care@clinic",
        "a@b.example, c@d.example",
        "A, B <a@b.example>",
        "Clinic <a@b.example> <c@d.example>",
        "Clinic\nBcc: all@b.example <a@b.example>",
        "Clinic\n<a@b.example>",
        "<>",
        "Clinic <care@clinic.example",
    ],
)
def test_it_refuses_a_sender_that_is_no_address(sent_by, value):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM is"):
        sent_by(value)
