from django.core.management.base import BaseCommand

from content import starter


class Command(BaseCommand):
    """Adds the starter articles, words and clinic facts that are not there yet, by name.

    Nothing that exists is changed, whoever wrote it.
    """

    help = __doc__

    def handle(self, **options) -> None:
        self.stdout.write(f"Added {starter.load()} starter articles.")
