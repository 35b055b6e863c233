from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from content import search
from tests import make
from tests.content.search.texts import PLAIN, titles

migration = import_module("content.migrations.0002_search_index")


@pytest.mark.django_db(transaction=True)
def test_it_takes_the_index_down_and_puts_it_up_again():
    make.live(**PLAIN | {"title": "Fascia"})
    with connection.schema_editor() as editor:
        migration.drop_index(apps, editor)
    with connection.schema_editor() as editor:
        migration.make_index(apps, editor)
    assert titles("fascia") == ["Fascia"]
    assert search.rebuild() == 1
    assert titles("fascia") == ["Fascia"]
