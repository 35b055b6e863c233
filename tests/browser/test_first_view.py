"""The first view of every public page: what it loads, and what that weighs."""

import re
from urllib.error import HTTPError
from urllib.parse import unquote
from urllib.request import Request, urlopen

import pytest

from tests.browser.paths import OWN, PLACES, listed
from tests.source import ROOT

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
MOST_REQUESTS = 6  # the page, the font, two sheets, two scripts
SHEET = re.compile(r'<link rel="stylesheet" href="/static/css/([a-z]+)[^"]*"( media="print")?')
ICON = re.compile(r'<link rel="icon" href="data:image/svg\+xml,([^"]+)">')
# Pictures, scripts, sheets and the font.
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


def test_every_page_waits_for_one_sheet_and_has_one_for_paper(every_page):
    """A second one to wait for would open a second connection."""
    assert len(every_page) > 100
    for path, (html, _) in every_page.items():
        assert SHEET.findall(html) == [("guide", ""), ("print", ' media="print"')], path


def test_the_icon_of_the_tab_stands_in_every_page(every_page):
    """Asked for, it would take its share of the line while nothing is painted yet."""
    icon = (ROOT / "static/img/favicon.svg").read_text("utf-8").strip()
    for path, (html, _) in every_page.items():
        assert [unquote(text).replace("'", '"') for text in ICON.findall(html)] == [icon], path


def test_no_page_of_the_guide_needs_the_second_part_of_the_font(every_page):
    css = (ROOT / "static/css/src/tokens.css").read_text("utf-8")
    more = re.search(r"-more\.woff2.*?unicode-range:([^;]*);", css, re.DOTALL)[1]
    letters = {chr(code) for part in re.findall(r"U\+([\dA-F-]+)", more) for code in codes(part)}
    assert {"é", "ñ"}.isdisjoint(letters)
    assert {"ö", "ç", "€"} <= letters
    needed = {path: letters & set(html) for path, (html, _) in every_page.items()}
    assert {path: found for path, found in needed.items() if found} == {}


def codes(part: str) -> range:
    """Of one part of a unicode-range, such as 00A2-00A8."""
    first, _, last = part.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


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
