"""A page cache before a stand-in for Django, and a clock that stands."""

from types import SimpleNamespace

import pytest

from tests.page_cache.stand_in import NOW, WORDS, Site
from tpi_site.page_cache import PageCache, cache


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    clock = SimpleNamespace(now=NOW)
    monkeypatch.setattr(cache.time, "time", lambda: clock.now.timestamp())
    return clock


@pytest.fixture
def get(site, clock):
    """get("/path/", **headers and more of the environ) gives (status, headers, body)."""
    pages = PageCache(site, lambda: site.edition, most=4 * len(WORDS))

    def get(path: str = "/", method: str = "GET", query: str = "", **environ):
        said = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "guide.example.org",
            "wsgi.url_scheme": "http",
        } | environ
        answer = pages(environ, lambda status, headers: said.extend([status, headers]))
        body = b"".join(answer)
        return said[0], dict(said[1]), body

    get.pages = pages
    return get
