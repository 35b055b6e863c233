from django.core.management.base import BaseCommand

from content import search


class Command(BaseCommand):
    """Builds the search index anew from every revision that is or will be public."""

    help = __doc__

    def handle(self, **options) -> None:
        self.stdout.write(f"Indexed {search.rebuild()} revisions.")
