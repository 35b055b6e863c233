"""Looks over a restored site, in a process of its own that knows nothing of the live one.

The last line that it prints is JSON: {"problems": [sentence], "pages": number}.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from content.models import current_guide
from enquiries.handling import keys, trail
from tpi_site.backup import facts
from tpi_site.backup.live_facts import read_with_django
from tpi_site.backup.manifest import Manifest, named
from tpi_site.backup.pictures import named_files

PAGES = 10
Problems = Iterator[str]


def look(manifest: Manifest) -> dict:
    problems: list[str] = []
    opened: list[str] = []
    checks: list[Callable[[], Problems]] = [
        lambda: _same_facts(manifest),
        _all_migrations,
        _whole_trail,
        _keys_that_fit,
        _files_that_are_named,
        lambda: _pages_that_open(opened),
    ]
    for check in checks:
        try:
            problems += check()
        except Exception as error:
            # Its message may quote what is in the database.
            problems.append(f"Looking failed: {type(error).__name__}.")
    return {"problems": problems, "pages": len(opened)}


def _same_facts(manifest: Manifest) -> Problems:
    found, meant = read_with_django(sorted(manifest.facts.counts)), manifest.facts
    if found.migrations != meant.migrations:
        yield "Other migrations are applied than when the backup was made."
    other = [table for table, count in meant.counts.items() if found.counts[table] != count]
    if other:
        yield f"Other numbers of rows in {named(sorted(other))}."
    if (found.edition, found.trail) != (meant.edition, meant.trail):
        yield "The edition or the end of the trail is another one."
    if unknown := facts.unknown_migrations(found.migrations):
        yield f"This program does not know {named(unknown)}."


def _all_migrations() -> Problems:
    """An older backup must be able to become what this program needs."""
    call_command("migrate", interactive=False, verbosity=0)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "Not every migration could be applied."


def _whole_trail() -> Problems:
    yield from trail.verify().problems


def _keys_that_fit() -> Problems:
    if not keys.fit():
        yield "The keys do not open the enquiries in the backup."


def _files_that_are_named() -> Problems:
    missing = sorted(name for name in named_files() if not default_storage.exists(name))
    if missing:
        yield f"Files of pictures are missing: {named(missing)}."


def _pages_that_open(opened: list[str]) -> Problems:
    # A server error becomes an answer: it is one problem among others.
    client = Client(raise_request_exception=False)
    for path, words in _pages():
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code == 200 and words.encode() in body:
            opened.append(path)
        else:
            yield f"{path} does not open as it should (status {answer.status_code})."


def _pages() -> list[tuple[str, str]]:
    """(path, words that stand there): those that every site has, then articles along the way."""
    guide = current_guide()
    always = [
        ("content:home", "<h1"),
        ("enquiries:contact", "<form"),
        ("content:sitemap", "<loc>"),
    ]
    pages = [(reverse(name), words) for name, words in always]
    articles = [(entry.url, str(escape(entry.title))) for entry in guide.articles()]
    room = PAGES - len(pages)
    pages += articles[:room]
    more = ["content:about", "content:privacy", "content:glossary", "content:search"]
    more += ["content:accessibility", "content:spanish"]
    return [*pages, *((reverse(name), "<h1") for name in more)][:PAGES]


def main(manifest: Path) -> None:
    found = look(Manifest.from_json(manifest.read_bytes()))
    sys.stdout.write(json.dumps(found) + "\n")
