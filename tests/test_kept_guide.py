"""The guide that tests begin with is the one that `manage.py start` loads."""

import pytest
from django.core import serializers
from django.db import transaction

from content import search, starter
from content.models import Edition, current_guide
from tests import kept_guide

pytestmark = pytest.mark.django_db
MADE_NEW = {"created_at", "changed_at"}


def rows() -> list[dict]:
    found = []
    for model in kept_guide._nouns():
        found += serializers.serialize("python", model._base_manager.order_by("pk"))
    for row in found:
        row["fields"] = {k: v for k, v in row["fields"].items() if k not in MADE_NEW}
    return [row for row in found if row["model"] != "content.edition"]


def test_it_puts_back_every_row_that_loading_makes(monkeypatch):
    monkeypatch.setattr(kept_guide, "_rows", [])
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
