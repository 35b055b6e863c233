import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tpi_site.backup import restoring
from tpi_site.backup.refusals import Refused


class Command(BaseCommand):
    """Puts a backup in the place of the site's data. The site must be stopped."""

    help = __doc__
    # Its database may be damaged or not be there.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--overwrite", action="store_true", help="replace the data that this site has"
        )
        parser.add_argument(
            "--yes-i-mean", metavar="SITE", default="", help="the name of the site, asked otherwise"
        )

    def handle(self, *, file: Path, overwrite: bool, yes_i_mean: str, **options) -> None:
        os.umask(0o077)
        try:
            over = self.told_twice(overwrite, yes_i_mean) if restoring.has_data() else ""
            done = restoring.restore(file, over)
        except Refused as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"Restored the site of {done.manifest.made:%Y-%m-%d %H:%M %Z}.")
        if done.kept_in:
            self.stdout.write(
                f"What was there before is kept in {' and '.join(done.kept_in)}. Remove it when "
                "you have seen that all is right: it holds what patients wrote."
            )
        if missing := restoring.missing_pictures(done.manifest):
            self.stdout.write(missing)
        self.stdout.write("Start the site now: manage.py start")

    def told_twice(self, overwrite: bool, name: str) -> str:
        """The name of the site, from whoever means it."""
        site = restoring.site_name()
        if not overwrite:
            raise CommandError(
                "This site has data already. Nothing was changed. To replace it, say "
                f"--overwrite, and then the name of the site when asked, or --yes-i-mean {site}"
            )
        if not name and sys.stdin.isatty():
            self.stdout.write(f"All data of {site} is replaced. Write {site} to go on:")
            name = sys.stdin.readline().strip()
        if name != site:
            raise CommandError(
                f"Nothing was changed. To replace the data of this site, add --yes-i-mean {site}"
            )
        return name
