"""The settings of backups: each bad value ends in a sentence that says what to do."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.backup.keys import KEY, OTHER
from tests.source import ROOT
from tpi_site.backup import configuring
from tpi_site.backup.keeping import Keep


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("BACKUP_KEY", "BACKUP_DIR", "BACKUP_KEEP"):
        monkeypatch.delenv(name, raising=False)


def test_it_makes_one_key_that_only_its_owner_can_read(tmp_path):
    keys = configuring.backup_keys(tmp_path, [])
    assert configuring.backup_keys(tmp_path, []) == keys
    assert len(keys) == 1
    assert stat.S_IMODE((tmp_path / "backup_key").stat().st_mode) == 0o600


def test_it_takes_keys_from_the_environment_and_makes_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("BACKUP_KEY", f"{KEY}, {OTHER}")
    assert configuring.backup_keys(tmp_path, []) == [KEY, OTHER]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", ["secret", KEY[:-1], f"{KEY},short"])
def test_it_refuses_a_key_that_is_none(monkeypatch, tmp_path, value):
    monkeypatch.setenv("BACKUP_KEY", value)
    with pytest.raises(ImproperlyConfigured, match="BACKUP_KEY holds a key that cannot be used"):
        configuring.backup_keys(tmp_path, [])


def test_it_never_replaces_a_damaged_key(tmp_path):
    (tmp_path / "backup_key").write_text("damaged")
    with pytest.raises(ImproperlyConfigured, match="no backup can be opened"):
        configuring.backup_keys(tmp_path, [])
    assert (tmp_path / "backup_key").read_text() == "damaged"


def test_it_refuses_the_key_to_what_patients_wrote(monkeypatch, tmp_path):
    monkeypatch.setenv("BACKUP_KEY", KEY)
    with pytest.raises(ImproperlyConfigured, match="opens the messages of patients, too"):
        configuring.backup_keys(tmp_path, [OTHER, KEY])


def test_it_keeps_backups_in_the_data_folder_unless_told_otherwise(monkeypatch, tmp_path):
    assert configuring.backup_folder(tmp_path / "backups") == tmp_path / "backups"
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "there"))
    assert configuring.backup_folder(tmp_path / "backups") == tmp_path / "there"


def test_it_refuses_a_folder_without_its_whole_path(monkeypatch, tmp_path):
    monkeypatch.setenv("BACKUP_DIR", "backups")
    with pytest.raises(ImproperlyConfigured, match="Write the whole path"):
        configuring.backup_folder(tmp_path)


@pytest.mark.parametrize("inside", ["media", "media/old", "static"])
def test_it_refuses_a_folder_that_everyone_can_read(monkeypatch, tmp_path, inside):
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / inside))
    with pytest.raises(ImproperlyConfigured, match="sent to everyone who asks"):
        configuring.backup_folder(tmp_path, tmp_path / "static", tmp_path / "media")


def test_it_keeps_seven_four_and_twelve_unless_told_otherwise(monkeypatch):
    assert configuring.backups_to_keep() == Keep(7, 4, 12)
    monkeypatch.setenv("BACKUP_KEEP", "14, 0, 0")
    assert configuring.backups_to_keep() == Keep(14, 0, 0)


@pytest.mark.parametrize("value", ["7", "7,4", "7,4,12,1", "0,4,12", "-1,4,12", "a,b,c", "999,1,1"])
def test_it_refuses_to_keep_a_strange_number(monkeypatch, value):
    monkeypatch.setenv("BACKUP_KEEP", value)
    with pytest.raises(ImproperlyConfigured, match="like 7,4,12"):
        configuring.backups_to_keep()


def test_it_reads_them_when_the_site_starts(tmp_path):
    settings = {"DATA_DIR": str(tmp_path), "BACKUP_KEEP": "many", "DJANGO_SETTINGS_MODULE": ""}
    env = {name: value for name, value in (os.environ | settings).items() if value}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "This site cannot start: BACKUP_KEEP is “many”" in done.stderr
    assert (tmp_path / "backup_key").exists()
