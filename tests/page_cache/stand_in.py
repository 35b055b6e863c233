"""A stand-in for Django behind the page cache."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from content.pages import MADE_FROM

WORDS = b"<p>A knot in a muscle.</p>" * 40
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


class Site:
    """A stand-in for Django that counts how often it is asked; tests change what it says."""

    def __init__(self):
        self.edition, self.asked = "one", 0
        self.status, self.body, self.marked = "200 OK", WORDS, True
        self.headers = {"Content-Type": "text/html", "Cache-Control": "public, s-maxage=60"}
        self.until = None

    def __call__(self, environ, start):
        self.asked += 1
        self.environ = environ
        if self.marked:
            since = NOW - timedelta(hours=1)
            environ[MADE_FROM] = SimpleNamespace(
                edition=self.edition, since=since, until=self.until
            )
        length = {"Content-Length": str(len(self.body))}
        start(self.status, list((self.headers | length).items()))
        return Answer(self.body)


class Answer(list):
    closed = 0

    def __init__(self, body: bytes):
        super().__init__([body])

    def close(self):
        Answer.closed += 1
