"""`make accessibility-record`: opens every page of the starter guide in every width and scheme,
asks axe-core what is wrong, and writes what it found, with the date, into the file that the page
“Accessibility” reads."""

import json
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from tests.browser.accessibility import AXE, TAGS, violations
from tests.browser.browser import launch
from tests.browser.paths import OWN, listed
from tests.server import Server
from tests.source import ROOT

FILE = ROOT / "content" / "pages" / "accessibility_record.toml"
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
HEAD = """\
# Written by `make accessibility-record`, which opens every page and asks axe-core what is wrong.
# Run it again when pages are added or changed; do not write here by hand.

"""


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as data,
        Server(Path(data) / "data") as server,
        ProcessPoolExecutor(mp_context=get_context("spawn")) as processes,
    ):
        paths = every_path(server.address)
        looks = [
            processes.submit(look, server.address, paths, scheme, width)
            for scheme in SCHEMES
            for width in WIDTHS
        ]
        versions, found = zip(*(one.result() for one in looks), strict=True)
        findings = [*chain(*found)]
        FILE.write_text(HEAD + as_toml(versions[0], paths, findings), encoding="utf-8")
    print(f"{len(paths)} pages, {len(findings)} findings. Written to {FILE.name}.")
    return int(bool(findings))


def every_path(site: str) -> list[str]:
    """The pages of the site with no query; of articles the views for paper and the chains of
    checks too."""
    own = [path for path in OWN if "?" not in path]
    all_of_it = listed(site)
    deep = [path for path in all_of_it if path.strip("/").count("/") == 1]
    more = [path + view for path in deep for view in ("print/", "large-print/", "how-checked/")]
    return sorted({*own, *all_of_it, *(path for path in more if is_there(site + path))})


def is_there(address: str) -> bool:
    """A place of the body map has no views of its own."""
    try:
        urlopen(address, timeout=30).close()
    except HTTPError:
        return False
    return True


def look(site: str, paths: list[str], scheme: str, width: int) -> tuple[str, list[str]]:
    """The version of the browser, and what was found. In a process and a browser of its own."""
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        findings = [*findings_in(page, site, paths, f"{scheme}, {width} px")]
        print(f"{scheme}, {width} px: done", flush=True)
        return browser.version, findings


def findings_in(page: Page, site: str, paths: list[str], how: str) -> Iterator[str]:
    for path in paths:
        page.goto(site + path)
        yield from (f"{how}, {path}: {line}" for line in violations(page))


def as_toml(browser: str, paths: list[str], findings: list[str]) -> str:
    rows = {
        "axe": axe_version(),
        "browser": f"Chromium {browser.partition('.')[0]}",
        "rules": TAGS,
        "widths": list(WIDTHS),
        "schemes": list(SCHEMES),
        "paths": paths,
        "findings": findings,
    }
    lines = [f"date = {datetime.now(UTC).date()}"]
    return (
        "\n".join([*lines, *(f"{name} = {written(value)}" for name, value in rows.items())]) + "\n"
    )


def written(value) -> str:
    """Strings of JSON and of TOML are written alike."""
    if isinstance(value, list) and len(value) > 8:
        return "[\n" + "".join(f"  {json.dumps(one)},\n" for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def axe_version() -> str:
    """The first line of the file, like: /*! axe v4.10.2"""
    return AXE.read_text(encoding="utf-8")[:80].partition("axe v")[2].split()[0]


if __name__ == "__main__":
    sys.exit(main())
