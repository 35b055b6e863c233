"""The helper that runs tests on PostgreSQL."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres
from tests.source import ROOT
from tpi_site import environment

needs_postgresql = pytest.mark.skipif(
    postgres.find_programs() is None, reason="needs an installed PostgreSQL"
)


@pytest.fixture
def _not_installed(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)


@pytest.mark.usefixtures("_not_installed")
def test_it_says_what_it_did_not_run(capfd, monkeypatch):
    monkeypatch.delenv("REQUIRE_POSTGRESQL", raising=False)
    assert postgres.main(["pytest", "-x"]) == 0
    said = capfd.readouterr().err
    assert said.startswith("Not run: pytest -x (on PostgreSQL).")
    assert said.count("\n") == 1


@pytest.mark.usefixtures("_not_installed")
def test_it_fails_without_a_server_when_one_is_required(monkeypatch):
    monkeypatch.setenv("REQUIRE_POSTGRESQL", "1")
    assert postgres.main(["pytest"]) == 1


def test_it_asks_for_a_command(capfd):
    assert postgres.main([]) == 2
    assert "Say what to run" in capfd.readouterr().err


def test_it_takes_the_newest_version(monkeypatch, tmp_path):
    for version in ("9.6", "15", "17"):
        programs = tmp_path / version / "bin"
        programs.mkdir(parents=True)
        (programs / "initdb").touch()
        (programs / "pg_ctl").touch()
    (tmp_path / "18" / "bin").mkdir(parents=True)
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    assert postgres.find_programs() == tmp_path / "17" / "bin"


@needs_postgresql
def test_it_serves_one_command_and_leaves_nothing(monkeypatch, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys, psycopg\n"
        "url = os.environ['DATABASE_URL']\n"
        "assert psycopg.connect(url).execute('SELECT 1').fetchone() == (1,)\n"
        "open(sys.argv[1], 'w').write(url)\n"
        "sys.exit(7)\n"
    )
    assert postgres.main(["python", str(script), str(tmp_path / "url")]) == 7
    url = (tmp_path / "url").read_text()
    monkeypatch.setenv("DATABASE_URL", url)
    folder = Path(environment.database(tmp_path / "unused")["OPTIONS"]["host"])
    assert folder.name.startswith("postgres-")
    assert not folder.exists()


@needs_postgresql
def test_it_finds_a_short_folder_where_the_usual_one_is_deep(monkeypatch, tmp_path):
    deep = tmp_path / ("deep" * 30)
    deep.mkdir()
    monkeypatch.setattr(postgres.tempfile, "tempdir", str(deep))
    folder, _ = postgres.own_folder()
    folder.rmdir()
    assert len(os.fsencode(folder)) <= postgres.LONGEST_FOLDER
    assert list(deep.iterdir()) == []


def test_it_runs_the_programs_beside_this_python():
    assert postgres.with_path(["python", "-V"])[0] == str(Path(sys.executable).parent / "python")
    assert postgres.with_path(["no-such-program"]) == ["no-such-program"]


@needs_postgresql
def test_it_lets_the_command_close_after_ctrl_c(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import time\n"
        "try:\n"
        "    print('began', flush=True)\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        "    time.sleep(1)\n"
        "    print('closing lines')\n"
    )
    command = [sys.executable, "-m", "tests.postgres", "python", str(script)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
    ) as process:
        assert process.stdout.readline() == "began\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "closing lines\n"
    assert process.returncode == 0
