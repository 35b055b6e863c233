"""The WSGI application that stands before Django and keeps its public pages."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from content.models.editions import is_good
from content.pages import MADE_FROM
from tpi_site.page_cache.bodies import CODINGS, chosen

IN_FRONT = "guide.page_cache"  # in the environ: somebody here keeps pages
# Seconds before a schedule changes what is public in which nobody else may keep a page either.
NEAR = 120
# Of Django's own answer; ours depend on the coding.
REPLACED = {"content-length", "content-encoding", "etag", "vary", "cache-control", "date"}
Start = Callable[..., object]
Headers = list[tuple[str, str]]


class Answer(NamedTuple):
    """One coding of a page. The headers are for everybody's caches, for none of them shortly before
    a schedule, and each of these also without a body."""

    tag: str
    body: bytes
    whole: Headers
    whole_near: Headers
    known: Headers
    known_near: Headers


@dataclass(slots=True)
class KeptPage:
    """One page of one edition, with each coding made when it is first asked for. Times are
    seconds since 1970."""

    edition: str
    since: float
    until: float | None
    headers: Headers
    caching: str
    body: bytes
    digest: str
    answers: dict[str, Answer] = field(default_factory=dict)

    def answer(self, coding: str) -> Answer:
        made = self.answers.get(coding)
        if made is None:
            made = self.answers[coding] = self.make(coding)
        return made

    def make(self, coding: str) -> Answer:
        body = CODINGS[coding](self.body) if coding else self.body
        tag = f'"{self.digest}{"-" if coding else ""}{coding}"'
        headers = [*self.headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
        if coding:
            headers.append(("Content-Encoding", coding))
        kept, near = (
            [*headers, ("Cache-Control", caching)] for caching in (self.caching, "no-cache")
        )
        length = ("Content-Length", str(len(body)))
        return Answer(tag, body, [*kept, length], [*near, length], kept, near)

    @property
    def weight(self) -> int:
        return len(self.body) * 2  # the codings come to less than once more


class PageCache:
    """Wraps a WSGI application. `current` gives the edition of now, `most` is in bytes.

    Only what a view marked is kept, and only when nothing in the answer belongs to one person.
    Hosts need no check here: an unknown one is refused by Django, so nothing is kept for it.
    """

    def __init__(self, app: Callable, current: Callable[[], str], most: int = 16_000_000):
        self.app, self.current, self.most = app, current, most
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
            return send(page, environ, start, now)
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
        page = kept_page(environ, said, answer)
        if page is None:
            start(*said)
            return answer
        answer.close()
        self.keep(key, page)
        return send(page, environ, start, time.time())

    def keep(self, key: tuple, page: KeptPage) -> None:
        with self.lock:
            old = self.pages.pop(key, None)
            self.weight += page.weight - (old.weight if old else 0)
            self.pages[key] = page
            while self.weight > self.most:
                self.weight -= self.pages.popitem(last=False)[1].weight


def kept_page(environ: dict, said: list, answer: Iterable[bytes]) -> KeptPage | None:
    """The page, when its view marked it and nothing after the view made it one person's."""
    keep = environ.get(MADE_FROM)
    if keep is None or environ["REQUEST_METHOD"] != "GET" or not said[0].startswith("200"):
        return None
    headers = {name.lower(): value for name, value in said[1]}
    caching = headers.get("cache-control", "")
    if {"set-cookie", "content-encoding"} & set(headers) or "public" not in caching:
        return None
    body = b"".join(answer)
    return KeptPage(
        edition=keep.edition,
        since=keep.since.timestamp(),
        until=keep.until and keep.until.timestamp(),
        headers=[(name, value) for name, value in said[1] if name.lower() not in REPLACED],
        caching=caching,
        body=body,
        digest=hashlib.sha256(body).hexdigest()[:20],
    )


def send(page: KeptPage, environ: dict, start: Start, now: float) -> list[bytes]:
    """A list, which servers send as one piece: from anything else granian makes a stream."""
    answer = page.answer(chosen(environ.get("HTTP_ACCEPT_ENCODING", "")))
    near = page.until is not None and page.until - now <= NEAR
    # Copies, since servers may add headers of their own.
    if _knows(environ.get("HTTP_IF_NONE_MATCH"), answer.tag):
        start("304 Not Modified", (answer.known_near if near else answer.known)[:])
        return []
    start("200 OK", (answer.whole_near if near else answer.whole)[:])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _knows(tags: str | None, tag: str) -> bool:
    """Weak comparison, as RFC 9110 asks for GET."""
    if not tags:
        return False
    return tags.strip() == "*" or tag in (
        each.strip().removeprefix("W/") for each in tags.split(",")
    )


def _nothing_writes(data: bytes) -> None:
    raise TypeError("Django gives its answer back and never writes it.")
