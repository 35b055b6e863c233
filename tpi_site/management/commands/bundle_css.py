from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

CSS = Path(settings.BASE_DIR) / "static" / "css"
# What all patients' pages load, what only some of them need on top, and what paper needs. Then the
# sheet of staff screens, what these need on top to show parts of patients' pages, and that which
# lies over the standard admin.
SHEETS = {
    "guide.css": "src/ORDER",
    "drawings.css": "src/ORDER-drawings",
    "body.css": "src/ORDER-body",
    "home.css": "src/ORDER-home",
    "reference.css": "src/ORDER-reference",
    "forms.css": "src/ORDER-forms",
    "contact.css": "src/ORDER-contact",
    "print.css": "src/ORDER-print",
    "staff.css": "src-staff/ORDER",
    "page.css": "src-staff/ORDER-page",
    "admin.css": "src-staff/ORDER-admin",
}
HEAD = "/* Made by `make css` from static/css/{folder}. Change the files there. */\n"


def bundle(order: str) -> str:
    """All style files that `order` names, in its order, without comments and white space."""
    # For developers only: a site that is run has the finished sheets.
    from rcssmin import cssmin

    folder = (CSS / order).parent
    names = (CSS / order).read_text().split()
    head = HEAD.format(folder=folder.name)
    return head + "\n".join(cssmin((folder / name).read_text()) for name in names) + "\n"


class Command(BaseCommand):
    """Joins the style files into the sheets that pages load. With --check it only compares."""

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **options) -> None:
        for name, order in SHEETS.items():
            sheet = CSS / name
            if not check:
                sheet.write_text(bundle(order))
            elif not sheet.exists() or sheet.read_text() != bundle(order):
                raise CommandError(f"static/css/{name} is not up to date. Run: make css")
