from django.core.management.base import BaseCommand, CommandError, CommandParser

from enquiries.handling import trail


class Command(BaseCommand):
    """Reads the whole trail of who read and did what, and finds rows that were changed or removed.

    Prints the number of rows and the hash of the last one. Write that hash down on paper: with
    --expect it also shows that nobody put back an older copy of the database.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", metavar="HASH", default="", help="a hash that was written down earlier"
        )

    def handle(self, *, expect: str, **options) -> None:
        found = trail.verify()
        if expect and not trail.has_hash(expect.strip().lower()):
            found.problems.append("No row has the hash that was written down.")
        self.stdout.write(f"{found.rows:,} rows; the last one has the hash {found.head}")
        if not found.is_whole:
            raise CommandError("The trail is not whole:\n" + "\n".join(found.problems))
        self.stdout.write("The trail is whole.")
