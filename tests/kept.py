"""What many tests begin with: made once by the verbs of the site, afterwards its rows are put back
as they were, which takes a tenth of the time."""

from collections.abc import Callable
from copy import deepcopy

from django.apps import apps
from django.db import models, transaction

from content.models import Edition

Model = type[models.Model]


class Kept:
    """`make` is called without arguments, in the first test that asks for it. Each test gets a copy
    of what it gave back."""

    def __init__(self, make: Callable):
        self.make = make
        self.new: list[tuple[Model, list]] | None = None
        self.changed: list[models.Model] = []
        self.made = None

    def put(self):
        if self.new is None:
            self.begin()
        else:
            self.again()
        return deepcopy(self.made)

    def begin(self) -> None:
        before = {model: {row.pk: values(row) for row in rows(model)} for model in tables()}
        self.made = self.make()
        self.new = []
        for model, known in before.items():
            found = rows(model)
            if new := [row for row in found if row.pk not in known]:
                self.new.append((model, new))
            self.changed += [row for row in found if known.get(row.pk, values(row)) != values(row)]

    def again(self) -> None:
        with transaction.atomic():
            for model, found in self.new:
                model._base_manager.bulk_create(found)
            for row in self.changed:
                row.save_base(raw=True)
            # Nobody may take it for the guide of an earlier test, which may have changed since.
            Edition.begin()


def tables() -> list[Model]:
    """Of all apps, those of many-to-many fields among them. No database minds their order before
    the end of a transaction."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def rows(model: Model) -> list[models.Model]:
    return list(model._base_manager.order_by("pk"))


def values(row: models.Model) -> list:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
