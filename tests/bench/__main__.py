"""`make bench`: the figures this project holds itself to, measured in one run and printed.

They are figures of this machine at this moment; nothing fails because of them. Names of parts after
the command run only those. With RECORD in the environment a whole run is written to that file.
"""

import os
import sys
import time
from datetime import date
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"


def main(wanted: list[str]) -> None:
    import django
    from django.conf import settings

    django.setup()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    from django.core.management import call_command

    from tests.bench import content, desk, enquiries, pages, record, serving, size, visible
    from tests.bench.figures import BOOK
    from tests.server import free_port

    parts = {
        "writing": content.writing,
        "pages": pages.uncached,
        "weight": pages.first_view,
        "serving": lambda: serving.serving(free_port()),
        "size": size.many,
        "machines": visible.on_two,
        "desk": desk.desk,
        "submissions": enquiries.many_at_once,
        "enquiries": enquiries.enquiries,
    }
    if unknown := set(wanted) - set(parts):
        raise SystemExit(f"No such part: {', '.join(unknown)}. There are: {', '.join(parts)}.")
    call_command("migrate", verbosity=0)
    content.load_starter()
    about, began = record.machine(), time.monotonic()
    print("\n".join(f"{name}: {value}" for name, value in about.items()))
    for name, part in parts.items():
        if not wanted or name in wanted:
            part()
    about["The run took"] = f"{(time.monotonic() - began) / 60:.0f} minutes"
    print("\n" + record.in_short(BOOK))
    if (path := os.environ.get("RECORD")) and not wanted:
        record.write(BOOK, Path(path), about, date.today())  # noqa: DTZ011 - of this machine
        print(f"Written to {path}.")


if __name__ == "__main__":
    main(sys.argv[1:])
