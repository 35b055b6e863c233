"""Each way to set the site up wrongly is named at the start, and the right way is not."""

import os
import re
import stat
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.checks import ERROR, run_checks
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from content.models import ClinicDetails
from enquiries.models import Duty, RetentionPolicy
from tests import make, people
from tests.source import ROOT
from tests.test_start import free_port, run
from tpi_site.checks import addresses, folders, guards, running, storage

SITE = "https://guide.example.org"
urlpatterns = [path("media/<path:path>", lambda request, path: None)]


def ids(found) -> list[str]:
    return [message.id for message in found]


@pytest.fixture
def well(settings, tmp_path):
    """A site behind a proxy, as docs/operations.md has it."""
    settings.SITE_URL, settings.SECURE, settings.BEHIND_PROXY = SITE, True, True
    settings.ALLOWED_HOSTS = ["guide.example.org", "127.0.0.1", "localhost", "[::1]"]
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path / "data/media", tmp_path / "data/static"
    settings.DATA_DIR.mkdir(mode=0o710)
    settings.MEDIA_ROOT.mkdir(mode=0o750)
    settings.EMAIL_FILE_PATH = None
    return settings


def test_it_has_nothing_to_say_of_a_site_that_is_set_up_well(well):
    assert addresses.addresses_fit(None) == []
    assert folders.folders_are_safe(None) == []
    assert guards.guards_stand(None) == []
    assert guards.pictures_have_their_door(None) == []


def test_it_gives_each_message_an_id_of_its_own_and_a_hint():
    text = "".join(path.read_text() for path in (ROOT / "tpi_site/checks").glob("*.py"))
    named = re.findall(r'id="(tpi\.[EW]\d{3})"', text)
    assert len(named) == len(set(named)) == text.count("hint=")
    operations = (ROOT / "docs/operations.md").read_text()
    assert [name for name in ["tpi.E001", *named] if f"`{name}`" not in operations] == []


WRONG_ADDRESSES = {
    "tpi.E002": {"ALLOWED_HOSTS": ["clinic.example"]},
    "tpi.E003": {"DEBUG": True},
    "tpi.W001": {"ALLOWED_HOSTS": ["*"]},
    "tpi.W002": {"SITE_URL": "http://guide.example.org", "SECURE": False},
    "tpi.W003": {"BEHIND_PROXY": False},
}


@pytest.mark.parametrize("wrong", WRONG_ADDRESSES)
def test_it_names_what_does_not_fit_the_address(well, wrong):
    with override_settings(**WRONG_ADDRESSES[wrong]):
        assert ids(addresses.addresses_fit(None)) == [wrong]


@pytest.mark.parametrize(
    "more", [{"BEHIND_PROXY": True}, {"BEHIND_PROXY": False, "HOST": "0.0.0.0"}]
)
@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000"])
def test_it_names_an_address_that_visitors_cannot_open(well, more, url):
    with override_settings(SITE_URL=url, SECURE=False, **more):
        assert "tpi.W004" in ids(addresses.addresses_fit(None))


def test_it_lets_somebody_try_the_site_out(well):
    with override_settings(SITE_URL="http://127.0.0.1:8000", SECURE=False, BEHIND_PROXY=False):
        assert ids(addresses.addresses_fit(None)) == []


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "STATIC_ROOT"])
@pytest.mark.parametrize("what", ["DATA_DIR", "BACKUP_DIR", "EMAIL_FILE_PATH"])
def test_it_serves_no_folder_that_holds_a_secret(well, name, what):
    public = well.DATA_DIR if what == "DATA_DIR" else getattr(well, name)
    inside = public if what == "DATA_DIR" else public / "inside"
    with override_settings(**{name: public, what: inside}):
        (found,) = folders.served()
    assert found.id == "tpi.E004"
    assert name in found.msg


def test_it_names_folders_and_secrets_that_others_may_read(well):
    well.DATA_DIR.chmod(0o755)
    well.MEDIA_ROOT.chmod(0o757)
    (well.DATA_DIR / "secret_key").write_text("x")
    (well.DATA_DIR / "secret_key").chmod(0o640)
    assert ids(folders.folders_are_safe(None)) == ["tpi.W005", "tpi.W006", "tpi.W007"]


def test_it_makes_its_own_secrets_for_its_owner_only(well):
    key = well.DATA_DIR / "secret_key"
    key.touch(mode=0o600)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert folders.folders_are_safe(None) == []


def test_it_names_uploads_that_could_be_run(well):
    with override_settings(FILE_UPLOAD_PERMISSIONS=0o755):
        assert ids(folders.folders_are_safe(None)) == ["tpi.E005"]


SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": "/mnt/share/site.sqlite3",
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
}


@pytest.fixture
def mounted(monkeypatch, tmp_path):
    def mount(kind: str, **options) -> list[str]:
        table = tmp_path / "mounts"
        table.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x /mnt/share {kind} rw 0 0\n")
        monkeypatch.setattr(storage, "MOUNTS", table)
        return ids(storage.sqlite(SQLITE | {"OPTIONS": SQLITE["OPTIONS"] | options}))

    return mount


def test_it_names_a_database_that_several_machines_could_open(mounted):
    assert mounted("ext4") == []
    assert mounted("nfs4") == ["tpi.E007"]
    assert mounted("cifs") == ["tpi.E007"]


def test_it_names_a_database_that_loses_the_second_writer(mounted):
    assert mounted("ext4", transaction_mode="DEFERRED") == ["tpi.E006"]
    assert mounted("ext4", init_command="PRAGMA journal_mode=DELETE") == ["tpi.E006"]


def test_it_asks_nothing_of_that_from_postgresql():
    assert ids(storage.sqlite({"ENGINE": "django.db.backends.postgresql", "NAME": "x"})) == []


def test_it_knows_no_file_system_where_the_machine_does_not_say(monkeypatch, tmp_path):
    monkeypatch.setattr(storage, "MOUNTS", tmp_path / "none")
    assert storage.file_system(tmp_path) == ""


def test_it_names_mail_that_reaches_nobody(settings):
    settings.SECURE, settings.EMAIL_BACKEND = True, storage.TO_FILES
    assert ids(storage.mail()) == ["tpi.W008"]
    settings.SECURE = False
    assert ids(storage.mail()) == []


@override_settings(ROOT_URLCONF=__name__)
def test_it_names_pictures_without_their_door():
    assert ids(guards.pictures_have_their_door(None)) == ["tpi.E008"]


def test_it_names_what_a_wider_sanitizer_lets_through(monkeypatch):
    monkeypatch.setattr(guards, "clean", lambda html: html)
    (found,) = guards.sanitizer()
    assert found.id == "tpi.E009"
    for name in guards.HOSTILE:
        assert name in found.msg


@pytest.mark.parametrize(
    "policy",
    [
        {"default-src": ["'none'"], "script-src": ["'self'", "'unsafe-inline'"]},
        {"default-src": ["*"]},
        {"default-src": ["'none'"], "img-src": ["https:"]},
        {"script-src": ["'self'"]},
    ],
)
def test_it_names_a_weak_policy(settings, policy):
    settings.SECURE_CSP = policy
    assert ids(guards.policy()) == ["tpi.E010"]


def test_it_names_a_policy_that_is_not_sent(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != guards.FIRST]
    assert ids(guards.policy()) == ["tpi.E010"]


@pytest.fixture
def running_well(db):
    """Due work ran, somebody may sign, and the clinic has said when it is open."""
    people.ben()
    make.clinic(opening_hours="Mo-Fr 08:00-17:00")
    return Duty.objects.create(name="send mail", ran_at=timezone.now())


def asked() -> list[str]:
    return ids(running.site_runs(None, databases=["default"]))


@pytest.mark.usefixtures("running_well")
def test_it_has_nothing_to_say_of_a_site_that_runs_well():
    assert asked() == []


def test_it_asks_no_database_unless_told_to():
    assert running.site_runs(None) == []


def test_it_names_due_work_that_has_stopped(running_well):
    Duty.objects.update(ran_at=timezone.now() - timedelta(minutes=61))
    assert asked() == ["tpi.W009"]
    Duty.objects.all().delete()
    assert asked() == ["tpi.W009"]


def test_it_names_a_clock_that_was_set_back(running_well):
    Duty.objects.update(ran_at=timezone.now() + timedelta(hours=1))
    assert asked() == ["tpi.W010"]


@pytest.mark.usefixtures("running_well")
def test_it_names_what_is_kept_for_ever():
    RetentionPolicy.objects.filter(category="spam").delete()
    assert asked() == ["tpi.W011"]


@pytest.mark.usefixtures("running_well")
def test_it_names_a_clinic_where_nobody_may_sign():
    people.get("ben").groups.clear()
    assert asked() == ["tpi.W012"]


@pytest.mark.usefixtures("running_well")
def test_it_names_a_clinic_that_is_still_the_example(settings):
    ClinicDetails.objects.update(is_example=True)
    assert asked() == ["tpi.W013"]
    settings.SECURE = False  # somebody tries the site out
    assert asked() == []


@pytest.mark.usefixtures("running_well")
@pytest.mark.parametrize(
    ("kept", "said"), [("Monday to Friday, 8 to 5", "“Monday to Friday, 8 to 5”"), ("", "not said")]
)
def test_it_names_hours_that_nobody_can_read(kept, said):
    """They were saved before the form refused such; promises go by others until they are mended."""
    ClinicDetails.objects.update(opening_hours=kept)
    assert asked() == ["tpi.W014"]
    (message,) = running.opening_hours()
    assert said in message.msg
    ClinicDetails.objects.update(opening_hours="Tu-Sa 10:00-18:00")
    assert asked() == []


def test_it_runs_with_all_the_others(well):
    with override_settings(ALLOWED_HOSTS=["clinic.example"]):
        assert "tpi.E002" in [m.id for m in run_checks() if m.level >= ERROR]


def test_it_is_clean_for_a_site_behind_a_proxy(tmp_path):
    """Of Django's own checks and ours, not even a warning is left."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DJANGO_SETTINGS_MODULE": "tpi_site.settings",
        "DATA_DIR": str(tmp_path / "data"),
        "SITE_URL": SITE,
        "BEHIND_PROXY": "true",
        "EMAIL_URL": "smtps://guide:secret@mail.example.org",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=env, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_it_does_not_start_with_an_error(tmp_path):
    done = run(tmp_path / "data", free_port(), SITE_URL=SITE, DEBUG="true")
    assert done.returncode != 0
    assert "tpi.E003" in done.stderr
    assert "Take DEBUG away" in done.stderr
