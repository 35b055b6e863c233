"""Pages from memory: the right bytes, while they are right, and nothing that is anybody's."""

import gzip
from datetime import timedelta

import brotli
import pytest

from tests.page_cache.stand_in import NOW, WORDS, Answer
from tpi_site.page_cache import cache
from tpi_site.page_cache.bodies import zstd
from tpi_site.page_cache.cache import IN_FRONT


def test_it_asks_once_and_answers_the_same(get, site):
    first, second = get(), get()
    assert first == second
    assert second[0] == "200 OK"
    assert second[2] == WORDS
    assert site.asked == 1


def test_it_asks_again_in_another_edition(get, site):
    get()
    site.edition, site.body = "two", b"New words."
    assert get()[2] == b"New words."
    site.body = b"Not asked for."
    assert get()[2] == b"New words."


def test_it_keeps_nothing_that_was_made_while_the_edition_changed(get, site):
    """The view read the old edition, and another process published before it answered."""
    site.edition = "old"
    get()
    get.pages.current = lambda: "new"
    assert get()[2] == WORDS
    assert site.asked == 2


def test_it_asks_again_when_a_schedule_comes_and_when_the_clock_goes_back(get, site, clock):
    site.until = NOW + timedelta(minutes=10)
    get()
    clock.now = NOW + timedelta(minutes=9, seconds=59)
    get()
    assert site.asked == 1
    clock.now = site.until
    get()
    assert site.asked == 2
    clock.now = NOW - timedelta(hours=2)
    get()
    assert site.asked == 3


def test_it_lets_nobody_else_keep_a_page_shortly_before_a_schedule(get, site, clock):
    site.until = NOW + timedelta(minutes=10)
    assert "s-maxage" in get()[1]["Cache-Control"]
    clock.now = site.until - timedelta(seconds=30)
    assert get()[1]["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "coding", "opened"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, zstd;q=0.9", "zstd", zstd.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("GZIP;q=0.5, br;q=0", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("br;q=0.0, *;q=0", None, bytes),
        ("identity", None, bytes),
        ("nonsense;;;,,q", None, bytes),
        ("", None, bytes),
    ],
)
def test_it_answers_in_a_coding_that_the_browser_takes(get, accepted, coding, opened):
    get()
    for _ in range(2):
        _, headers, body = get(HTTP_ACCEPT_ENCODING=accepted)
        assert headers.get("Content-Encoding") == coding
        assert opened(body) == WORDS
        assert headers["Content-Length"] == str(len(body))
        assert headers["Vary"] == "Accept-Encoding"


INDENTED = b"<ul>\n\n    <li>One,\n\t two</li>\n</ul>"


@pytest.mark.parametrize(
    ("kind", "body", "sent"),
    [
        ("text/html; charset=utf-8", INDENTED, b"<ul>\n<li>One,\ntwo</li>\n</ul>"),
        ("text/html", INDENTED + b"<pre>\n  x</pre>", INDENTED + b"<pre>\n  x</pre>"),
        ("text/html", INDENTED + b"<textarea>", INDENTED + b"<textarea>"),
        ("text/plain", INDENTED, INDENTED),
    ],
)
def test_it_leaves_out_white_space_that_says_nothing(get, site, kind, body, sent):
    site.headers["Content-Type"], site.body = kind, body
    for _ in range(2):
        _, headers, got = get()
        assert (got, headers["Content-Length"]) == (sent, str(len(sent)))


@pytest.mark.parametrize("first", ["br", "zstd", "gzip", ""])
def test_it_keeps_a_page_as_it_was_asked_for_and_makes_the_rest_of_that(get, site, first):
    opened = {"br": brotli.decompress, "zstd": zstd.decompress, "gzip": gzip.decompress, "": bytes}
    get(HTTP_ACCEPT_ENCODING=first)
    (kept,) = get.pages.pages.values()
    assert list(kept.answers) == [first]
    assert (kept.weight < len(WORDS) + cache.AROUND) == bool(first)
    for accepted in opened:
        said, headers, body = get(HTTP_ACCEPT_ENCODING=accepted)
        assert (said, opened[accepted](body)) == ("200 OK", WORDS)
        assert headers.get("Content-Encoding", "") == accepted
        assert get.pages.weight == kept.weight
    assert len(kept.answers) == 4
    assert site.asked == 1


def test_it_makes_room_for_a_coding_that_is_asked_for_later(get, site):
    get.pages.most = cache.AROUND + len(WORDS)
    get()
    assert get.pages.weight == get.pages.most
    assert gzip.decompress(get(HTTP_ACCEPT_ENCODING="gzip")[2]) == WORDS
    assert get.pages.weight == 0
    assert site.asked == 1


def test_it_sends_nothing_again_to_who_has_it(get):
    tag = get()[1]["ETag"]
    assert get(HTTP_IF_NONE_MATCH=tag)[::2] == ("304 Not Modified", b"")
    assert get(HTTP_IF_NONE_MATCH=f'"other", W/{tag}')[0] == "304 Not Modified"
    assert get(HTTP_IF_NONE_MATCH="*")[0] == "304 Not Modified"
    assert get(HTTP_IF_NONE_MATCH='"other"')[0] == "200 OK"
    compressed = get(HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=tag)
    assert compressed[0] == "200 OK"
    assert compressed[1]["ETag"] != tag


def test_it_answers_head_with_the_headers_of_get(get):
    whole = get()
    assert get(method="HEAD") == (whole[0], whole[1], b"")


def test_it_gives_servers_one_piece_and_lists_of_their_own(get):
    """granian makes a slow stream of anything but a list; servers may add headers to theirs."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "HTTP_HOST": "guide.example.org",
        "wsgi.url_scheme": "http",
    }
    for more in ({}, {"REQUEST_METHOD": "HEAD"}, {"HTTP_IF_NONE_MATCH": "*"}):
        said = []
        for _ in range(2):
            answer = get.pages(environ | more, lambda *words, said=said: said.append(words[1]))
            assert type(answer) is list
            said[-1].append(("Server", "another"))
            answer.append(b"more")
        assert said[0] == said[1]
        assert get()[2] == WORDS


def test_it_asks_for_each_host_path_and_scheme_by_itself(get, site):
    get()
    get("/other/")
    get(HTTP_HOST="127.0.0.1")
    get(**{"wsgi.url_scheme": "https"})
    assert site.asked == 4


@pytest.mark.parametrize("request_", [{"method": "POST"}, {"query": "q=knot"}])
def test_it_leaves_other_requests_alone(get, site, request_):
    get()
    get(**request_)
    assert site.asked == 2
    assert IN_FRONT not in site.environ


@pytest.mark.parametrize(
    "change",
    [
        {"marked": False},
        {"status": "404 Not Found"},
        {"status": "500 Internal Server Error"},
        {"headers": {"Cache-Control": "public", "Set-Cookie": "sessionid=x"}},
        {"headers": {"Cache-Control": "private, no-store"}},
        {"headers": {"Content-Type": "text/html"}},
        {"headers": {"Cache-Control": "public", "Content-Encoding": "gzip"}},
    ],
)
def test_it_keeps_nothing_that_may_be_somebodys(get, site, change):
    vars(site).update(change)
    assert get()[0] == site.status
    assert get()[2] == WORDS
    assert site.asked == 2
    assert not get.pages.pages


def test_it_never_grows_beyond_its_bounds(get, site):
    for number in range(20):
        get(f"/{number}/")
    kept = get.pages
    assert kept.weight == sum(page.weight for page in kept.pages.values()) <= kept.most
    asked = site.asked
    get("/19/")
    assert site.asked == asked
    site.body = WORDS * 10
    assert get("/large/")[2] == site.body
    assert kept.weight == 0


def test_it_ends_each_request_of_django(get):
    """Django gives its connection back when its answer is closed."""
    before = Answer.closed
    get()
    assert Answer.closed == before + 1
