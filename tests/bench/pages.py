"""Every public page of the starter guide without the page cache, and the weight of a first view."""

import re
import statistics
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

from tests.bench.figures import BOOK, timed
from tests.server import Server

GOAL = 6
RUNS = 15
FIRST = "/recovery/day-by-day/"
NAMED = ("/", "/recovery/", FIRST, "/words-to-know/", "/about/")


def uncached() -> None:
    from django.test import Client

    from tests.content.test_pages import every_path

    BOOK.section(
        "Uncached render",
        "Each public page of the starter guide through Django's test client, all middleware "
        f"included and no page cache: the median of {RUNS} runs, for some 100 of a few pages. "
        "The goal holds for the median page; those above it are counted and the slowest named.",
    )
    client = Client()
    for path in NAMED:
        BOOK.measure(f"GET {path}", lambda path=path: client.get(path), 100, goal=GOAL)
    paths = [path for path in every_path() if "?" not in path]
    middle = {}
    for path in paths:
        times = timed(lambda path=path: client.get(path), RUNS, 2)
        middle[path] = statistics.median(times)
    times = sorted(middle.values())
    BOOK.note(
        f"the median page of {len(paths)}", statistics.median(times), digits=2, most=GOAL,
        more=f"{sum(time > GOAL for time in times)} pages above {GOAL} ms",
    )  # fmt: skip
    slowest = max(middle, key=middle.get)
    BOOK.note(f"the slowest page, {slowest}", middle[slowest], digits=2)


def first_view() -> None:
    BOOK.section(
        f"First view of {FIRST}",
        "Bytes over the wire with Brotli, from the real server: the page and all that it loads but "
        "its icon, which browsers fetch last.",
    )
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder) / "data") as site:
        page = site.get(FIRST)
        page = re.sub(r'<link rel="icon"[^>]*>', "", page)
        files = {FIRST, *re.findall(r'(?:src|href)="(/static/[^"]+)"', page)}
        total = sum(size(site.address + path) for path in files)
    BOOK.note("bytes", total / 1000, "kB", most=60)
    BOOK.note("requests", len(files), "", digits=0, most=6)


def size(url: str) -> int:
    request = Request(url, headers={"Accept-Encoding": "br, gzip"})
    with urlopen(request) as response:
        return len(response.read())
