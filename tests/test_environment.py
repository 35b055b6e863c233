"""Settings from the environment: each bad value ends in a sentence that says what to do."""

import os
import stat
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
    ["guide.example.org", "ftp://a.example", "https://", "https://a.example/sub", "http://a:x"],
)
def test_it_refuses_an_address_that_is_no_site(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="public address"):
        environment.site_url("http://127.0.0.1:8000")


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


def test_it_ends_with_a_sentence_and_no_traceback(tmp_path):
    settings = {"DATA_DIR": str(tmp_path), "PORT": "many", "DJANGO_SETTINGS_MODULE": ""}
    env = {name: value for name, value in (os.environ | settings).items() if value}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "This site cannot start: PORT is “many”" in done.stderr
    assert "Traceback" not in done.stderr
