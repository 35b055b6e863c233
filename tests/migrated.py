"""The tables of a new site in SQLite: where several processes run tests at the same time, one of
them migrates, and all begin with copies of what it made."""

import os
import sqlite3
from importlib import import_module
from pathlib import Path

from tests import ready

FILE = "migrated.sqlite3"


def copied() -> bool:
    """A process alone is quicker when it migrates itself."""
    from django.db import connection

    return connection.vendor == "sqlite" and ready.SHARED in os.environ


def folder() -> Path:
    """With the tables, and the keys to their first rows beside them."""
    from tests.enquiries import apart

    def make(folder: Path) -> None:
        folder.mkdir()
        apart.python(f"make({str(folder / FILE)!r})", folder)

    return ready.once("migrated", make)


def create_test_db(**_) -> str:
    """Stands for Django's function of this name."""
    from django.conf import settings
    from django.db import connection

    name = connection.creation._get_test_db_name()
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = name
    connection.ensure_connection()
    tables = sqlite3.connect(folder() / FILE)
    tables.backup(connection.connection)
    tables.close()
    seal_again()
    return name


def seal_again() -> None:
    """This process has keys of its own."""
    from django.apps import apps

    from enquiries.models import AuditHead

    AuditHead.objects.all().delete()
    import_module("enquiries.migrations.0002_first_rows").add(apps, None)
