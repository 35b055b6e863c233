import re

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from enquiries.handling import trail
from enquiries.models import AuditHead

HASH = re.compile("[0-9a-f]{64}")


class Command(BaseCommand):
    """Reads the whole trail of who read and did what, and finds rows that were changed or removed.

    Prints the number of rows and the hash of the last one. Write that hash down on paper: with
    --expect it also shows that nobody put back an older copy of the database.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--expect", metavar="HASH", help="a hash that was written down earlier")

    def handle(self, *, expect: str | None, **options) -> None:
        expect = None if expect is None else expect.strip().lower()
        if expect is not None and not HASH.fullmatch(expect):
            raise CommandError(
                "--expect needs the whole hash: 64 letters from a to f and numbers. Nothing was "
                "read."
            )
        # Else every row would be missing, and somebody would look for who took them away.
        if AuditHead._meta.db_table not in connection.introspection.table_names():
            raise CommandError(
                "This database holds no site, and so no trail. Run this with the DATA_DIR and the "
                "DATABASE_URL that the site runs with."
            )
        found = trail.verify()
        if expect and not trail.has_hash(expect):
            found.problems.append("No row has the hash that was written down.")
        self.stdout.write(f"{found.rows:,} rows; the last one has the hash {found.head}")
        if not found.is_whole:
            raise CommandError("The trail is not whole:\n" + "\n".join(found.problems))
        self.stdout.write("The trail is whole.")
