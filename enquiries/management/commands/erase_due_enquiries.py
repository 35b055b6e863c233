from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from enquiries.handling import erasing
from enquiries.models.retention import CATEGORIES


class Command(BaseCommand):
    """Erases the enquiries whose time is over; a numbered receipt remains of each.

    The site does this by itself every hour. It may run at any time, also twice at once.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what is due and erase nothing"
        )

    def handle(self, *, dry_run: bool, **options) -> None:
        if dry_run:
            self.tell()
        else:
            self.erase()

    def tell(self) -> None:
        run = erasing.dry_run()
        for number in run.page.paginator.page_range:
            for row in erasing.dry_run(number=number).rows:
                closed = timezone.localdate(row.closed_at)
                line = f"{row.reference}  {row.category}  closed {closed}  because: {row.why}"
                self.stdout.write(line)
        self.stdout.write(f"{enquiries(run.total)} would be erased, {run.held} are held back.")

    def erase(self) -> None:
        erased = erasing.erase_due()
        while more := erasing.erase_due():
            erased.update(more)
        if not erased:
            self.stdout.write("Nothing is due.")
            return
        labels = dict(CATEGORIES)
        parts = ", ".join(f"{number} {labels[category]}" for category, number in erased.items())
        self.stdout.write(f"Erased {enquiries(erased.total())}: {parts}.")


def enquiries(number: int) -> str:
    return f"{number:,} {'enquiry' if number == 1 else 'enquiries'}"
