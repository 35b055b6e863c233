"""What tests begin with is what the verbs of the site make; the guide is the one that `manage.py
start` loads."""

import pytest
from django.apps import apps
from django.contrib.sites.models import Site
from django.core import serializers
from django.db import transaction

from content import search, starter
from content.models import Edition, current_guide
from tests import kept_guide, make, people, ready
from tests.kept import Kept

pytestmark = pytest.mark.django_db
MADE_NEW = {"created_at", "changed_at"}


def rows() -> list[dict]:
    found = []
    for model in apps.get_app_config("content").get_models(include_auto_created=True):
        found += serializers.serialize("python", model._base_manager.order_by("pk"))
    for row in found:
        row["fields"] = {k: v for k, v in row["fields"].items() if k not in MADE_NEW}
    return [row for row in found if row["model"] != "content.edition"]


def test_it_puts_back_every_row_that_loading_makes():
    kept_guide._kept = Kept(starter.load)  # and the tests after this one begin with it
    with transaction.atomic():
        kept_guide.put()
        loaded, edition = rows(), Edition.current()
        transaction.set_rollback(True)
    assert rows() == []
    kept_guide.put()
    assert rows() == loaded
    assert Edition.current() != edition
    assert starter.load() == 0


def test_it_puts_back_what_patients_read_and_find():
    for _ in range(2):
        with transaction.atomic():
            kept_guide.put()
            found = search.find("soreness after the injection")
            assert len(list(current_guide().articles())) == len(starter.starter_articles())
            assert found.hits
            transaction.set_rollback(True)


def scene() -> dict:
    """Rows of several apps, and a change to one that was there before."""
    ana = people.ana()
    page = make.live(make.article(slug="kept"), title="Kept words").article
    Site.objects.filter(pk=1).update(name="Renamed")
    return {"ana": ana, "page": page}


def test_it_puts_back_rows_of_every_app_and_what_was_changed():
    kept, seen = Kept(scene), []
    for _ in range(3):
        with transaction.atomic():
            made = kept.put()
            ana, page = made["ana"], made["page"]
            page.refresh_from_db()
            seen.append(
                {
                    "keys": (ana.pk, page.pk),
                    "groups": list(people.get("ana").groups.values_list("name", flat=True)),
                    "title": next(current_guide().articles()).title,
                    "found": [hit.title for hit in search.find("kept").hits],
                    "site": Site.objects.get(pk=1).name,
                }
            )
            page.slug, ana.username = "changed", "changed"
            transaction.set_rollback(True)
    assert seen[0]["groups"] == ["Editor"]
    assert (seen[0]["title"], seen[0]["site"]) == ("Kept words", "Renamed")
    assert seen[0]["found"]
    assert seen[1:] == seen[:1] * 2
    assert not people.get_user_model().objects.filter(username="ana").exists()


def test_it_takes_what_another_process_made(monkeypatch, tmp_path):
    monkeypatch.setenv(ready.SHARED, str(tmp_path))
    monkeypatch.setattr(ready, "shared", lambda: tmp_path)
    seen = []
    for make_it in (scene, lambda: pytest.fail("It was made already.")):
        with transaction.atomic():
            made = Kept(make_it, "scene").put()
            seen.append((rows(), made["ana"].pk, people.get("ana").pk, Site.objects.get(pk=1).name))
            # Keys go on behind those that were put.
            assert make.live(title="Another").article.pk > made["page"].pk
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert seen[0][3] == "Renamed"
