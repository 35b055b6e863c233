"""The verbs that keep the index: they are called by publishing, in its transactions."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content import search
from content.models import Revision, SearchDocument
from content.search import sqlite
from content.search.documents import LONGEST_TEXT
from tests import make
from tests.content.search.texts import PLAIN, titles

pytestmark = pytest.mark.django_db


def indexed() -> set[int]:
    return set(SearchDocument.objects.values_list("pk", flat=True))


def expect_sound_index():
    """Raises when the index and its documents differ."""
    if connection.vendor == "sqlite":
        for table in ("content_search_en", "content_search_other"):
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")


def test_it_indexes_the_words_in_the_order_of_their_weight():
    revision = make.live(
        make.article(topic=make.topic(title="Topic")),
        title="Title",
        summary="Lead.",
        key_points="One\n\nTwo.",
        body="## Head\n\nThe  body:\n\n- an item\n- a last\n\n### Under?\n\nEnd",
    )
    document = SearchDocument.objects.get(pk=revision.pk)
    assert (document.title, document.language) == ("Title", "en")
    assert document.key_points == "One. Two."
    assert document.headings == "Topic. Head. Under?"
    assert document.body == "Lead. Head. The body: an item, a last. Under? End."
    assert document.words == "a an body end head item last lead one the title topic two under"


def test_it_indexes_an_article_again_that_moved():
    recovery = make.topic(title="Recovery")
    moved, stayed = make.live(**PLAIN), make.live(**PLAIN)
    planned = make.live(moved.article, days_ago=-1, **PLAIN)
    for revision in (moved, planned, stayed):
        revision.article.topic = recovery
        revision.article.save()
    search.reindex(moved.article)
    found = SearchDocument.objects.filter(headings__startswith="Recovery.")
    assert set(found.values_list("pk", flat=True)) == {moved.pk, planned.pk}


def test_it_indexes_a_revision_again():
    revision = make.live(**PLAIN)
    Revision.objects.filter(pk=revision.pk).update(plain_text="Rendered anew.")
    revision.refresh_from_db()
    search.refresh(revision)
    assert indexed() == {revision.pk}
    assert SearchDocument.objects.get().body == "Nothing special. Rendered anew."
    expect_sound_index()


def test_it_moves_a_revision_to_the_index_of_its_language():
    revision = make.live(**PLAIN | {"title": "Masaje"})
    revision.article.language = "es"
    revision.article.save()
    search.refresh(revision)
    assert titles("masaje") == []
    assert titles("masaje", language="es") == ["Masaje"]
    expect_sound_index()


def test_it_takes_an_article_out():
    gone, kept = make.live(**PLAIN), make.live(**PLAIN)
    search.remove(gone.article)
    assert indexed() == {kept.pk}
    expect_sound_index()


def test_it_keeps_what_is_live_and_what_is_to_come():
    article = make.article()
    old, live, planned = (make.live(article, days_ago=days) for days in (3, 2, -2))
    other = make.live(days_ago=9)
    make.draft(article)
    search.refresh(old)
    search.prune(article)
    assert indexed() == {live.pk, planned.pk, other.pk}
    expect_sound_index()


def test_it_keeps_the_words_of_a_withdrawn_article():
    revision = make.live()
    revision.article.withdrawn_at = timezone.now()
    revision.article.save()
    search.prune(revision.article)
    assert indexed() == {revision.pk}


def test_it_forgets_a_revision_that_is_deleted():
    revision = make.live(**PLAIN | {"title": "Fascia"})
    revision.delete()
    assert indexed() == set()
    assert search.find("fascia").total == 0
    expect_sound_index()


def test_it_forgets_what_is_rolled_back():
    with transaction.atomic():
        make.live(**PLAIN | {"title": "Fascia"})
        transaction.set_rollback(True)
    assert indexed() == set()
    assert titles("fascia") == []
    expect_sound_index()


def test_it_builds_everything_anew():
    article = make.article()
    old, live, planned = (make.live(article, days_ago=days) for days in (3, 2, -2))
    spanish = make.live(make.article(language="es"))
    SearchDocument.objects.all().delete()
    search.refresh(old)
    assert search.rebuild() == 3
    assert indexed() == {live.pk, planned.pk, spanish.pk}
    expect_sound_index()


def test_it_builds_one_language_anew():
    make.live()
    spanish = make.live(make.article(language="es"))
    SearchDocument.objects.all().delete()
    assert search.rebuild("es") == 1
    assert indexed() == {spanish.pk}


def test_it_builds_an_empty_index():
    assert search.rebuild() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps the index in the row")
def test_it_repairs_an_index_that_differs_from_its_documents():
    make.live(**PLAIN | {"title": "Fascia"})
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO content_search_en(content_search_en) VALUES ('delete-all')")
    assert search.find("fascia").total == 0
    search.rebuild()
    assert search.find("fascia").total == 1
    expect_sound_index()


def test_it_indexes_the_beginning_of_a_text_without_end():
    revision = make.live(**PLAIN)
    words = " ".join(f"w{number}" for number in range(60_000))
    Revision.objects.filter(pk=revision.pk).update(plain_text=words)
    revision.refresh_from_db()
    search.refresh(revision)
    assert len(SearchDocument.objects.get().body) == LONGEST_TEXT
    assert search.find("w7").total == 1


def test_it_indexes_a_text_without_what_a_page_cannot_show():
    revision = make.live(**PLAIN)
    Revision.objects.filter(pk=revision.pk).update(plain_text="a \x02fascia\x03 \u202eb")
    revision.refresh_from_db()
    search.refresh(revision)
    assert search.find("fascia").hits[0].snippet.endswith("a <mark>fascia</mark> b.")


def pieces() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM content_search_en_idx")
        return cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks after its index itself")
def test_it_joins_the_pieces_of_the_index_and_finds_the_same():
    for number in range(6):
        make.live(**PLAIN | {"title": f"Fascia {number}"})
    found = search.find("fascia")
    assert pieces() > 1
    search.tidy()
    assert pieces() == 1
    assert search.find("fascia") == found
    assert found.total == 6
    expect_sound_index()
    search.tidy()
    assert pieces() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks after its index itself")
def test_it_joins_a_large_index_a_little_at_a_time(monkeypatch):
    monkeypatch.setattr(sqlite, "PAGES_AT_ONCE", 1)
    for number in range(8):
        words = " ".join(f"w{word}" for word in range(number * 1500, number * 1500 + 3000))
        make.live(**PLAIN | {"title": "Fascia", "body": words})
    with CaptureQueriesContext(connection) as queries:
        search.tidy()
    assert len(queries) > 10
    assert pieces() == 1
    assert search.find("w9000").total == 2
    expect_sound_index()


def test_it_tidies_an_index_that_is_built_anew():
    for _ in range(3):
        make.live()
    assert search.rebuild() == 3
    if connection.vendor == "sqlite":
        assert pieces() == 1
