import math

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content import publishing
from content.models import Picture


class Command(BaseCommand):
    """Makes the copies of pictures that are due, and takes away files that belong to no picture.

    `manage.py start` and `run_due` do the same beside the server.
    """

    help = __doc__

    def handle(self, **options) -> None:
        now = timezone.now()
        due = Picture.objects.waiting().filter(copies_due_at__lte=now).count()
        problem = publishing.make_due_copies(now, at_a_time=math.inf)
        publishing.remove_stray_files(now)
        failed = Picture.objects.exclude(copies_problem="").count()
        if problem:
            raise CommandError(
                f"The copies of {failed} of {due} pictures could not be made ({problem}). "
                "The list of pictures in the admin shows which; put another file in their place."
            )
        self.stdout.write(f"Made the copies of {due} picture{'' if due == 1 else 's'}.")
