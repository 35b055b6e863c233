from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

CSS = Path(settings.BASE_DIR) / "static" / "css"
HEAD = "/* Made by `make css` from static/css/src. Change the files there. */\n"


def bundle() -> str:
    """All style files in the order of static/css/src/ORDER, without comments and white space."""
    # For developers only: a site that is run has the finished sheet.
    from rcssmin import cssmin

    names = (CSS / "src" / "ORDER").read_text().split()
    files = (CSS / "src" / (name if name.endswith(".css") else f"{name}.css") for name in names)
    return HEAD + "\n".join(cssmin(path.read_text()) for path in files) + "\n"


class Command(BaseCommand):
    """Joins the style files into the one sheet that pages load. With --check it only compares."""

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **options) -> None:
        sheet = CSS / "guide.css"
        if not check:
            sheet.write_text(bundle())
        elif not sheet.exists() or sheet.read_text() != bundle():
            raise CommandError("static/css/guide.css is not up to date. Run: make css")
