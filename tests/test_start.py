"""`manage.py start`, as a new clinic would run it."""

import os
import re
import socket
import stat
import sys
from urllib.error import HTTPError

import pytest

from tests.server import ADMINISTRATOR, Server, free_port, run

pytestmark = pytest.mark.browser  # as slow as a browser, and once is enough


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
    with Server(data) as second:
        assert "trigger point" in second.get("/").lower()
        again = second.stop()
    assert "Password" not in again
    assert "Loaded" not in again


def test_it_runs_under_gunicorn_as_well(tmp_path):
    data, port = tmp_path / "data", free_port()
    with Server(data, port) as first:
        first.stop()
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
    done = run(tmp_path / "data", free_port(), **{setting: value})
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_it_takes_the_administrator_from_the_environment(tmp_path):
    name, password = ADMINISTRATOR
    extra = {"ADMIN_USERNAME": name, "ADMIN_PASSWORD": password}
    with Server(tmp_path / "data", **extra) as server:
        output = server.stop()
    assert name in output
    assert password not in output
