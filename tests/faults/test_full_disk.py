"""A disk that takes nothing more, and a database that stays locked: readers read, writers hear an
honest sentence, their words stand on it, and everything goes on afterwards.

Nothing that the server's processes write goes through (a limit of 0 on the size of files), which
is harder than a full disk: not even what is there may be written over.
"""

import json
import resource
import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.visitor import Visitor, heading, number_of, wait_until

pytestmark = [
    pytest.mark.browser,  # as slow as a browser, and once is enough
    pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux"),
]
WORDS = "May I drive home after the injection? My sister could come."
KEPT, FRESH = "/recovery/", "/start-here/"


def processes(leader: int) -> list[int]:
    """Of the session that this process leads."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(state[3]) == leader:
            found.append(int(stat.parent.name))
    return found


@contextmanager
def full_disk(server):
    numbers = processes(server.process.pid)
    assert len(numbers) > 2
    kinds = (resource.RLIMIT_FSIZE,)
    before = {n: resource.prlimit(n, *kinds) for n in numbers}
    try:
        for number, (_, hard) in before.items():
            resource.prlimit(number, *kinds, (0, hard))
        yield
    finally:
        for number, limits in before.items():
            if Path(f"/proc/{number}").exists():
                resource.prlimit(number, *kinds, limits)


@contextmanager
def locked_database(data: Path):
    holder = sqlite3.connect(data / "site.sqlite3", isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")
    finally:
        holder.close()


def expect_readers(reader: Visitor, page: str) -> None:
    for path in (KEPT, page, "/search/?q=knot", "/contact/", "/healthz"):
        status, _, body = reader.get(path)
        assert status == 200, path
        assert b"Something went wrong" not in body


def expect_honest_refusals(answers: dict) -> None:
    status, headers, body = answers["write"]
    assert status == 503
    assert WORDS.encode() in body
    assert b"911" in body
    for what in ("upload", "large upload"):
        status, headers, body = answers[what]
        assert status == 503, (what, body[:300])
        assert json.loads(body)["error"].startswith("The site could not"), what
    status, headers, body = answers["publish"]
    assert status == 503
    assert headers["retry-after"]
    assert b"could not" in body


def expect_everything(reader: Visitor, staff: Visitor, page: int, address: str) -> None:
    """Nothing of what was refused is there, and all of it can be done now."""
    assert reader.get(address)[0] == 404
    assert reader.write(WORDS)[0] == 303
    status, _, body = staff.upload()
    assert status == 200
    assert staff.get(f"/admin/content/picture/{number_of(body)}/change/")[0] == 200
    assert staff.publish(page)[0] == 302
    assert heading(reader.get(address)[2]).startswith("Draft number")


def all_at_once(works: dict) -> dict:
    answers: dict = {}

    def do(name, work):
        answers[name] = work()

    threads = [threading.Thread(target=do, args=item) for item in works.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def writers(reader: Visitor, staff: Visitor, page: int) -> dict:
    return {
        "write": lambda: reader.write(WORDS),
        "upload": staff.upload,
        "large upload": lambda: staff.upload(1100, 1000),
        "publish": lambda: staff.publish(page),
    }


def test_it_goes_on_while_the_disk_is_full_and_afterwards(server, own_site, reader, staff):
    page, address = own_site[1]["articles"][0], own_site[1]["addresses"][0]
    reader.get(KEPT)
    staff.get("/admin/")
    before = files(own_site[0])
    with full_disk(server):
        expect_readers(reader, "/words-to-know/")
        expect_honest_refusals(all_at_once(writers(reader, staff, page)))
        expect_readers(reader, "/about/")
    assert files(own_site[0]) == before
    expect_everything(reader, staff, page, address)
    assert rows(own_site[0], "enquiries_enquiry") == 1


def test_it_goes_on_while_the_database_is_locked_and_afterwards(server, own_site, reader, staff):
    page, address = own_site[1]["articles"][1], own_site[1]["addresses"][1]
    staff.get("/admin/")
    before, enquiries = files(own_site[0]), rows(own_site[0], "enquiries_enquiry")
    with locked_database(own_site[0]):
        expect_readers(reader, "/privacy/")
        expect_honest_refusals(all_at_once(writers(reader, staff, page)))
        expect_readers(reader, "/accessibility/")
    assert files(own_site[0]) == before
    expect_everything(reader, staff, page, address)
    assert rows(own_site[0], "enquiries_enquiry") == enquiries + 1


def files(data: Path) -> set[str]:
    """Pictures are given back at once, and their copies come by themselves."""
    wait_until(lambda: rows(data, "content_picture WHERE copies_due_at IS NOT NULL") == 0)
    return {path.name for path in (data / "media").rglob("*") if path.is_file()}


def rows(data: Path, table: str) -> int:
    database = sqlite3.connect(data / "site.sqlite3", timeout=20)
    try:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    finally:
        database.close()
