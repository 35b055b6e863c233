#!/usr/bin/env python
"""The usual door. A setting or a database that cannot be used ends in one sentence, not in a
traceback."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tpi_site.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"This site cannot start: {problem}")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(no_use(error))
    except KeyboardInterrupt:
        sys.exit(130)


def no_use(error: Exception) -> str:
    """What a database says may quote what somebody wrote, so only its kind is told."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    place = " on ".join(filter(None, [str(database["NAME"]), database.get("HOST")]))
    return (
        f"The database {place} cannot be used ({type(error).__name__}). Run this with the DATA_DIR "
        "and the DATABASE_URL that the site runs with. Only “manage.py start” makes a new site."
    )


if __name__ == "__main__":
    main()
