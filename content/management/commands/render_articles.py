from django.core.management.base import BaseCommand

from content import publishing


class Command(BaseCommand):
    """Renders every stored revision again. After an update, due work does so by itself."""

    help = __doc__

    def handle(self, **options) -> None:
        self.stdout.write(f"Rendered {publishing.render_all()} revisions.")
