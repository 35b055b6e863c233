"""Settings from the environment: each bad value ends in a sentence that says what to do."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cryptography.fernet import Fernet
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


def test_it_refuses_an_older_secret_key_that_can_be_guessed(monkeypatch):
    """Whoever guesses it signs in as anybody."""
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", f"{'k' * 50},changeme")
    with pytest.raises(ImproperlyConfigured, match="too short") as refused:
        environment.older_secret_keys()
    assert "changeme" not in str(refused.value)


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


def test_it_keeps_one_secret_that_only_its_owner_can_read(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert environment.secret_key(tmp_path) == first
    assert len(first) >= 50
    assert stat.S_IMODE(os.stat(tmp_path / "secret_key").st_mode) == 0o600


def test_it_refuses_a_damaged_secret(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(ImproperlyConfigured, match="Delete the file"):
        environment.secret_key(tmp_path)


def test_it_refuses_a_short_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "password")
    with pytest.raises(ImproperlyConfigured, match="too short"):
        environment.secret_key(tmp_path)


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


@pytest.fixture
def no_keys(monkeypatch):
    monkeypatch.delenv("ENQUIRY_KEYS", raising=False)


@pytest.mark.usefixtures("no_keys")
def test_it_makes_one_enquiry_key_that_only_its_owner_can_read(tmp_path):
    keys = environment.enquiry_keys(tmp_path)
    assert environment.enquiry_keys(tmp_path) == keys
    assert Fernet(keys[0]).decrypt(Fernet(keys[0]).encrypt(b"numb")) == b"numb"
    assert stat.S_IMODE(os.stat(tmp_path / "enquiry_keys").st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["enquiry_keys"]


@pytest.mark.usefixtures("no_keys")
def test_it_reads_one_enquiry_key_a_line_with_the_newest_first(tmp_path):
    new, old = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    (tmp_path / "enquiry_keys").write_text(f"{new}\r\n\n{old}\n")
    assert environment.enquiry_keys(tmp_path) == [new, old]


def test_it_takes_enquiry_keys_from_the_environment_and_writes_none(monkeypatch, tmp_path):
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    monkeypatch.setenv("ENQUIRY_KEYS", " , ".join(keys))
    assert environment.enquiry_keys(tmp_path) == keys
    assert not list(tmp_path.iterdir())


GOOD_KEY = "KpbZ3qoewPUYL74YwE-GVEDvJfsJ4EvDqeaIqUlV4A4="
BAD_KEYS = [GOOD_KEY[:-2], f"{GOOD_KEY}!", GOOD_KEY.replace("-", "+"), GOOD_KEY[:-2] + "5=", "é"]


@pytest.mark.parametrize("bad", [*BAD_KEYS, ",", f"{GOOD_KEY},password"])
def test_it_refuses_a_bad_enquiry_key_and_does_not_print_it(monkeypatch, tmp_path, bad):
    monkeypatch.setenv("ENQUIRY_KEYS", bad)
    with pytest.raises(ImproperlyConfigured, match="Write each key whole") as refusal:
        environment.enquiry_keys(tmp_path)
    assert GOOD_KEY[:10] not in str(refusal.value)


@pytest.mark.usefixtures("no_keys")
@pytest.mark.parametrize("bad", [*BAD_KEYS, "", f"{GOOD_KEY}\nhalf"])
def test_it_asks_for_the_backup_when_the_enquiry_keys_are_damaged(tmp_path, bad):
    (tmp_path / "enquiry_keys").write_text(bad)
    with pytest.raises(ImproperlyConfigured, match="back from where you keep a copy") as refusal:
        environment.enquiry_keys(tmp_path)
    assert not {"delete", "remove"} & set(str(refusal.value).lower().split())
    assert (tmp_path / "enquiry_keys").read_text() == bad


@pytest.mark.usefixtures("no_keys")
def test_it_says_that_the_enquiry_keys_cannot_be_read(tmp_path):
    (tmp_path / "enquiry_keys").mkdir()
    with pytest.raises(ImproperlyConfigured, match="or set ENQUIRY_KEYS"):
        environment.enquiry_keys(tmp_path)


@pytest.mark.usefixtures("no_keys")
def test_it_agrees_on_one_enquiry_key_when_many_start_at_once(tmp_path):
    together = Barrier(8)

    def start(_):
        together.wait()
        return environment.enquiry_keys(tmp_path)[0]

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["enquiry_keys"]


def test_it_never_overwrites_a_key_that_another_process_wrote_first(monkeypatch, tmp_path):
    path = tmp_path / "enquiry_keys"
    environment._write_once(path, "first")
    environment._write_once(path, "second")
    assert path.read_text() == "first\n"


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
