"""The WSGI application that stands before Django and keeps its public pages."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from content.models.editions import is_good
from content.pages import MADE_FROM
from tpi_site.page_cache.bodies import CODINGS, chosen

IN_FRONT = "guide.page_cache"  # in the environ: somebody here keeps pages
# Seconds before a schedule changes what is public in which nobody else may keep a page either.
NEAR = 120
# Of Django's own answer; ours depend on the coding.
REPLACED = {"content-length", "content-encoding", "etag", "vary", "cache-control", "date"}
Start = Callable[..., object]


@dataclass(slots=True)
class KeptPage:
    """One page of one edition, with each coding made when it is first asked for. Times are
    seconds since 1970."""

    edition: str
    since: float
    until: float | None
    headers: list[tuple[str, str]]
    caching: str
    body: bytes
    digest: str
    answers: dict[str, tuple[list[tuple[str, str]], str, bytes]] = field(default_factory=dict)

    def answer(self, coding: str) -> tuple[list[tuple[str, str]], str, bytes]:
        """Headers, ETag and body for one coding."""
        made = self.answers.get(coding)
        if made is None:
            body = CODINGS[coding](self.body) if coding else self.body
            tag = f'"{self.digest}{"-" if coding else ""}{coding}"'
            headers = [*self.headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
            if coding:
                headers.append(("Content-Encoding", coding))
            made = self.answers[coding] = (headers, tag, body)
        return made

    @property
    def weight(self) -> int:
        return len(self.body) * 2  # the codings come to less than once more


class PageCache:
    """Wraps a WSGI application. `current` gives the edition of now, `most` is in bytes.

    Only what a view marked is kept, and only when nothing in the answer belongs to one person.
    Hosts need no check here: an unknown one is refused by Django, so nothing is kept for it.
    """

    def __init__(self, app: Callable, current: Callable[[], str], most: int = 24_000_000):
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


def send(page: KeptPage, environ: dict, start: Start, now: float) -> Iterable[bytes]:
    headers, tag, body = page.answer(chosen(environ.get("HTTP_ACCEPT_ENCODING", "")))
    is_near = page.until is not None and page.until - now <= NEAR
    caching = "no-cache" if is_near else page.caching
    headers = [*headers, ("Cache-Control", caching)]
    if _knows(environ.get("HTTP_IF_NONE_MATCH"), tag):
        start("304 Not Modified", headers)
        return ()
    start("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def _knows(tags: str | None, tag: str) -> bool:
    """Weak comparison, as RFC 9110 asks for GET."""
    if not tags:
        return False
    return tags.strip() == "*" or tag in (
        each.strip().removeprefix("W/") for each in tags.split(",")
    )


def _nothing_writes(data: bytes) -> None:
    raise TypeError("Django gives its answer back and never writes it.")
