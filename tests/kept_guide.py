"""The starter guide in a test: loaded once as `manage.py start` loads it, afterwards its rows are
put back as they were, which takes a tenth of the time."""

from django.apps import apps
from django.core import serializers
from django.db import models, transaction

from content import starter
from content.models import Edition

_rows: list[models.Model] = []


def put() -> None:
    """Puts the guide into a database that has nothing of it yet."""
    if not _rows:
        starter.load()
        _rows.extend(row for model in _nouns() for row in model._base_manager.order_by("pk"))
        return
    with transaction.atomic():
        for model in _nouns():
            rows = [row for row in _rows if type(row) is model]
            model._base_manager.bulk_create(rows)
        # Nobody may take it for the guide of an earlier test, which may have changed since.
        Edition.begin()


def _nouns() -> list[type[models.Model]]:
    """Every table of the guide, each after those that it points to."""
    config = apps.get_app_config("content")
    nouns = serializers.sort_dependencies([(config, None)])
    return nouns + [
        field.remote_field.through
        for noun in nouns
        for field in noun._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]
