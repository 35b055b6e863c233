"""Start-up checks of how the site is set up, each with an id and a hint.

An error ends `manage.py start`; a warning is printed. Those that ask the database run only with
`manage.py check --database default`. content.checks has tpi.E001; docs/operations.md lists all.
"""

from tpi_site.checks import addresses, folders, guards, running, storage

__all__ = ["addresses", "folders", "guards", "running", "storage"]
