"""From the answer to a publication until readers see it, on one machine and on two."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests import postgres, second_factor
from tests.bench.figures import BOOK
from tests.faults import prepared
from tests.machines.two import DRAFT, NAME, PASSWORD, both, sign_in
from tests.machines.visitor import Visitor
from tests.server import Server, enrol_everybody

PAGE = "/recovery/the-first-day/"
TIMES = 5
SOMEBODY = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("{NAME}", password="{PASSWORD}")
"""


def on_one(site: Server) -> None:
    BOOK.section(
        "From a publication to its readers, one machine",
        "Staff publish new words over HTTP; from the answer to that until a reader gets them,"
        " asked again and again. Both server processes had the old page in memory.",
    )
    prepared.run(site.data, SOMEBODY)
    enrol_everybody(site.data)
    taken, requests = rounds(lambda code: prepared.run(site.data, code), site.address, site.address)
    BOOK.note("requests until it is seen", max(requests), "", digits=0, most=1)
    BOOK.note("until it is seen", statistics.median(taken), more=f"at most {max(taken):.0f}")


def on_two() -> None:
    BOOK.section(
        "From a publication to its readers, two machines",
        "Two servers, one PostgreSQL, over loopback: published on one, read on the other, asked "
        "every few milliseconds. The goal is for the slowest.",
    )
    if postgres.find_programs() is None:
        BOOK.missing("until it is seen", "PostgreSQL is not installed")
        return
    with tempfile.TemporaryDirectory() as folder, both(Path(folder)) as site:
        site.shell(second_factor.ENROL)
        taken, _ = rounds(site.shell, site.one, site.other)
    BOOK.note("until it is seen, at the median", statistics.median(taken))
    BOOK.note("until it is seen, the slowest", max(taken), most=1000)


def rounds(run: Callable[[str], str], one: str, other: str) -> tuple[list[float], list[int]]:
    """Milliseconds, and how many requests were made, each time."""
    staff, taken, requests = sign_in(one), [], []
    for number in range(TIMES):
        title = f"The first day, told anew {number}"
        article, seen = json.loads(run(DRAFT.format(title=title)))
        for address in (one, other) * 4:  # so that each process has the old page
            assert title not in words(address)
        told = {"do": "publish", "seen": seen, "note": "We tell it in other words."}
        status, said = staff.post(f"{one}/admin/content/article/{article}/publish/", told)
        assert status == 200, said
        began, count = time.perf_counter(), 1
        while title not in words(other):
            count += 1
            assert time.perf_counter() - began < 30, said
            time.sleep(0.003)
        taken.append((time.perf_counter() - began) * 1000)
        requests.append(count)
    return taken, requests


def words(address: str) -> str:
    return Visitor().get(address + PAGE)[1].decode()
