from django.core.management.base import BaseCommand, CommandError, CommandParser

from enquiries.handling import Refused, keys


class Command(BaseCommand):
    """Encrypts everything that patients wrote with the newest key, while the site serves.

    Put the new key first into ENQUIRY_KEYS and restart the site; then run this. It may be stopped
    and started again. At the end it says which keys may be taken away.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="count the rows and change nothing"
        )

        parser.add_argument(
            "--leave-unreadable",
            action="store_true",
            help="go on although no key opens some rows: only for those that are damaged for good",
        )

    def handle(self, *, dry_run: bool, leave_unreadable: bool, **options) -> None:
        found = keys.survey()
        behind = found.older.total()
        self.stdout.write(f"{found.rows:,} rows, {behind:,} of them need an older key.")
        for kind, number in found.older.items():
            self.stdout.write(f"  {kind}: {number:,}")
        try:
            if not leave_unreadable:
                keys.check(found)
            if not dry_run:
                self.change(found)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def change(self, found: keys.Survey) -> None:
        after = keys.reencrypt(found)
        if left := after.older.total():
            raise Refused(
                f"{left:,} rows still need an older key, because they were written meanwhile. See "
                "that all of the site was restarted with the new key in front, then run this again."
            )
        keys.seal_again()
        self.stdout.write("Everything is under the newest key.")
        if after.unreadable:
            # They may hold a column that an older key still opens.
            self.stdout.write(f"All but these, which stay: {', '.join(after.unreadable)}.")
        elif older := keys.older_keys():
            self.stdout.write(
                f"The site no longer needs {older}. Keep it apart, as long as you keep backups of "
                "before today: they cannot be read without it."
            )
