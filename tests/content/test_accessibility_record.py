"""The accessibility statement says what the last automated run found, and only that."""

import re
import tomllib
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import current_guide
from content.pages.accessibility_record import FILE, AccessibilityRecord, record
from tests.accessibility_record import SCHEMES, WIDTHS, as_toml, axe_version
from tests.content.own_words import text

AGAIN = "pages were added since the last run: make accessibility-record"


@pytest.mark.django_db
def test_it_looked_at_every_page_of_the_starter_guide(client, starter_guide):
    listed = re.findall("<loc>(.+?)</loc>", client.get("/sitemap.xml").getvalue().decode())
    wanted = {urlsplit(address).path for address in listed}
    for entry in current_guide().articles():
        views = ("print", "large_print", "how_checked")
        parts = [entry.topic.slug, entry.slug]
        wanted |= {reverse(f"content:{view}", args=parts) for view in views}
    assert len(wanted) > 60
    assert wanted - set(record().paths) == set(), AGAIN


def test_it_ran_with_the_axe_that_the_tests_use():
    assert record().axe == axe_version()
    assert re.fullmatch(r"\d+\.\d+\.\d+", record().axe)


def test_it_looked_in_every_width_and_scheme():
    assert record().widths == WIDTHS
    assert record().schemes == SCHEMES
    assert {"wcag2aa", "wcag22aa"} <= set(record().rules)


def test_it_found_nothing_on_a_day_that_has_come():
    assert record().findings == ()
    assert record().date <= timezone.now().date()


@pytest.mark.django_db
def test_it_says_so_on_the_page(client):
    said = text(client.get("/accessibility/").content.decode())
    day = record().date
    assert (
        f"On {day:%B} {day.day}, {day.year}, a program opened {len(record().paths)} pages" in said
    )
    assert "It found no problem." in said
    assert "No person who uses a screen reader, a magnifier or voice control has tried" in said


@pytest.mark.django_db
def test_it_lists_what_was_found(client, monkeypatch):
    found = AccessibilityRecord(
        **vars(record()) | {"findings": ("light, 390 px, /about/: <b>label</b>",)}
    )
    monkeypatch.setattr("content.views.trust.record", lambda: found)
    said = text(client.get("/accessibility/").content.decode())
    assert "It found 1 problem, which we list below." in said
    assert "light, 390 px, /about/: <b>label</b>" in said


def test_it_writes_what_it_reads():
    paths = [f"/page-{number}/" for number in range(12)]
    written = tomllib.loads(as_toml("139.0.1", paths, ['light: “a” is "b" \\ c']))
    assert written["paths"] == paths
    assert written["findings"] == ['light: “a” is "b" \\ c']
    assert written["browser"] == "Chromium 139"
    assert set(written) == set(tomllib.loads(FILE.read_text(encoding="utf-8")))
