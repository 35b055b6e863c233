"""Runs a command against a PostgreSQL server that is thrown away afterwards:

    python -m tests.postgres pytest -m "not browser"

The server listens on a socket in a temporary folder only. Where none is installed nothing is run
and one line says so; with REQUIRE_POSTGRESQL=1 that is a failure.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")
# PostgreSQL refuses to run as root.
INSTEAD_OF_ROOT = ("postgres", "nobody")
# A socket address has room for 107 bytes, its own name included.
LONGEST_FOLDER = 80
# Speed over safety: nothing is kept.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off"
)


def main(command: list[str]) -> int:
    if not command:
        print("Say what to run, like: python -m tests.postgres pytest", file=sys.stderr)
        return 2
    programs = find_programs()
    if programs is None:
        return not_run(command)
    # So that a polite kill stops the server too.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with server(programs) as url:
            return call(with_path(command), os.environ | {"DATABASE_URL": url})
    finally:
        signal.signal(signal.SIGTERM, before)


def call(command: list[str], env: dict[str, str]) -> int:
    """Ctrl-C at a terminal reaches the command too; from elsewhere it is passed on. The command may
    say then what it still has to say."""
    with subprocess.Popen(command, env=env) as process:

        def pass_on(number, _):
            if not sys.stdin.isatty():
                process.send_signal(number)

        before = signal.signal(signal.SIGINT, pass_on)
        try:
            return process.wait()
        except SystemExit:
            process.terminate()
            raise
        finally:
            signal.signal(signal.SIGINT, before)


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version first."""
    folders = sorted(INSTALLED.glob("*/bin"), key=version, reverse=True)
    if found := shutil.which("initdb"):
        folders.append(Path(found).parent)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


def version(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0


def not_run(command: list[str]) -> int:
    print(
        f"Not run: {' '.join(command)} (on PostgreSQL). No PostgreSQL server is installed here; "
        "on Debian: apt-get install postgresql",
        file=sys.stderr,
    )
    return 1 if os.environ.get("REQUIRE_POSTGRESQL") == "1" else 0


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Starts a server; gives the DATABASE_URL of its database and stops it in the end."""
    with restartable_server(programs) as (url, _, _):
        yield url


@contextmanager
def restartable_server(programs: Path) -> Iterator[tuple[str, Callable, Callable]]:
    """The same, with two functions that stop it, as if it crashed, and start it again."""
    folder, owner = own_folder()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, "-D", folder / "data", *arguments],
            check=True, cwd=folder, stdout=subprocess.DEVNULL, **owner,
        )  # fmt: skip

    def start() -> None:
        options = f"{OPTIONS} -c unix_socket_directories='{folder}'"
        run("pg_ctl", "-l", str(folder / "log"), "-w", "-t", "30", "-o", options, "start")

    def stop() -> None:
        run("pg_ctl", "-m", "immediate", "-w", "stop")

    try:
        run("initdb", "-U", "test", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        start()
        try:
            yield f"postgresql://test@/postgres?host={folder}", stop, start
        finally:
            stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def own_folder() -> tuple[Path, dict]:
    """A folder for the server and the arguments that run a program as the folder's owner."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    if len(str(folder)) > LONGEST_FOLDER:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    if os.getuid() != 0:
        return folder, {}
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = next(users[name] for name in INSTEAD_OF_ROOT if name in users)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return folder, {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def with_path(command: list[str]) -> list[str]:
    """Programs of this virtual environment come first, as they do where it is activated; one that
    is named with its folder is that one."""
    beside = Path(sys.executable).parent / command[0]
    return [str(beside) if beside.exists() else command[0], *command[1:]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
