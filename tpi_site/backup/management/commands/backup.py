from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from tpi_site.backup import making
from tpi_site.backup.refusals import Refused
from tpi_site.backup.restoring import missing_pictures


class Command(BaseCommand):
    """Makes one encrypted file of the whole site, while it serves."""

    help = __doc__

    def handle(self, **options) -> None:
        try:
            made = making.make()
        except Refused as why:
            raise CommandError(str(why)) from None
        found, size = made.manifest.facts, filesizeformat(made.path.stat().st_size)
        pictures = len([name for name in made.manifest.files if name.startswith("media/")])
        self.stdout.write(
            f"Made {made.path} ({size}): {found.rows:,} rows, {pictures:,} files of pictures. "
            f"Removed {len(made.removed)} older ones."
        )
        if missing := missing_pictures(made.manifest):
            self.stderr.write(missing)
