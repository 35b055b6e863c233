"""What many tests begin with: made once by the verbs of the site, afterwards its rows are put back
as they were, which takes a tenth of the time."""

import os
import pickle
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from django.apps import apps
from django.db import connection, models, transaction

from content.models import Edition
from tests import ready

Model = type[models.Model]


class Kept:
    """`make` is called without arguments, in the first test that asks for it. Each test gets a copy
    of what it gave back. What has a name is made once for all processes that run tests now."""

    def __init__(self, make: Callable, name: str = ""):
        self.make, self.name = make, name
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
        if not self.name or ready.SHARED not in os.environ:
            return self.begin_alone()
        file = ready.once(self.name, self.write) / "rows"
        if self.new is None:
            self.read(file)
            self.again()
            self.take_no_key_twice()

    def begin_alone(self) -> None:
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

    def write(self, folder: Path) -> None:
        self.begin_alone()
        folder.mkdir()
        new = [(model._meta.label, list(map(plain, found))) for model, found in self.new]
        changed = [(row._meta.label, plain(row)) for row in self.changed]
        (folder / "rows").write_bytes(pickle.dumps((new, changed, self.made)))

    def read(self, file: Path) -> None:
        new, changed, self.made = pickle.loads(file.read_bytes())
        self.new = [
            (apps.get_model(label), [row(label, one) for one in all_]) for label, all_ in new
        ]
        self.changed = [row(label, one) for label, one in changed]

    def take_no_key_twice(self) -> None:
        """SQLite counts on from what is there, PostgreSQL from what it gave out itself."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            for model, found in self.new:
                key = model._meta.pk
                cursor.execute(
                    "SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, key.column]
                )
                if counter := cursor.fetchone()[0]:
                    last = f"GREATEST(%s, (SELECT last_value FROM {counter}))"
                    cursor.execute(
                        f"SELECT setval(%s, {last})", [counter, max(r.pk for r in found)]
                    )


def plain(row: models.Model) -> list:
    fields = row._meta.concrete_fields
    return [field.get_prep_value(getattr(row, field.attname)) for field in fields]


def row(label: str, plain: list) -> models.Model:
    model = apps.get_model(label)
    return model.from_db("default", [f.attname for f in model._meta.concrete_fields], plain)


def tables() -> list[Model]:
    """Of all apps, those of many-to-many fields among them. No database minds their order before
    the end of a transaction."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def rows(model: Model) -> list[models.Model]:
    return list(model._base_manager.order_by("pk"))


def values(row: models.Model) -> list:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
