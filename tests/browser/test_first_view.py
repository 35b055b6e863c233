"""The first view of every public page: the style sheets that it needs, and what it weighs."""

import re
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.browser.paths import OWN, PLACES, listed
from tests.browser.sheets import contents, linked, missing

pytestmark = pytest.mark.browser

MORE = [
    "/search/?q=can+i+drive",
    "/recovery/the-first-day/how-checked/",
    "/recovery/day-by-day/print/",
    "/recovery/pain-diary/large-print/",
    "/trigger-points/upper-trapezius/print/",
    "/trigger-points/upper-trapezius/?detail=all",
    "/injection/benefits-and-risks/?detail=all",
]
MOST, USUAL = 150_000, 80_000  # bytes of a first view with pictures, for every page and for most
MOST_REQUESTS = 11  # of a page with days, which need three scripts of their own
# Pictures, scripts, sheets and the font; the page's icon is no part of its view.
FILE = re.compile(
    r'(?:src|href)="(/(?:static|media)/[^"]+\.(?:css|js|woff2|svg|webp|avif|jpg|png))"'
)


@pytest.fixture(scope="module")
def every_page(site) -> dict[str, tuple[str, int]]:
    """What each address says, and the bytes that it took."""
    paths = dict.fromkeys([*listed(site), *OWN, *PLACES, *MORE])
    return {path: page(site + path) for path in paths}


def page(address: str) -> tuple[str, int]:
    try:
        with urlopen(address) as response:
            html = response.read().decode()
    except HTTPError as error:
        html = error.read().decode()
    return html, weight(address)


def weight(address: str) -> int:
    """Bytes over the wire, as a browser that knows Brotli gets them."""
    try:
        with urlopen(Request(address, headers={"Accept-Encoding": "br"})) as response:
            return len(response.read())
    except HTTPError as error:
        return len(error.read())


def test_every_page_links_each_sheet_that_has_a_say_on_it(browser, every_page):
    blank, sheets = browser.new_page(), contents()
    lacking = {path: missing(blank, html, sheets) for path, (html, _) in every_page.items()}
    blank.close()
    assert len(lacking) > 100
    assert {path: rules for path, rules in lacking.items() if rules} == {}


def test_it_would_notice_a_sheet_that_is_not_linked(browser, every_page):
    blank = browser.new_page()
    html, _ = every_page["/recovery/moving-and-stretching/"]
    for name in ("drawings", "forms"):
        without = re.sub(rf"<link[^>]+css/{name}[^>]+>", "", html)
        assert linked(html) - linked(without) == {name}
        assert any(rule.startswith(f"{name}: ") for rule in missing(blank, without, contents()))
    blank.close()


@pytest.fixture(scope="module")
def weights(site, every_page) -> dict[str, int]:
    """Bytes of a first view: the page and all that it asks for. Drawings stand in the page."""
    files = {path for html, _ in every_page.values() for path in files_of(html)}
    weighed = {path: weight(site + path) for path in files}
    return {
        path: size + sum(weighed[file] for file in files_of(html))
        for path, (html, size) in every_page.items()
    }


def files_of(html: str) -> list[str]:
    return list(dict.fromkeys(FILE.findall(html)))


def test_no_first_view_is_heavy_and_most_are_light(weights):
    assert {path: bytes for path, bytes in weights.items() if bytes > MOST} == {}
    assert sum(bytes < USUAL for bytes in weights.values()) > len(weights) / 2


def test_it_weighs_the_font_the_sheets_and_the_scripts(every_page, weights):
    html, alone = every_page["/recovery/day-by-day/"]
    kinds = {path.rpartition(".")[2] for path in files_of(html)}
    assert {"css", "js", "woff2"} <= kinds
    assert weights["/recovery/day-by-day/"] > alone + 20_000


def test_a_first_view_asks_few_times(every_page):
    asked = {path: 1 + len(files_of(html)) for path, (html, _) in every_page.items()}
    assert {path: count for path, count in asked.items() if count > MOST_REQUESTS} == {}


def test_no_page_asks_for_more_than_it_was_weighed_with(open_page, every_page):
    for path in ("/", "/recovery/day-by-day/", "/where-does-it-hurt/hand/", "/contact/"):
        page = open_page("/es/")
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(page.url.replace("/es/", path), wait_until="networkidle")
        paths = {"/" + url.split("/", 3)[3] for url in asked}
        assert paths - {path} - set(files_of(every_page[path][0])) == set()
