from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

STATIC = Path(settings.BASE_DIR) / "static"
# What patients' pages load, what paper needs, and the scripts of pages on which patients tick or
# write: what stays with them, and what they send. Then the sheet of staff screens, what these need
# on top to show parts of patients' pages, and that which lies over the standard admin.
JOINED = {
    "css/guide.css": "css/src/ORDER",
    "css/print.css": "css/src/ORDER-print",
    "js/fill_in.js": "js/src/ORDER",
    "js/contact.js": "js/src/ORDER-contact",
    "css/staff.css": "css/src-staff/ORDER",
    "css/page.css": "css/src-staff/ORDER-page",
    "css/admin.css": "css/src-staff/ORDER-admin",
}
HEAD = "/* Made by `make joined` from static/{folder}. Change the files there. */\n"


def joined(order: str) -> str:
    """All files that `order` names, in its order, without comments and white space."""
    # For developers only: a site that is run has the finished files.
    from rcssmin import cssmin
    from rjsmin import jsmin

    smaller = cssmin if order.startswith("css/") else jsmin
    folder = (STATIC / order).parent
    texts = [(folder / name).read_text() for name in (STATIC / order).read_text().split()]
    head = HEAD.format(folder=folder.relative_to(STATIC))
    return head + "\n".join(map(smaller, texts)) + "\n"


class Command(BaseCommand):
    """Joins styles and scripts into the files that pages load. With --check it only compares."""

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **options) -> None:
        for name, order in JOINED.items():
            path = STATIC / name
            if not check:
                path.write_text(joined(order))
            elif not path.exists() or path.read_text() != joined(order):
                raise CommandError(f"static/{name} is not up to date. Run: make joined")
