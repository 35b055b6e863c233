"""`manage.py start`, run as a new clinic would run it: a real server in a folder of its own."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.source import ROOT

pytestmark = pytest.mark.browser
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(data, port, **extra) -> dict:
    """What to run, with an environment that knows nothing of the tests' settings."""
    env = {n: v for n, v in os.environ.items() if n not in {"DJANGO_SETTINGS_MODULE", "SITE_URL"}}
    for name in ("SECRET_KEY", "DATABASE_URL"):
        env.pop(name, None)
    env |= {"DATA_DIR": str(data), "PORT": str(port), "WORKERS": "1"} | extra
    return {"args": [sys.executable, "manage.py", "start"], "cwd": ROOT, "env": env, "text": True}


def run(data, port, **extra) -> subprocess.CompletedProcess:
    return subprocess.run(**command(data, port, **extra), capture_output=True, timeout=PATIENCE)


class Server:
    def __init__(self, data, port, **extra):
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            **command(data, port, **extra), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def __enter__(self):
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                urlopen(self.address, timeout=5)
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                return self
        self.process.kill()
        pytest.fail(f"The server did not answer. It said: {self.process.stdout.read()}")

    def get(self, path: str) -> str:
        with urlopen(self.address + path, timeout=10) as response:
            return response.read().decode()

    def stop(self) -> str:
        """Ctrl-C; returns all that the server printed."""
        self.process.send_signal(signal.SIGINT)
        output, _ = self.process.communicate(timeout=PATIENCE)
        return output

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()


def test_it_serves_the_guide_keeps_it_and_stops_cleanly(tmp_path):
    data, port = tmp_path / "data", free_port()
    with Server(data, port) as first:
        assert "trigger point" in first.get("/").lower()
        sheet = re.search(r'/static/css/guide\.[0-9a-f]+\.css', first.get("/")).group()
        assert "--" in first.get(sheet)
        with pytest.raises(HTTPError) as refused:
            first.get("/no-such-page/")
        assert refused.value.code == 404
        output = first.stop()
    assert first.process.returncode == 0
    assert "Traceback" not in output
    assert re.search(r"Password, shown only now: \S{20}", output)
    assert stat.S_IMODE(os.stat(data / "secret_key").st_mode) == 0o600
    with Server(data, port) as second:
        assert "trigger point" in second.get("/").lower()
        again = second.stop()
    assert "Password" not in again
    assert "Loaded" not in again


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
        ("ADMIN_PASSWORD", "password", "ADMIN_PASSWORD is too weak"),
        ("DATABASE_URL", "sqlite:////proc/nowhere/site.sqlite3", "The database cannot be used"),
    ],
)
def test_it_ends_with_a_sentence_about_a_bad_setting(tmp_path, setting, value, sentence):
    done = run(tmp_path / "data", free_port(), **{setting: value})
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_it_takes_the_administrator_from_the_environment(tmp_path):
    port = free_port()
    password = "a long enough secret"
    extra = {"ADMIN_USERNAME": "maxine", "ADMIN_PASSWORD": password}
    with Server(tmp_path / "data", port, **extra) as server:
        output = server.stop()
    assert "maxine" in output
    assert password not in output
