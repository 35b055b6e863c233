"""Asks OSV, the open list of known holes, about every library of the requirement files:

    python -m tests.audit

Ends with 0 when all were asked about and none is named, with 1 when one is, and with 3 when not all
could be asked about; that is said too, since silence would look like a clean answer.
"""

import json
import subprocess
import sys
import urllib.request
from contextlib import suppress
from urllib.error import HTTPError

from tests.source import ROOT

OSV = "https://api.osv.dev/v1/query"
FOLDER = ROOT / ".venv" / "audit"
LOCK = ROOT / "requirements-audit.txt"
AUDITED = ("requirements.txt", "requirements-dev.txt", "requirements-newest.txt")
CLEAN, FOUND, NOT_ASKED = 0, 1, 3


def main() -> int:
    if not answers(OSV):
        print(f"Not audited: {OSV} cannot be reached from here.")
        return NOT_ASKED
    install()
    return worst([audit(name) for name in AUDITED])


def answers(address: str) -> bool:
    """Whether there is anybody; to a question without a question OSV says that it is none."""
    with suppress(OSError):
        try:
            urllib.request.urlopen(address, data=b"{}", timeout=10).close()
        except HTTPError:
            return True
        return True
    return False


def install() -> None:
    python = FOLDER / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", LOCK], check=True)


def audit(name: str, address: str = OSV) -> int:
    """Strictly: a library that cannot be asked about is no clean one."""
    arguments = ["--vulnerability-service", "osv", "--osv-url", address, "--strict"]
    arguments += ["--disable-pip", "--require-hashes", "--requirement", str(ROOT / name)]
    arguments += ["--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(
        [FOLDER / "bin" / "pip-audit", *arguments], capture_output=True, text=True
    )
    return told(name, done.stdout, done.stderr)


def told(name: str, answer: str, complaint: str) -> int:
    """Prints what pip-audit found. It ends with 1 for a hole and for a failure alike, and gives an
    answer for the first only."""
    try:
        libraries = json.loads(answer)["dependencies"]
    except ValueError:
        print(f"{name}: not audited: {complaint.strip().rpartition(chr(10))[2]}")
        return NOT_ASKED
    holes = [(library, hole) for library in libraries for hole in library.get("vulns", [])]
    for library, hole in holes:
        mended = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"{name}: {library['name']} {library['version']}: {hole['id']}, mended in {mended}")
    skipped = [library["name"] for library in libraries if "vulns" not in library]
    for library in skipped:
        print(f"{name}: {library} was not audited")
    print(f"{name}: {len(libraries)} libraries, {len(holes)} known holes")
    return FOUND if holes else NOT_ASKED if skipped or not libraries else CLEAN


def worst(ends: list[int]) -> int:
    """A hole outweighs what could not be asked."""
    return FOUND if FOUND in ends else max(ends)


if __name__ == "__main__":
    sys.exit(main())
