"""Parts of the site in processes and a database of their own, to be killed or to meet each other.

    apart.run("killed_submissions") -> what that function of scenes.py returns
    apart.run("scenes_of_erasing.at_once") -> the same of another module
    apart.run("tests.content.scenes.at_once") -> the same of another part of the site

The database is a file of its own, or a new one on the server that DATABASE_URL names. The process
is forked from one that has read the site and done nothing else: to read it takes longer than most
scenes. The data folder has the same path each time, and nothing in it but the keys. Steps are
counted around every query, every commit and every mail, so that the code itself knows nothing of
being killed.
"""

import atexit
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from tests import migrated
from tests.source import ROOT

PATIENCE = 240
DESK = "desk@clinic.example"
FOLDER = Path(os.environ.get("APART", "."))


def run(name: str):
    """The database of each scene is a copy of what is made for the first."""
    return _stage().play(name)


@cache
def _stage() -> "Stage":
    template, keys = _template()
    folder = Path(tempfile.mkdtemp(prefix="stage-"))
    atexit.register(shutil.rmtree, folder)
    stage = Stage(template, keys, folder)
    atexit.register(stage.close)
    return stage


class Stage:
    """The process that has read the site. One scene plays at a time."""

    def __init__(self, template: str, keys: Path, folder: Path):
        self.found, self.said = folder / "found", folder / "said"
        (folder / "data").mkdir()
        shutil.copy(keys, folder / "data")
        self.process = subprocess.Popen(
            **call(f"serve({template!r})", folder / "data"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def play(self, name: str):
        """What the scene found; where it failed, an `AssertionError` with all that it said."""
        self.said.unlink(missing_ok=True)
        print(name, file=self.process.stdin, flush=True)
        code = self.process.stdout.readline().strip()
        assert code == "0", self.said.read_text() if self.said.exists() else "Nothing was played."
        return json.loads(self.found.read_text())

    def close(self) -> None:
        self.process.communicate()


def serve(template: str) -> None:
    """Plays the scenes whose names come in, and says with which code each ended. What it found and
    what it said is beside the data folder."""
    kept = shutil.copytree(FOLDER, FOLDER.with_name("kept"))
    _read_the_site()
    for line in sys.stdin:
        shutil.rmtree(FOLDER)
        shutil.copytree(kept, FOLDER)
        process = os.fork()
        if not process:
            _play(line.strip(), template)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


def _play(name: str, template: str) -> NoReturn:
    """In the process of the scene, which does not outlive our patience."""
    signal.alarm(PATIENCE)
    out = os.open(FOLDER.with_name("said"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(out, stream.fileno())
    code = 1
    try:
        FOLDER.with_name("found").write_text(json.dumps(main(name, template)))
        code = 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    os._exit(code)


@cache
def _template() -> tuple[str, Path]:
    folder, name = Path(tempfile.mkdtemp(prefix="apart-")), f"apart_{os.getpid()}"
    atexit.register(shutil.rmtree, folder)
    if _is_file():
        shutil.copytree(migrated.folder(), folder, dirs_exist_ok=True)
        return str(folder / migrated.FILE), folder / "enquiry_keys"
    atexit.register(python, f"drop({name!r})", folder)
    python(f"make({name!r})", folder)
    return name, folder / "enquiry_keys"


def python(does: str, folder: Path) -> None:
    done = subprocess.run(**call(does, folder), capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def call(does: str, folder: Path) -> dict:
    """Arguments for subprocess: a function of this module, with a data folder."""
    env = os.environ | {"APART": str(folder), "TEST_DATA_DIR": str(folder)}
    env["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    script = f"import django; django.setup(); from tests.enquiries import apart; apart.{does}"
    return {"args": [sys.executable, "-c", script], "cwd": ROOT, "env": env, "text": True}


def _is_file() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def make(name: str) -> None:
    from django.db import connection, connections

    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connections.close_all()


def drop(name: str) -> None:
    from django.db import connection

    usual, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    connection.creation.destroy_test_db(usual, verbosity=0)


def main(scene: str, template: str):
    from django.conf import settings
    from django.db import connection

    settings.EMAIL_BACKEND = f"{__name__}.Letters"
    settings.ENQUIRIES_IN_TOTAL = settings.ENQUIRIES_PER_NETWORK = 1_000_000
    if _is_file():
        # SQLite lets nobody wait in line: on a busy machine one of many may come last for long.
        connection.settings_dict["OPTIONS"]["timeout"] = PATIENCE
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = template
    connection.creation.clone_test_db(os.getpid(), verbosity=0)
    connection.settings_dict |= connection.creation.get_test_db_clone_settings(os.getpid())
    try:
        _furnish()
        module, _, scene = scene.rpartition(".")
        here = module.startswith("tests.")
        scenes = import_module(module if here else f"tests.enquiries.{module or 'scenes'}")
        return getattr(scenes, scene)()
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def _read_the_site() -> None:
    """What is read or compiled at first use, and asks no database."""
    from django.urls import reverse

    from enquiries import redflags

    reverse("admin:enquiries_enquiry_changelist")
    redflags.find("chest pain")
    gc.collect()
    gc.freeze()


def _furnish() -> None:
    from enquiries import emails
    from enquiries.handling import posting
    from enquiries.models import Enquiry, InboxSettings, OutboxMessage
    from tests import make

    make.clinic()
    InboxSettings(staff_addresses=DESK).save()
    posting.MOST_AN_HOUR = 1_000_000
    # Its templates are ready before there are processes that need them.
    emails.build(OutboxMessage(kind="received", to=DESK, enquiry=Enquiry(status="new")))


# Mails: a line for each in a file, written through to the disk.


class Letters:
    def __init__(self, **_):
        pass

    def send_messages(self, messages) -> int:
        for message in messages:
            Steps.now.step()
            with (FOLDER / "letters").open("a") as file:
                sent = message.message()
                file.write(json.dumps([sent["To"], sent["Message-ID"]]) + "\n")
                file.flush()
                os.fsync(file.fileno())
            Steps.now.step()
        return len(messages)


def letters_to(address: str) -> list[str]:
    """The Message-ID of each mail that was sent there."""
    path = FOLDER / "letters"
    lines = path.read_text().splitlines() if path.exists() else []
    return [number for to, number in map(json.loads, lines) if to == address]


# Processes.


class Steps:
    """Kills its own process at one step; 0 lets it live."""

    now: "Steps"

    def __init__(self, kill_at: int = 0):
        self.kill_at, self.taken = kill_at, 0

    def step(self) -> None:
        self.taken += 1
        if self.taken == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around_query(self, execute, *arguments):
        self.step()
        result = execute(*arguments)
        self.step()
        return result

    @contextmanager
    def counted(self):
        from django.db import connection

        commit = connection._commit

        def around_commit():
            self.step()
            commit()
            self.step()

        connection._commit = around_commit
        with connection.execute_wrapper(self.around_query):
            yield


Steps.now = Steps()


def begin(work: Callable[[], object]) -> int:
    """Starts a process with connections of its own."""
    from tpi_site.machines import processes

    processes.let_go()
    process = os.fork()
    if process:
        return process
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def end(process: int) -> int:
    """0 when it lived, -9 when it was killed."""
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if code not in (0, -signal.SIGKILL):
        sys.exit("A process failed, see above.")
    return code


def all_at_once(works: list[Callable[[], None]]) -> None:
    start = time.time() + 0.3

    def wait_and(work):
        time.sleep(max(0, start - time.time()))
        work()

    for process in [begin(lambda work=work: wait_and(work)) for work in works]:
        end(process)


def until_it_lives(
    work: Callable[[int], None], again: Callable[[int], None], look, every: int = 1
) -> list[dict]:
    """Kills `work` at step 1, 2, 3 … (or at every so-many-th) and then does `again`, until there
    is no step left."""
    rounds = []
    for number in range(1, 1000, every):

        def kill_at_this_step(number=number):
            Steps.now = Steps(number)
            with Steps.now.counted():
                work(number)

        code = end(begin(kill_at_this_step))
        found = {"lived": code == 0, "killed": look(number)}
        end(begin(lambda number=number: again(number)))
        rounds.append(found | {"again": look(number)})
        if code == 0:
            break
    return rounds
