"""The keys of the site: made once, read again, and refused when they cannot be used."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from tpi_site import keys


def test_it_refuses_an_older_secret_key_that_can_be_guessed(monkeypatch):
    """Whoever guesses it signs in as anybody."""
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", f"{'k' * 50},changeme")
    with pytest.raises(ImproperlyConfigured, match="too short") as refused:
        keys.older_secret_keys()
    assert "changeme" not in str(refused.value)


def test_it_keeps_one_secret_that_only_its_owner_can_read(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = keys.secret_key(tmp_path)
    assert keys.secret_key(tmp_path) == first
    assert len(first) >= 50
    assert stat.S_IMODE(os.stat(tmp_path / "secret_key").st_mode) == 0o600


def test_it_refuses_a_damaged_secret(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(ImproperlyConfigured, match="Delete the file"):
        keys.secret_key(tmp_path)


def test_it_refuses_a_short_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "password")
    with pytest.raises(ImproperlyConfigured, match="too short"):
        keys.secret_key(tmp_path)


@pytest.fixture
def no_keys(monkeypatch):
    monkeypatch.delenv("ENQUIRY_KEYS", raising=False)


@pytest.mark.usefixtures("no_keys")
def test_it_makes_one_enquiry_key_that_only_its_owner_can_read(tmp_path):
    made = keys.enquiry_keys(tmp_path)
    assert keys.enquiry_keys(tmp_path) == made
    assert Fernet(made[0]).decrypt(Fernet(made[0]).encrypt(b"numb")) == b"numb"
    assert stat.S_IMODE(os.stat(tmp_path / "enquiry_keys").st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["enquiry_keys"]


@pytest.mark.usefixtures("no_keys")
def test_it_reads_one_enquiry_key_a_line_with_the_newest_first(tmp_path):
    new, old = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    (tmp_path / "enquiry_keys").write_text(f"{new}\r\n\n{old}\n")
    assert keys.enquiry_keys(tmp_path) == [new, old]


def test_it_takes_enquiry_keys_from_the_environment_and_writes_none(monkeypatch, tmp_path):
    given = [Fernet.generate_key().decode() for _ in range(2)]
    monkeypatch.setenv("ENQUIRY_KEYS", " , ".join(given))
    assert keys.enquiry_keys(tmp_path) == given
    assert not list(tmp_path.iterdir())


GOOD_KEY = "KpbZ3qoewPUYL74YwE-GVEDvJfsJ4EvDqeaIqUlV4A4="
BAD_KEYS = [GOOD_KEY[:-2], f"{GOOD_KEY}!", GOOD_KEY.replace("-", "+"), GOOD_KEY[:-2] + "5=", "é"]


@pytest.mark.parametrize("bad", [*BAD_KEYS, ",", f"{GOOD_KEY},password"])
def test_it_refuses_a_bad_enquiry_key_and_does_not_print_it(monkeypatch, tmp_path, bad):
    monkeypatch.setenv("ENQUIRY_KEYS", bad)
    with pytest.raises(ImproperlyConfigured, match="Write each key whole") as refusal:
        keys.enquiry_keys(tmp_path)
    assert GOOD_KEY[:10] not in str(refusal.value)


@pytest.mark.usefixtures("no_keys")
@pytest.mark.parametrize("bad", [*BAD_KEYS, "", f"{GOOD_KEY}\nhalf"])
def test_it_asks_for_the_backup_when_the_enquiry_keys_are_damaged(tmp_path, bad):
    (tmp_path / "enquiry_keys").write_text(bad)
    with pytest.raises(ImproperlyConfigured, match="back from where you keep a copy") as refusal:
        keys.enquiry_keys(tmp_path)
    assert not {"delete", "remove"} & set(str(refusal.value).lower().split())
    assert (tmp_path / "enquiry_keys").read_text() == bad


@pytest.mark.usefixtures("no_keys")
def test_it_says_that_the_enquiry_keys_cannot_be_read(tmp_path):
    (tmp_path / "enquiry_keys").mkdir()
    with pytest.raises(ImproperlyConfigured, match="or set ENQUIRY_KEYS"):
        keys.enquiry_keys(tmp_path)


@pytest.mark.usefixtures("no_keys")
def test_it_agrees_on_one_enquiry_key_when_many_start_at_once(tmp_path):
    together = Barrier(8)

    def start(_):
        together.wait()
        return keys.enquiry_keys(tmp_path)[0]

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["enquiry_keys"]


def test_it_never_overwrites_a_key_that_another_process_wrote_first(monkeypatch, tmp_path):
    path = tmp_path / "enquiry_keys"
    keys._write_once(path, "first")
    keys._write_once(path, "second")
    assert path.read_text() == "first\n"
