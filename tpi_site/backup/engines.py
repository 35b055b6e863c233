"""The one way to either database: SQLite or PostgreSQL, each in a module with the same functions.

snapshot(file)        writes all of the database into the file; what it counted meanwhile
has_data()            whether there is something that a restore would replace
refuse_company()      raises Busy when other programs use the database
stage(file)           what came out of a backup, beside the database that is in use
scratch(file, folder) what came out of a backup, for nobody else; the settings to open it
is_in_use(staged)     whether a staged one has taken its place
"""

from types import ModuleType

from django.db import connection

from tpi_site.backup.refusals import Unfit

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def engine() -> ModuleType:
    from tpi_site.backup import postgresql, sqlite

    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def refuse_other(vendor: str) -> None:
    if vendor != connection.vendor:
        raise Unfit(
            f"This backup is of a site on {NAMES.get(vendor, vendor)}, and this site is on "
            f"{NAMES[connection.vendor]}. Set DATABASE_URL to a database of the same kind."
        )


def close_all() -> None:
    from django.db import connections

    connections.close_all()
    # Only PostgreSQL has a pool, and only when it is told so.
    if close_pool := getattr(connection, "close_pool", None):
        close_pool()
