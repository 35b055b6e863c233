"""Settings from the environment: each bad value ends in a sentence that says what to do."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.source import ROOT
from tpi_site import environment


def test_it_takes_the_default_when_nothing_is_set(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert environment.number("PORT", 8000, 1, 65535) == 8000


@pytest.mark.parametrize("value", ["eighty", "0", "65536", "-1", "8 0", "²"])
def test_it_refuses_a_number_out_of_range(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match="whole number from 1 to 65535"):
        environment.number("PORT", 8000, 1, 65535)


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("No", False), ("1", True)])
def test_it_reads_a_flag(monkeypatch, value, expected):
    monkeypatch.setenv("DEBUG", value)
    assert environment.flag("DEBUG") is expected


def test_it_refuses_a_flag_that_is_neither(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="true or false"):
        environment.flag("DEBUG")


@pytest.mark.parametrize(
    "value",
    "guide.example.org ftp://a.example https:// https://a.example/sub http://a:x "
    "https://clínica.example https://a..example https://a.example.".split(),
)
def test_it_refuses_an_address_that_is_no_site(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="public address"):
        environment.site_url("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("https://Guide.Example.ORG/", "https://guide.example.org"),
        ("HTTPS://guide.example.org:443", "https://guide.example.org"),
        ("http://guide.example.org:443", "http://guide.example.org:443"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_it_spells_the_address_as_browsers_do(monkeypatch, value, sent):
    """A passkey is refused where the two differ in a letter."""
    monkeypatch.setenv("SITE_URL", value)
    assert environment.site_url("http://127.0.0.1:8000") == sent


def test_it_takes_the_names_of_hosts(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "guide.example.org, .clinic.example, [::1], 192.0.2.7, *")
    expected = ["guide.example.org", ".clinic.example", "[::1]", "192.0.2.7", "*"]
    assert environment.host_names("ALLOWED_HOSTS") == expected


@pytest.mark.parametrize(
    "value",
    ["https://a.example", "a.example b.example", "a.example:8000", "a.example/x", "*.a.example"],
)
def test_it_refuses_what_no_host_is_ever_called(monkeypatch, value):
    """Readers who come by that name would be refused, and nothing would say why."""
    monkeypatch.setenv("ALLOWED_HOSTS", f"guide.example.org,{value}")
    with pytest.raises(ImproperlyConfigured, match="names alone"):
        environment.host_names("ALLOWED_HOSTS")


@pytest.mark.parametrize(
    "value", ["mysql://a@b/c", "nonsense", "postgresql://", "sqlite://", "postgresql://a:b@h:x/n"]
)
def test_it_refuses_a_database_it_cannot_use(monkeypatch, tmp_path, value):
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL cannot be used"):
        environment.database(tmp_path / "site.sqlite3")


def test_it_makes_sqlite_wait_and_keep_what_it_acknowledged(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    options = environment.database(tmp_path / "site.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]
    assert "cache_size=-250" in options["init_command"]


def test_it_refuses_an_unknown_time_zone(monkeypatch):
    monkeypatch.setenv("TIME_ZONE", "Mars/Olympus")
    with pytest.raises(ImproperlyConfigured, match="America/Los_Angeles"):
        environment.time_zone("UTC")


def test_it_refuses_a_data_folder_that_cannot_be_made(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(ImproperlyConfigured, match="cannot be made"):
        environment.data_folder(tmp_path)


def refused(command: str, **settings: str) -> str:
    """What a command of the site says that must fail, without a traceback."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "", "DATABASE_URL": ""} | settings
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env={name: value for name, value in env.items() if value},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_ends_with_a_sentence_and_no_traceback(tmp_path):
    said = refused("check", DATA_DIR=str(tmp_path), PORT="many")
    assert "This site cannot start: PORT is “many”" in said


@pytest.mark.parametrize("command", ["check_articles", "backup"])
def test_it_says_where_it_looked_when_there_is_no_site(tmp_path, command):
    """Whoever forgot the DATA_DIR of the site, as one does over ssh."""
    said = refused(command, DATA_DIR=str(tmp_path))
    assert "DATA_DIR" in said.replace("\n", " ")
    assert command == "backup" or f"{tmp_path}/site.sqlite3 cannot be used" in said


@pytest.mark.parametrize("value", ["", "a" * 32, "0123456789abcdef" * 4, "A-_.~+/=" * 4])
def test_it_takes_a_long_token_or_none(monkeypatch, value):
    monkeypatch.setenv("METRICS_TOKEN", value)
    assert environment.token("METRICS_TOKEN") == value


@pytest.mark.parametrize("value", ["short", "a" * 31, "a" * 201, "a b " * 10, "é" * 40])
def test_it_refuses_a_token_that_could_be_guessed_and_does_not_print_it(monkeypatch, value):
    monkeypatch.setenv("METRICS_TOKEN", value)
    with pytest.raises(ImproperlyConfigured, match="32 or more") as refusal:
        environment.token("METRICS_TOKEN")
    assert value not in str(refusal.value)


def test_it_takes_one_of_few_words(monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    assert environment.one_of("LOG_FORMAT", "text", ["text", "json"]) == "json"
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT is “xml”"):
        environment.one_of("LOG_FORMAT", "text", ["text", "json"])
