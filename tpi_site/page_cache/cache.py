"""The WSGI application that stands before Django and keeps its public pages."""

import hashlib
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import NamedTuple

from content.models.editions import is_good
from content.pages import MADE_FROM
from tpi_site.page_cache.bodies import CODINGS, chosen, tight
from tpi_site.page_cache.later import Work, never

IN_FRONT = "guide.page_cache"  # in the environ: somebody here keeps pages
# Seconds before a schedule changes what is public in which nobody else may keep a page either.
NEAR = 120
# Of Django's own answer; ours depend on the coding.
REPLACED = {"content-length", "content-encoding", "etag", "vary", "cache-control", "date"}
Start = Callable[..., object]
Header = tuple[str, str]
Headers = list[Header]
VARY, NOBODY_KEEPS = ("Vary", "Accept-Encoding"), ("Cache-Control", "no-cache")
AROUND = 1500  # bytes that a page takes besides its bodies
# Held while a page is compressed. In several threads at once, what each takes for it and gives back
# leaves gaps that come to 3 MB in a process.
COMPRESSING = threading.Lock()


class Answer(NamedTuple):
    """One coding of a page. The headers are those that come with every answer, with or without a
    body."""

    tag: str
    body: bytes
    headers: Headers
    length: Header


@dataclass(slots=True, weakref_slot=True)
class KeptPage:
    """One page of one edition, in the codings that it was asked for. Times are seconds since
    1970. `is_rough` while one of its bodies can be pressed."""

    edition: str
    since: float
    until: float | None
    headers: Headers
    caching: Header
    digest: str
    answers: dict[str, Answer] = field(default_factory=dict)
    is_rough: bool = False

    def make(self, coding: str, body: bytes) -> Answer:
        """`body` is not compressed."""
        if not coding:
            return self.answer(coding, body, f'"{self.digest}"')
        self.is_rough |= CODINGS[coding].press is not None
        with COMPRESSING:
            compressed = CODINGS[coding].compress(body)
        return self.answer(coding, compressed, f'"{self.digest}-{coding}"')

    def press(self, coding: str) -> Answer:
        """Other bytes have another tag: whoever keeps the page in front takes the smaller ones at
        its next question."""
        body = CODINGS[coding].press(self.plain())
        return self.answer(coding, body, f'"{self.digest}-{coding}-pressed"')

    def answer(self, coding: str, body: bytes, tag: str) -> Answer:
        headers = [*self.headers, ("ETag", tag), VARY]
        if coding:
            headers.append(shared(("Content-Encoding", coding)))
        return Answer(tag, body, headers, ("Content-Length", str(len(body))))

    def plain(self) -> bytes:
        """Made of what is kept. Few pages are asked for in a second coding, so none of them keeps
        what only that would need."""
        coding, answer = next(iter(self.answers.items()))
        return CODINGS[coding].decompress(answer.body) if coding else answer.body

    @property
    def weight(self) -> int:
        return AROUND + sum(len(answer.body) for answer in self.answers.values())


class PageCache:
    """Wraps a WSGI application. `current` gives the edition of now, `most` is in bytes: enough for
    the starter guide in Brotli and in gzip. `later` does what nobody waits for, and says whether
    it takes it; without one, pages stay as they were first compressed.

    Only what a view marked is kept, and only when nothing in the answer belongs to one person.
    Hosts need no check here: an unknown one is refused by Django, so nothing is kept for it.
    """

    def __init__(
        self,
        app: Callable,
        current: Callable[[], str],
        most: int = 6_000_000,
        later: Callable[[Work, bool], bool] = never,
    ):
        self.app, self.current, self.most, self.later = app, current, most, later
        self.pages: OrderedDict[tuple, KeptPage] = OrderedDict()
        self.weight = 0
        self.lock = threading.Lock()
        self.hits = self.misses = 0

    def __call__(self, environ: dict, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return self.app(environ, start)
        key = (
            environ["PATH_INFO"],
            environ.get("HTTP_HOST"),
            environ.get("HTTP_X_FORWARDED_PROTO"),
            environ["wsgi.url_scheme"],
        )
        page, edition, now = self.pages.get(key), self.current(), time.time()
        if is_good(page, edition, now):
            self.hits += 1
            self.press_later(key, page)
            return self.send(key, page, environ, start, now)
        return self.fill(key, environ, start)

    def fill(self, key: tuple, environ: dict, start: Start) -> Iterable[bytes]:
        """Asks the application, and keeps its answer when it says that it may be kept."""
        self.misses += 1
        environ[IN_FRONT] = True
        said: list = []

        def listen(status, headers, exc_info=None):
            said[:] = [status, headers]
            return _nothing_writes

        answer = self.app(environ, listen)
        found = kept_page(environ, said, answer)
        if found is None:
            start(*said)
            return answer
        answer.close()
        page, body = found
        coding = coding_for(environ)
        page.answers[coding] = page.make(coding, body)
        self.keep(key, page)
        self.press_later(key, page, if_idle=True)
        return self.send(key, page, environ, start, time.time())

    def keep(self, key: tuple, page: KeptPage) -> None:
        with self.lock:
            old = self.pages.pop(key, None)
            self.pages[key] = page
            self.weigh(page.weight - (old.weight if old else 0))

    def weigh(self, more: int) -> None:
        """For whoever holds the lock."""
        self.weight += more
        while self.weight > self.most:
            self.weight -= self.pages.popitem(last=False)[1].weight

    def send(
        self, key: tuple, page: KeptPage, environ: dict, start: Start, now: float
    ) -> list[bytes]:
        """A list, which servers send as one piece: from anything else granian makes a stream."""
        coding = coding_for(environ)
        answer = page.answers.get(coding) or self.add(key, page, coding)
        near = page.until is not None and page.until - now <= NEAR
        # A list of its own, since servers may add headers of theirs.
        headers = [*answer.headers, NOBODY_KEEPS if near else page.caching]
        if _knows(environ.get("HTTP_IF_NONE_MATCH"), answer.tag):
            start("304 Not Modified", headers)
            return []
        headers.append(answer.length)
        start("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def add(self, key: tuple, page: KeptPage, coding: str) -> Answer:
        """One more coding of a page that is kept."""
        made = page.make(coding, page.plain())
        with self.lock:
            if coding not in page.answers:
                page.answers[coding] = made
                if self.pages.get(key) is page:
                    self.weigh(len(made.body))
        return made

    def press_later(self, key: tuple, page: KeptPage, if_idle: bool = False) -> None:
        """A page that is asked for once waits for nobody: a crawler asks so for all of them. One
        that has to give way while it waits is not held any longer."""
        if page.is_rough and self.later(partial(self.press, key, weakref.ref(page)), if_idle):
            page.is_rough = False

    def press(self, key: tuple, waited: weakref.ref[KeptPage]) -> None:
        """Smaller bodies for a page that will be asked for again."""
        page = waited()
        if page is None:
            return
        for coding, rough in list(page.answers.items()):
            if self.pages.get(key) is not page or not coding or not CODINGS[coding].press:
                continue
            pressed = page.press(coding)
            with self.lock:
                page.answers[coding] = pressed
                if self.pages.get(key) is page:
                    self.weigh(len(pressed.body) - len(rough.body))


def kept_page(environ: dict, said: list, answer: Iterable[bytes]) -> tuple[KeptPage, bytes] | None:
    """The page with its body, when its view marked it and nothing after the view made it one
    person's."""
    keep = environ.get(MADE_FROM)
    if keep is None or environ["REQUEST_METHOD"] != "GET" or not said[0].startswith("200"):
        return None
    headers = {name.lower(): value for name, value in said[1]}
    caching = headers.get("cache-control", "")
    if {"set-cookie", "content-encoding"} & set(headers) or "public" not in caching:
        return None
    body = b"".join(answer)
    if headers.get("content-type", "").startswith("text/html"):
        body = tight(body)
    page = KeptPage(
        edition=keep.edition,
        since=keep.since.timestamp(),
        until=keep.until and keep.until.timestamp(),
        headers=[shared(header) for header in said[1] if header[0].lower() not in REPLACED],
        caching=shared(("Cache-Control", caching)),
        digest=hashlib.sha256(body).hexdigest()[:20],
    )
    return page, body


@lru_cache(maxsize=256)
def shared(header: Header) -> Header:
    """The same object for equal headers, which most pages have."""
    return header


def coding_for(environ: dict) -> str:
    return chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))


def _knows(tags: str | None, tag: str) -> bool:
    """Weak comparison, as RFC 9110 asks for GET."""
    if not tags:
        return False
    return tags.strip() == "*" or tag in (
        each.strip().removeprefix("W/") for each in tags.split(",")
    )


def _nothing_writes(data: bytes) -> None:
    raise TypeError("Django gives its answer back and never writes it.")
