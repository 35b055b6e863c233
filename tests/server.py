"""The site as a clinic runs it: `manage.py start` in a process and a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.request import urlopen

from tests import second_factor
from tests.source import ROOT

PATIENCE = 240  # seconds until a server that does not answer is given up
ADMINISTRATOR = ("maxine", "a long enough secret")
# Set by the tests' own settings or by whoever runs them; a clinic's machine has none of these.
NOT_A_CLINICS = {"DJANGO_SETTINGS_MODULE", "SITE_URL", "SECRET_KEY", "DATABASE_URL", "DATA_DIR"}

AS_SHIPPED = {"WORKERS": ""}  # as many processes and threads as a clinic gets that sets nothing


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(data: Path, port: int, **settings: str) -> dict:
    """Arguments for subprocess."""
    env = {name: value for name, value in os.environ.items() if name not in NOT_A_CLINICS}
    env |= {"DATA_DIR": str(data), "PORT": str(port), "WORKERS": "1"}
    env |= {"TRY_SOURCES": "false", "BACKUP_DAILY": "false"} | settings
    return {"args": [sys.executable, "manage.py", "start"], "cwd": ROOT, "env": env, "text": True}


def run(data: Path, port: int, **settings: str) -> subprocess.CompletedProcess:
    """For a start that is expected to end by itself."""
    return subprocess.run(**command(data, port, **settings), capture_output=True, timeout=PATIENCE)


def shell(data: Path, code: str, timeout: float | None = None) -> str:
    """The last line that the code prints; it runs beside the site, in its data folder, at most for
    so many seconds."""
    run = command(data, 1)
    run["args"] = [sys.executable, "manage.py", "shell", "-v0", "--no-imports", "-c", code]
    done = subprocess.run(**run, capture_output=True, timeout=timeout)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.rstrip().rpartition("\n")[2]


def enrol_everybody(data: Path) -> None:
    """Gives second factors whose codes tests.second_factor knows to all who must have one."""
    shell(data, second_factor.ENROL)


class Server:
    """Runs inside a `with`; `address` has no slash at its end."""

    def __init__(
        self,
        data: Path,
        port: int | None = None,
        arguments: list[str] | None = None,
        **settings: str,
    ):
        port = port or free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.data = data
        self.log = data.parent / f"server-{port}.log"
        data.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                **command(data, port, **settings) | ({"args": arguments} if arguments else {}),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> "Server":
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return self
            time.sleep(0.1)
        self.process.kill()
        self.process.wait()
        raise RuntimeError(f"The server did not answer. It said: {self.log.read_text()}")

    def answers(self) -> bool:
        """Also with a redirect to https, where nobody answers without a proxy."""
        connection = HTTPConnection(self.address.partition("://")[2], timeout=5)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 500
        except (HTTPException, OSError):
            return False
        finally:
            connection.close()

    def get(self, path: str) -> str:
        with urlopen(self.address + path, timeout=10) as response:
            return response.read().decode()

    def stop(self) -> str:
        """Presses Ctrl-C, which reaches every process; returns all that the server printed."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=PATIENCE)
        return self.log.read_text()

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)
