"""How a new visitor fares while very many connections stall."""

import time

from tests.bench.figures import BOOK
from tests.faults.stalling import stalled
from tests.faults.visitor import Visitor
from tests.server import Server

STALLS = 10_000
PATHS = ("/recovery/the-first-day/", "/search/?q=knot", "/contact/")


def new_visitor(site: Server) -> None:
    BOOK.section(
        f"{STALLS:,} connections that stall",
        "They say nothing, half a line, half a header or half a form. A new visitor comes while "
        "they are open; the slowest of a kept page, a search and the contact form.",
    )
    with stalled(site.address, STALLS) as (opened, most):
        times = [answered_in(site, path) for path in PATHS]
    BOOK.note("connections that were opened", opened, "", digits=0, least=most * 0.95)
    BOOK.note("a new visitor's slowest page", max(times), digits=0, most=1000)


def answered_in(site: Server, path: str) -> float:
    began = time.perf_counter()
    status = Visitor(site.address).get(path)[0]
    assert status == 200, (path, status)
    return (time.perf_counter() - began) * 1000
