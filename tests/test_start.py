"""`manage.py start`, as a new clinic would run it."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests import ready
from tests.server import ADMINISTRATOR, Server, command, free_port, run
from tests.source import ROOT
from tpi_site import static_files

pytestmark = pytest.mark.browser  # as slow as a browser, and once is enough


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    """What a first start leaves, which takes longer than all starts after it."""
    data = ready.data(tmp_path_factory.mktemp("begun"))
    with Server(data) as server:
        server.stop()
    return data


@pytest.fixture
def data(begun, tmp_path) -> Path:
    """A copy, for one test alone."""
    return shutil.copytree(begun, tmp_path / "data")


def test_it_serves_the_guide_keeps_it_and_stops_cleanly(tmp_path):
    data = tmp_path / "data"
    with Server(data) as first:
        page = first.get("/")
        assert "trigger point" in page.lower()
        sheet = re.search(r"/static/css/guide\.[0-9a-f]+\.css", page).group()
        assert "--" in first.get(sheet)
        with pytest.raises(HTTPError) as refused:
            first.get("/no-such-page/")
        assert refused.value.code == 404
        refused.value.close()
        output = first.stop()
    assert first.process.returncode == 0
    assert "Traceback" not in output
    assert re.search(r"Password, shown only now: \S{20}", output)
    assert stat.S_IMODE(os.stat(data / "secret_key").st_mode) == 0o600
    collected = (data / "static" / static_files.NOTE).stat().st_ino
    with Server(data) as second:
        assert "trigger point" in second.get("/").lower()
        again = second.stop()
    assert "Password" not in again
    assert "Loaded" not in again
    assert (data / "static" / static_files.NOTE).stat().st_ino == collected


def test_it_runs_under_gunicorn_as_well(data):
    port = free_port()
    arguments = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "tpi_site.wsgi"]
    with Server(data, port, arguments=arguments) as other:
        assert "trigger point" in other.get("/recovery/day-by-day/").lower()
        other.stop()
    assert other.process.returncode == 0


def test_it_says_that_the_port_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path / "data", taken.getsockname()[1])
    assert done.returncode != 0
    assert "choose another port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT is “eighty”"),
        ("SITE_URL", "example", "SITE_URL is “example”"),
        ("DEBUG", "perhaps", "DEBUG is “perhaps”"),
        ("WORKERS", "0", "WORKERS is “0”"),
        ("DATABASE_URL", "oracle://x", "DATABASE_URL cannot be used"),
        ("DATABASE_URL", "sqlite:////proc/nowhere/site.sqlite3", "The database cannot be used"),
        ("ADMIN_PASSWORD", "password", "ADMIN_PASSWORD is too weak"),
        ("DATA_DIR", "/proc/nowhere", "cannot be made"),
        ("HOST", "not a host", "not a host"),
        ("HOST", "0.0.0.0", "Set SITE_URL"),
    ],
)
def test_it_ends_with_a_sentence_about_a_bad_setting(tmp_path, setting, value, sentence):
    done = run(ready.data(tmp_path), free_port(), **{setting: value})
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_it_takes_the_administrator_from_the_environment(tmp_path):
    name, password = ADMINISTRATOR
    extra = {"ADMIN_USERNAME": name, "ADMIN_PASSWORD": password}
    with Server(ready.data(tmp_path), **extra) as server:
        output = server.stop()
    assert name in output
    assert password not in output


def wait_for(found, seconds: float = 30):
    """What `found` gives, as soon as it gives something."""
    deadline = time.monotonic() + seconds
    while not (got := found()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return got


def due_work_of(process: int) -> list[int]:
    """The numbers of the `run_due` processes that this process has started."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    children = [number for thread in threads for number in thread.read_text().split()]
    return [int(n) for n in children if b"run_due" in Path(f"/proc/{n}/cmdline").read_bytes()]


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def post_mail(data: Path) -> None:
    """Puts “tell staff” and what it tells about into the outbox, as a patient's message does."""
    script = (
        "from django.db import transaction\n"
        "from enquiries.handling import posting\n"
        "from enquiries.models import InboxSettings\n"
        "from tests.enquiries import make\n"
        "InboxSettings(staff_addresses='desk@clinic.example').save()\n"
        "with transaction.atomic():\n"
        "    make.enquiry()\n"
        "    posting.post('staff')\n"
    )
    env = command(data, 0)["env"] | {"PORT": "8000"}
    arguments = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    subprocess.run(arguments, cwd=ROOT, env=env, check=True, timeout=60)


def test_it_sends_mail_to_a_folder_where_no_server_is_named(data):
    with Server(data) as server:
        post_mail(data)
        files = wait_for(lambda: list((data / "mail").iterdir()))
        output = server.stop()
    assert f"Mail goes to the folder {data / 'mail'}" in output
    assert len(files) == 1
    assert "Subject: 1 new enquiry" in files[0].read_text()
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    with sqlite3.connect(data / "site.sqlite3") as database:
        states = database.execute("SELECT state FROM enquiries_outboxmessage").fetchall()
    database.close()
    assert states == [("sent",)]


needs_proc = pytest.mark.skipif(
    not Path(f"/proc/self/task/{os.getpid()}/children").exists(), reason="needs Linux"
)


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_due_work_with_the_server(data, how):
    with Server(data) as server:
        (worker,) = wait_for(lambda: due_work_of(server.process.pid))
        if how == signal.SIGINT:
            server.stop()
        else:
            server.process.send_signal(how)
            server.process.wait(timeout=30)
        assert wait_for(lambda: not is_running(worker), seconds=10)
        with suppress(ProcessLookupError):
            os.killpg(server.process.pid, signal.SIGKILL)  # the server's own, when it was killed
    assert "Traceback" not in server.log.read_text()


@needs_proc
def test_it_starts_due_work_again_that_was_killed(data):
    with Server(data) as server:
        (first,) = wait_for(lambda: due_work_of(server.process.pid))
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: not due_work_of(server.process.pid))
        assert wait_for(lambda: due_work_of(server.process.pid)) != [first]
        output = server.stop()
    assert "starts again" in output
