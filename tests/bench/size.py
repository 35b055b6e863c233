"""A guide of 10,000 articles beside one of 100: what must not take longer, and what it weighs."""

import os
import statistics
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from tests.bench import memory, stalling, visible
from tests.bench.figures import BOOK
from tests.bench.grown import Grown
from tests.server import AS_SHIPPED, Server

FEW, MANY = 100, int(os.environ.get("BENCH_ARTICLES", "10000"))
ROUNDS, RUNS = 7, 25
PAGES = {"article": "/recovery/made-up-2/", "topic": "/recovery/", "home": "/"}
QUERIES = ("muscle", "muscle+pain+nerve", "triger+point", "made+up", "zzzzqqq", "can+i+drive")
LISTS = ("", "?q=made", "?q=day+by", "?state=live", "?state=unsigned", f"?p={MANY // 200}")


def many() -> None:
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "many"
        with Grown(Path(folder) / "few", FEW) as few, Grown(large, MANY) as more:
            flat(few, more)
            searches(more)
            sitemap(few, more)
            lists(more)
        with Server(large, **AS_SHIPPED) as site:
            over_http(site)
            visible.on_one(site)
            stalling.new_visitor(site)
        with Server(large, **AS_SHIPPED) as site:
            memory.of_a_worker(site, MANY)


def flat(few: Grown, more: Grown) -> None:
    BOOK.section(
        "Flat in the number of articles",
        f"Uncached pages through Django's test client, in two processes with {FEW:,} and {MANY:,} "
        f"made-up articles beside the starter guide, asked in turn: {ROUNDS} rounds of {RUNS} "
        "runs. The ratio is the median of the rounds.",
    )
    for name, path in PAGES.items():
        pairs = [(few.times(path, RUNS), more.times(path, RUNS)) for _ in range(ROUNDS)]
        ratios = [statistics.median(b) / statistics.median(a) for a, b in pairs]
        middle = statistics.median(one for _, times in pairs for one in times)
        goal = None if name == "home" else 1.1
        BOOK.note(
            f"{name} page, {MANY:,} against {FEW:,}", statistics.median(ratios), "times the time",
            digits=2, most=goal, more=f"{middle:.2f} ms",
        )  # fmt: skip


def searches(more: Grown) -> None:
    BOOK.section(
        f"Search among {MANY:,} articles",
        "The whole page of results through Django's test client, the median of 30 runs.",
    )
    for query in QUERIES:
        times = more.times(f"/search/?q={query}", 30)
        BOOK.note(f"search {query.replace('+', ' ')}", statistics.median(times), most=25)


def sitemap(few: Grown, more: Grown) -> None:
    BOOK.section(
        "The sitemap",
        f"Sent in pieces, with {FEW:,} and with {MANY:,} articles. Memory is the most that the "
        "process held beyond what it held before, told by Python's tracemalloc.",
    )
    small, large = few.ask(stream="/sitemap.xml"), more.ask(stream="/sitemap.xml")
    BOOK.note(f"to the first byte, {MANY:,} articles", large["first"])
    BOOK.note(f"whole, {MANY:,} articles", large["all"], more=f"{large['size'] / 1e6:.2f} MB")
    BOOK.note(f"most memory, {FEW:,} articles", small["peak"] / 1000, "kB", digits=0)
    goal = round(small["peak"] / 1000 * 1.5)
    BOOK.note(f"most memory, {MANY:,} articles", large["peak"] / 1000, "kB", digits=0, most=goal)


def lists(more: Grown) -> None:
    BOOK.section(
        f"The list of articles for staff with {MANY:,} more",
        "Through Django's test client, the median of 15 runs.",
    )
    url = "/admin/content/article/"
    for query in LISTS:
        times = more.times(url + query, 15, staff=True)
        BOOK.note(f"list {query}", statistics.median(times), most=400)


def over_http(site: Server) -> None:
    BOOK.section(
        f"The real server with {MANY:,} articles", "Over loopback, with two processes, once warm."
    )
    site.get("/")
    first, whole = to_first_byte(site, "/sitemap.xml")
    BOOK.note("sitemap, to the first byte", first)
    BOOK.note("sitemap, whole", whole)


def to_first_byte(site: Server, path: str) -> tuple[float, float]:
    connection = HTTPConnection(site.address.partition("://")[2], timeout=30)
    began = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    response.read(1)
    first = time.perf_counter() - began
    response.read()
    return first * 1000, (time.perf_counter() - began) * 1000
