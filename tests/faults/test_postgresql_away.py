"""PostgreSQL is stopped under a running site and started again: readers get the pages that are in
memory, writers an honest 503 with their words on it, and everything goes on by itself."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.addresses import fields
from tests.faults.visitor import Visitor, wait_until
from tests.server import Server

PROGRAMS = postgres.find_programs()
pytestmark = [
    pytest.mark.browser,  # as slow as a browser, and once is enough
    pytest.mark.skipif(
        not PROGRAMS and not os.environ.get("REQUIRE_POSTGRESQL"),
        reason="PostgreSQL is not installed",
    ),
]
WORDS = "May I drive home after the injection? My sister could come."
KEPT, FRESH = "/recovery/", "/about/"


@pytest.fixture(scope="module")
def database():
    with postgres.server(PROGRAMS) as url:
        yield url


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    with Server(tmp_path_factory.mktemp("away") / "data", DATABASE_URL=database) as server:
        yield server


def control(url: str, *arguments: str) -> None:
    folder = Path(url.partition("?host=")[2])
    owner = folder.stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    subprocess.run(
        [PROGRAMS / "pg_ctl", "-D", folder / "data", "-w", *arguments],
        check=True, cwd=folder, stdout=subprocess.DEVNULL,
        **(as_owner if os.getuid() == 0 else {}),
    )  # fmt: skip


def start(url: str) -> None:
    folder = Path(url.partition("?host=")[2])
    options = f"{postgres.OPTIONS} -c unix_socket_directories='{folder}'"
    control(url, "-l", str(folder / "log"), "-o", options, "start")


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_it_goes_on_while_postgresql_is_away_and_afterwards(database, site, how):
    reader = Visitor(site.address)
    kept = reader.get(KEPT)
    token = fields(reader.get("/contact/")[2].decode())["token"]
    assert kept[0] == 200
    control(database, "-m", how, "stop")
    try:
        expect_readers_and_honest_refusals(reader, token)
    finally:
        start(database)
    began = time.monotonic()
    assert wait_until(lambda: reader.get(FRESH)[0] == 200)
    assert reader.send(token, WORDS)[0] == 303
    assert reader.get(KEPT)[2] == kept[2]
    assert time.monotonic() - began < 20


def expect_readers_and_honest_refusals(reader: Visitor, token: str) -> None:
    for _ in range(3):
        status, _, body = reader.get(KEPT)
        assert status == 200
        assert b"Something went wrong" not in body
    status, headers, body = reader.get("/search/?q=knot")
    assert (status, headers["retry-after"]) == (503, "60")
    assert b"911" in body
    status, _, body = reader.send(token, WORDS)
    assert status == 503
    assert WORDS.encode() in body
    assert reader.get("/healthz")[0] == 200
    assert reader.get("/readyz")[0] == 503
