from django.core.management.base import BaseCommand
from django.utils import timezone

from content.models import SourceLink
from content.publishing import sources


class Command(BaseCommand):
    """Notes the outside addresses of all pages and tries those whose turn it is, one by one.

    With --all every address is tried now. Ends with an error when an address does not answer.
    """

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="Try every address now.")

    def handle(self, **options) -> None:
        now = timezone.now()
        used = sources.note_sources()
        links = list(SourceLink.objects.all() if options["all"] else sources.due(now))
        self.stdout.write(f"{used} addresses are in use. Trying {len(links)}.")
        if sources.try_sources(links, now, ask=sources.ask):
            self.stderr.write("There is no way out to the web, so nothing was noted.")
            raise SystemExit(1)
        failing = SourceLink.objects.exclude(failing_since=None)
        for link in failing:
            self.stdout.write(f"{link.url}  {link.problem} since {link.failing_since:%Y-%m-%d}")
        if failing:
            raise SystemExit(1)
