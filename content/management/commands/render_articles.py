from django.core.management.base import BaseCommand

from content import publishing


class Command(BaseCommand):
    """Renders every stored revision again. Run it after the renderer or a template has changed."""

    help = __doc__

    def handle(self, **options) -> None:
        self.stdout.write(f"Rendered {publishing.render_again()} revisions.")
