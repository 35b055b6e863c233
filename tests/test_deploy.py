"""The systemd units and the Containerfile that we hand out fit the program."""

import json
import re
import shutil
import subprocess

import pytest

from tests.source import ROOT

DEPLOY = ROOT / "deploy"
UNITS = ("guide.service", "guide-due.service", "guide-due.timer")
CONTAINER = (DEPLOY / "Containerfile").read_text()
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(not ANALYZE, reason="systemd is not installed")


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    """A copy of the units whose program is where this project is."""
    folder = tmp_path_factory.mktemp("units")
    for name in UNITS:
        text = (DEPLOY / name).read_text()
        # A program that is there on every machine, in place of the one of the clinic's.
        text = text.replace("/opt/guide/.venv/bin/python", shutil.which("true"))
        (folder / name).write_text(text)
    return folder


def analyze(*arguments: object) -> str:
    return subprocess.run(
        [ANALYZE, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        env={"SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": "", "LC_ALL": "C.UTF-8"},
    ).stdout


@needs_systemd
def test_systemd_understands_every_line(units):
    done = subprocess.run(
        [ANALYZE, "verify", *(units / name for name in UNITS)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", UNITS[:2])
def test_systemd_counts_little_exposure(units, name):
    """Of 10. What is left is the network, which a site needs."""
    said = analyze("security", "--offline=true", "--no-pager", units / name)
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", said)[1]) <= 1.5


def test_both_services_have_the_same_walls():
    serving, due = ((DEPLOY / name).read_text() for name in UNITS[:2])
    walls = serving[serving.index("NoNewPrivileges") : serving.index("MemoryMax")]
    assert due.endswith(walls)


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", CONTAINER, re.MULTILINE)


def test_the_container_takes_all_that_the_program_is_made_of():
    copied = {line.split()[0] for line in instructions("COPY")}
    assert all((ROOT / source).exists() for source in copied)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert copied == packages | {"manage.py", "requirements.txt", "templates", "static"}


def test_the_container_does_not_run_as_root_and_starts_as_the_readme_does():
    assert instructions("USER") == ["guide"]
    assert json.loads(instructions("CMD")[-1]) == ["python", "manage.py", "start"]
    assert "manage.py start" in (ROOT / "Makefile").read_text()
    assert instructions("VOLUME") == [re.search(r"DATA_DIR=(\S+)", CONTAINER)[1]]


def test_the_container_asks_the_program_on_the_port_that_it_opens(client):
    assert instructions("EXPOSE") == [re.search(r"\bPORT=(\d+)", CONTAINER)[1]]
    check = re.search(r"HEALTHCHECK .*CMD (\[.+\])", CONTAINER)[1]
    program, option, code = json.loads(check)
    assert (program, option) == ("python", "-c")
    compile(code, "health check", "exec")
    path = re.search(r"PORT'\] \+ '(/\w+)'", code)[1]
    assert client.get(path).content == b"ok\n"
