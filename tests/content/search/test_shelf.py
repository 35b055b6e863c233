"""What a process keeps between searches, and what a search costs the database."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Edition
from content.search import find
from content.search.shelf import current_shelf
from tests import make
from tests.content.search.texts import PLAIN, synonyms, term, titles
from tests.kept import Kept

pytestmark = pytest.mark.django_db


def queries_of(text: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        find(text)
    return len(captured)


def test_it_keeps_what_it_read_for_one_edition():
    make.live()
    shelf = current_shelf("en")
    assert current_shelf("en") is shelf
    Edition.begin()
    assert current_shelf("en") is not shelf


def test_it_keeps_each_language_apart():
    make.live()
    english, spanish = current_shelf("en"), current_shelf("es")
    assert current_shelf("en") is english
    assert current_shelf("es") is spanish


def test_it_reads_anew_from_the_next_scheduled_moment_on(monkeypatch):
    planned = make.live(days_ago=-1)
    shelf = current_shelf("en")
    assert shelf.until == planned.published_at
    just_before = planned.published_at - timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: just_before)
    assert current_shelf("en") is shelf
    monkeypatch.setattr(timezone, "now", lambda: planned.published_at)
    assert planned.pk in current_shelf("en").articles


def test_it_keeps_nothing_while_there_is_no_edition():
    Edition.objects.all().delete()
    assert current_shelf("en") is not current_shelf("en")


def test_it_learns_of_new_words_with_the_next_edition():
    make.live(**PLAIN | {"title": "Trigger points"})
    assert titles("noduli") == []
    synonyms("noduli", "trigger point")
    assert titles("noduli") == ["Trigger points"]
    term("Fascia")
    assert titles("fascia") == ["Fascia"]


def pages(number: int) -> None:
    for _ in range(number):
        make.live(**PLAIN | {"title": "Trigger point pain", "summary": "About massage."})


ONE_PAGE, MANY_PAGES = (Kept(partial(pages, number)) for number in (1, 30))


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("trigger", 3),
        ("trigger point massage pain", 3),
        ("triger pont", 4),
        ("trigger acupuncture", 4),
        ("triger acupunctur masage zzzqqq", 5),
        ("the of and", 4),
        ("zzzqqq", 2),
        ("zzzqqq qqqzzz", 3),
        ("?", 1),
        ("", 1),
    ],
)
def test_it_asks_the_database_little_and_the_same_for_any_size(text, most):
    term("Fascia", definition="Tissue at a trigger point.")
    for pages in (ONE_PAGE, MANY_PAGES):
        pages.put()
        current_shelf("en")
        # One more while it is the first to find these pages, for what they ask.
        assert queries_of(text) <= most + 1
        assert queries_of(text) <= most
