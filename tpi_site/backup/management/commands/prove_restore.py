from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tpi_site.backup import proving
from tpi_site.backup.refusals import Refused


class Command(BaseCommand):
    """Restores the newest backup in a scratch place, looks it over and notes that it did."""

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="another one than the newest")

    def handle(self, *, file: Path | None, **options) -> None:
        try:
            proof = proving.prove(file)
        except Refused as why:
            raise CommandError(str(why)) from None
        self.stdout.write(
            f"Proven: {proof.backup} can be restored ({proof.rows:,} rows, {proof.files:,} files, "
            f"{proof.pages} pages opened)."
        )
