"""Rules about the code itself that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.conftest import without_test
from tests.source import ROOT, python_files

SIZE_LIMIT = 300
FOLDERS = ["content", "enquiries", "staff_forms", "tpi_site"]


def test_it_marks_html_as_safe_in_one_file_only():
    users = [
        name
        for folder in FOLDERS
        for name, text in python_files(folder)
        if re.search(r"\b(mark_safe|SafeString\()", text)
    ]
    assert users == ["content/rendering/sanitizer.py"]


def test_it_lets_no_template_switch_escaping_off():
    offenders = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape off|safeseq", path.read_text())
    ]
    assert offenders == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_it_keeps_modules_small_enough_to_read(folder):
    long = {n: t.count("\n") for n, t in python_files(folder) if t.count("\n") > SIZE_LIMIT}
    assert long == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_it_says_what_each_module_is_for(folder):
    silent = []
    for name, text in python_files(folder):
        tree = ast.parse(text)
        described = ast.get_docstring(tree) or (
            # A command's own docstring is its help text.
            "management/commands" in name and "help = __doc__" in text
        )
        if text.strip() and not described:
            silent.append(name)
    assert silent == []


@pytest.mark.django_db
def test_it_has_no_migration_left_to_make():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", ["content", "enquiries"])
def test_it_names_its_migrations(app):
    names = [p.stem for p in (ROOT / app / "migrations").glob("0*.py")]
    assert names
    assert not [name for name in names if "auto" in name]


def test_it_names_no_package_index_in_its_locks():
    for lock in ROOT.glob("requirements*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"://|index-url|find-links", text), lock.name


def test_it_misses_no_test_file_where_all_are_asked_for(request):
    items = request.session.items
    mine = Path(__file__)
    others = [item for item in items if item.path != mine]
    asked = [str(mine.parent)]
    assert mine not in without_test(asked, [], items)
    assert mine in without_test(asked, [], others)
    assert mine not in without_test(asked, [str(mine)], others)
    assert without_test([str(mine)], [], []) == []


def test_it_sends_the_styles_and_scripts_that_the_files_make():
    call_command("join_files", check=True, verbosity=0)
