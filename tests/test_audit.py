"""`make audit` says what it found, and never that all is well when it could not ask."""

import json

import pytest

from tests import audit
from tests.audit import CLEAN, FOUND, NOT_ASKED
from tests.server import free_port
from tests.source import ROOT

GOOD = {"name": "segno", "version": "1.6.6", "vulns": []}
HOLE = {"id": "GHSA-xxxx", "fix_versions": ["2.0.1"], "aliases": [], "description": "…"}
BAD = {"name": "example", "version": "2.0.0", "vulns": [HOLE]}
SKIPPED = {"name": "unheard-of", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("libraries", "end"),
    [
        ([GOOD], CLEAN),
        ([GOOD, BAD], FOUND),
        ([BAD, SKIPPED], FOUND),
        ([GOOD, SKIPPED], NOT_ASKED),
        ([], NOT_ASKED),
    ],
)
def test_it_ends_by_what_was_found(libraries, end):
    assert audit.told("locked.txt", json.dumps({"dependencies": libraries}), "") == end


def test_it_names_the_library_the_hole_and_the_version_without_it(capsys):
    audit.told("locked.txt", json.dumps({"dependencies": [BAD]}), "")
    assert "example 2.0.0: GHSA-xxxx, mended in 2.0.1" in capsys.readouterr().out


def test_it_says_why_it_could_not_ask(capsys):
    assert audit.told("locked.txt", "", "Traceback\nConnectionError: nobody") == NOT_ASKED
    assert "locked.txt: not audited: ConnectionError: nobody" in capsys.readouterr().out


def test_it_asks_nothing_where_nobody_answers(monkeypatch, capsys):
    nobody = f"http://127.0.0.1:{free_port()}/"
    monkeypatch.setattr(audit, "OSV", nobody)
    assert audit.main() == NOT_ASKED
    assert f"Not audited: {nobody}" in capsys.readouterr().out


def test_a_hole_outweighs_what_could_not_be_asked():
    assert audit.worst([CLEAN, NOT_ASKED, FOUND]) == FOUND
    assert audit.worst([CLEAN, NOT_ASKED]) == NOT_ASKED


def test_it_asks_about_every_requirement_file_of_the_site_and_its_tests():
    files = {path.name for path in ROOT.glob("requirements*.txt")}
    assert set(audit.AUDITED) == files - {audit.LOCK.name}
