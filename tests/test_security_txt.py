"""Where to report a hole stands where RFC 9116 says, with an end that lies ahead."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from tpi_site import security_contact

PATH = "/.well-known/security.txt"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL, settings.SECURE = "https://guide.example.org", True
    settings.SECURITY_CONTACT = ["mailto:security@clinic.example", "https://clinic.example/holes"]


def fields(client) -> list[tuple[str, str]]:
    response = client.get(PATH)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return [tuple(line.split(": ", 1)) for line in response.content.decode().splitlines()]


def test_it_names_the_contacts_in_their_order(client):
    assert [value for name, value in fields(client) if name == "Contact"] == [
        "mailto:security@clinic.example",
        "https://clinic.example/holes",
    ]


def test_it_ends_ahead_and_within_a_year(client):
    (expires,) = [value for name, value in fields(client) if name == "Expires"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", expires)
    left = datetime.fromisoformat(expires) - timezone.now()
    assert timedelta(days=28) < left < timedelta(days=365)


def test_it_says_where_it_belongs(client):
    assert ("Canonical", f"https://guide.example.org{PATH}") in fields(client)


def test_it_names_the_contact_page_where_nobody_is_named(client, settings):
    settings.SECURITY_CONTACT = []
    assert ("Contact", "https://guide.example.org/contact/") in fields(client)


def test_it_is_not_there_without_a_contact_that_the_rfc_allows(client, settings, db):
    settings.SECURITY_CONTACT, settings.SECURE = [], False
    assert client.get(PATH).status_code == 404


def test_it_only_reads_and_gives_no_cookie(client):
    assert client.post(PATH).status_code == 405
    assert not client.get(PATH).cookies


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("", []),
        ("a@clinic.example", ["mailto:a@clinic.example"]),
        ("mailto:a@clinic.example", ["mailto:a@clinic.example"]),
        (
            "https://clinic.example/s , tel:+1-201-555-0123",
            ["https://clinic.example/s", "tel:+1-201-555-0123"],
        ),
    ],
)
def test_it_reads_addresses_of_three_kinds(monkeypatch, given, read):
    monkeypatch.setenv("SECURITY_CONTACT", given)
    assert security_contact.contacts() == read


@pytest.mark.parametrize(
    "bad", ["nobody", "http://clinic.example", "tel:911", "https://a b", "a@b@c", "ftp://x.example"]
)
def test_it_refuses_any_other(monkeypatch, bad):
    monkeypatch.setenv("SECURITY_CONTACT", bad)
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT is"):
        security_contact.contacts()
