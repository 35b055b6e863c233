"""Faults: the page that is left, and the log line that names nobody."""

import errno
import logging

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from content.models import Edition, current_guide
from tests import make, people

pytestmark = pytest.mark.django_db


# In pieces, because a traceback quotes the source of this file.
TYPED = ("maria", "@", "example.org")


@pytest.fixture
def visitor():
    """A browser: it gets the error page, not the exception."""
    return Client(raise_request_exception=False)


@pytest.fixture
def broken_database(monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError(f"database is locked: {''.join(TYPED)}")

    monkeypatch.setattr(Edition, "current", locked)


@pytest.mark.parametrize("path", ["/", "/recovery/", "/no-such-page/", "/search/?q=maria", "/es/"])
def test_it_has_a_page_left_when_the_database_is_away(visitor, broken_database, path):
    response = visitor.get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "Something went wrong on our side" in response.content.decode()
    assert "911" in response.content.decode()
    assert (
        response["Content-Security-Policy"] == visitor.get("/robots.txt")["Content-Security-Policy"]
    )


def test_it_asks_the_database_nothing_for_the_error_page(visitor, broken_database):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", lambda *a: pytest.fail("asked the database"))
        assert visitor.get("/").status_code == 503


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError(), 503, "could not do this just now"),
        (OSError(errno.ENOSPC, "No space left on device"), 503, "could not do this just now"),
        (OSError(errno.EIO, "Input/output error"), 500, "Something went wrong on our side"),
        (ValueError(), 500, "Something went wrong on our side"),
    ],
)
def test_it_tells_what_will_pass_from_what_must_be_mended(
    visitor, monkeypatch, error, status, words
):
    def fail():
        raise error

    monkeypatch.setattr(Edition, "current", fail)
    page, script = (
        visitor.get("/"),
        visitor.get("/", headers={"X-Requested-With": "XMLHttpRequest"}),
    )
    assert {page.status_code, script.status_code} == {status}
    assert words in page.content.decode()
    assert words in script.json()["error"]
    assert ("Retry-After" in page, "Retry-After" in script) == (status == 503, status == 503)


def test_it_still_knows_the_phone_number(visitor, monkeypatch):
    make.clinic(phone="(503) 555-0142")
    current_guide()

    def locked():
        raise OperationalError

    monkeypatch.setattr(Edition, "current", locked)
    assert "(503) 555-0142" in visitor.get("/").content.decode()


def test_it_logs_the_place_and_nothing_that_was_typed(visitor, broken_database):
    from tpi_site.logs import PrivateFormatter

    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(formatter.format(record))
    formatter = PrivateFormatter(settings.LOGGING["formatters"]["private"]["format"], style="{")
    logging.getLogger("django").addHandler(handler)
    try:
        visitor.get("/search/?q=my+private+pain")
    finally:
        logging.getLogger("django").removeHandler(handler)
    text = "\n".join(lines)
    assert "/search/" in text
    assert "OperationalError" in text
    assert "my+private+pain" not in text
    assert "".join(TYPED) not in text


def test_it_refuses_a_host_that_is_not_ours(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"evil" not in response.content


def test_it_answers_a_forged_form_with_a_page(starter_guide):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "<h1" in response.content.decode()
    assert "It is for the people who work on this guide." in response.content.decode()


def test_it_leads_staff_who_may_not_back_to_what_they_may(client, starter_guide):
    """“It is for the people who work on this guide” is no answer to one of them."""
    client.force_login(people.ana())
    page = client.get("/admin/auth/user/")
    assert page.status_code == 403
    assert 'Ask whoever looks after the accounts, or <a href="/admin/">' in page.content.decode()
