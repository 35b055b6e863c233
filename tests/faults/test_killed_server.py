"""The server is killed while patients write, pictures come in and pages are published: what it had
acknowledged is there when it starts again, and nothing is half there."""

import os
import signal
import sqlite3
import threading
import time
from http.client import HTTPException
from pathlib import Path

import pytest
from PIL import Image

from tests.faults import prepared
from tests.faults.visitor import Visitor, heading, number_of
from tests.server import PATIENCE, Server

pytestmark = pytest.mark.browser  # as slow as a browser, and once is enough
KILLS = int(os.environ.get("FUZZ_KILLS", "2"))
LIMITS = {"ENQUIRIES_PER_NETWORK": "1000000", "ENQUIRIES_IN_TOTAL": "1000000"}
WORDS = "May I drive home after the injection?"
# How many questions can be read whole, if the trail is whole.
READ = f"""
from enquiries.handling import trail
from enquiries.models import Enquiry
assert trail.verify().is_whole
print(sum(enquiry.message == "{WORDS}" for enquiry in Enquiry.objects.all()))
"""
# Went through whole or not at all.
WHOLE = {
    "a public page that the log knows nothing of": """SELECT count(*) FROM content_revision r JOIN
        content_article a ON a.id = r.article_id WHERE a.slug LIKE 'draft-%' AND published_at
        IS NOT NULL AND NOT EXISTS (SELECT 1 FROM django_admin_log l JOIN django_content_type t ON
        t.id = l.content_type_id WHERE t.model = 'article' AND l.object_id = a.id AND
        l.change_message LIKE '%ublish%')""",
}


class Crowd:
    """Writes, uploads and publishes without a pause, and keeps what was acknowledged."""

    def __init__(self, address: str, session: str, pages: list[tuple[int, str]]):
        self.sent, self.pictures, self.published = [], [], []
        self.tried = 0
        self.address, self.session, self.pages = address, session, pages
        self.ending = threading.Event()
        works = (self.write, self.write, self.upload, self.publish)
        self.threads = [threading.Thread(target=self.go_on, args=[work]) for work in works]

    def go_on(self, work) -> None:
        visitor = Visitor(self.address, self.session if work != self.write else "")
        while not self.ending.is_set():
            self.tried += 1
            try:
                work(visitor)
            except (OSError, HTTPException, ValueError, KeyError):
                time.sleep(0.02)  # it was killed

    def write(self, visitor: Visitor) -> None:
        status, headers, _ = visitor.write(WORDS)
        if status == 303:
            self.sent.append(headers["location"])

    def upload(self, visitor: Visitor) -> None:
        status, _, body = visitor.upload()
        if status == 200:
            self.pictures.append(number_of(body))

    def publish(self, visitor: Visitor) -> None:
        if not self.pages:
            return self.upload(visitor)
        page, address = self.pages.pop()
        status, _, _ = visitor.publish(page)
        if status == 302:
            self.published.append(address)
        return None

    def until_killed(self, server: Server, seconds: float) -> None:
        for thread in self.threads:
            thread.start()
        deadline = time.monotonic() + PATIENCE
        while not (self.sent and self.pictures and self.published) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(seconds)
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait(timeout=20)
        self.ending.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture(scope="module")
def crowds(own_site):
    """Every crowd, and the server that was started after the last kill."""
    data, there = own_site
    pages = list(zip(there["articles"], there["addresses"], strict=True))
    crowds = []
    for number in range(KILLS):
        with Server(data, **LIMITS) as server:
            crowds.append(Crowd(server.address, there["session"], pages[number::KILLS]))
            crowds[-1].until_killed(server, 0.15 + 0.13 * number % 0.7)
    with Server(data, **LIMITS) as server:
        yield crowds, Visitor(server.address, there["session"]), data


def test_it_was_killed_while_it_was_busy(crowds):
    for crowd in crowds[0]:
        done = len(crowd.sent) + len(crowd.pictures) + len(crowd.published)
        assert crowd.sent
        assert crowd.pictures
        assert crowd.published
        assert crowd.tried > done


def test_it_lost_nothing_that_it_had_acknowledged(crowds):
    crowds, visitor, _ = crowds
    for crowd in crowds:
        for address in crowd.sent:
            assert "We got your question" in visitor.get(address)[2].decode()
        for address in crowd.published:
            assert heading(visitor.get(address)[2]).startswith("Draft number"), address
        for picture in crowd.pictures:
            assert visitor.get(f"/admin/content/picture/{picture}/change/")[0] == 200


def test_it_left_nothing_half_done(crowds):
    crowds, _, data = crowds
    database = sqlite3.connect(data / "site.sqlite3")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for what, query in WHOLE.items():
        assert database.execute(query).fetchone() == (0,), what
    (received,) = database.execute("SELECT count(*) FROM enquiries_enquiry").fetchone()
    assert received >= sum(len(crowd.sent) for crowd in crowds)
    for (name,) in database.execute("SELECT file FROM content_picture").fetchall():
        with Image.open(Path(data) / "media" / name) as picture:
            picture.load()
    database.close()
    assert prepared.run(data, READ) == str(received)
