"""What a worker weighs, and whether it grows with the requests that it answers."""

import re
import shutil
import subprocess
import tempfile
import time

from tests.bench.figures import BOOK
from tests.server import Server

REQUESTS = 200_000
AT_MOST = 240  # seconds of load
CONNECTIONS = 16
# So many that every thread of both processes has made pages before the first figure: what each
# takes once is no growth with the requests.
TO_WARM_UP = 96
# In Brotli, as browsers ask for them, two fifths of these fill the page cache.
PAGES = 2_500
# Every second request is for another page, the rest for one.
SCRIPT = """
local n, browsers = 0, {["Accept-Encoding"] = "gzip, deflate, br, zstd"}
request = function()
  n = n + 1
  if n % 2 == 0 then return wrk.format("GET", "/recovery/the-first-day/", browsers) end
  local at = math.random(0, PAGES - 1) * 4
  local slug = TOPICS[at / 4 % 4 + 1] .. "/made-up-" .. (at + at / 4 % 4)
  return wrk.format("GET", "/" .. slug .. "/", browsers)
end
"""


def of_a_worker(site: Server, articles: int) -> None:
    BOOK.section(
        f"Memory of a worker with {articles:,} articles",
        f"Resident memory of the larger of two server processes, before and after {REQUESTS:,} "
        f"requests in Brotli by wrk over loopback, half of them to {PAGES:,} different pages, many "
        f"of which are rendered anew; {AT_MOST} s at most. The warm-up begins with {TO_WARM_UP} "
        "connections, so that every thread has been used.",
    )
    if not shutil.which("wrk"):
        BOOK.missing("memory of a worker", "wrk is not installed")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua(topics(site)))
        script.flush()
        load(site, script.name, 10, TO_WARM_UP)
        load(site, script.name, 25)
        before, done, began = max(workers(site)), 0, time.monotonic()
        while done < REQUESTS and time.monotonic() - began < AT_MOST:
            done += load(site, script.name, 20)
    after = max(workers(site))
    BOOK.note("after a warm-up", before, "MB", digits=0, most=120)
    BOOK.note(f"after {done:,} requests more", after, "MB", digits=0, most=120)
    BOOK.note("growth", after - before, "MB", digits=1, most=5)


def topics(site: Server) -> list[str]:
    """Their slugs in order, as made-up articles are dealt out among them."""
    found = re.findall(r'<a href="/([a-z-]+)/"><span>Part|href="/([a-z-]+)/"', site.get("/"))
    known = ["trigger-points", "injection", "recovery", "spine-care"]
    return [slug for slug in known if any(slug in pair for pair in found)]


def lua(slugs: list[str]) -> str:
    named = ", ".join(f'"{slug}"' for slug in slugs)
    return f"PAGES = {PAGES}\nTOPICS = {{ {named} }}\n{SCRIPT}"


def load(site: Server, script: str, seconds: int, connections: int = CONNECTIONS) -> int:
    """How many requests were answered."""
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}", "-s", script, site.address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)
    return int(re.search(r"(\d+) requests in", said)[1])


def workers(site: Server) -> list[float]:
    """Resident megabytes of the processes that the server has forked."""
    children = subprocess.run(
        ["ps", "-o", "rss=,args=", "--ppid", str(site.process.pid)], capture_output=True, text=True
    ).stdout.splitlines()
    return [int(row.split()[0]) / 1024 for row in children if "run_due" not in row] or [0]
