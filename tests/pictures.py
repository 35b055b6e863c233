"""`make pictures`: PNGs of every page into pictures/, for whoever changes a page to look at.

Every page at 390 and 1280 px, light and dark, without JavaScript, and as on paper. Names on the
command line choose pages: `python -m tests.pictures home article`.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.browser import launch
from tests.server import Server
from tests.source import ROOT

FOLDER = ROOT / "pictures"
PAGES = {
    "home": "/",
    "topic": "/injection/",
    "topic-recovery": "/recovery/",
    "article": "/injection/step-by-step-on-the-day/",
    "article-recovery": "/recovery/day-by-day/",
    "article-first-day": "/recovery/the-first-day/",
    "article-risks": "/injection/benefits-and-risks/",
    "article-works": "/injection/does-it-work/",
    "article-emergency": "/spine-care/emergency-signs/",
    "article-disc": "/spine-care/bulging-or-herniated-disc/",
    "article-pain": "/trigger-points/symptoms-and-referred-pain/",
    "article-print": "/injection/step-by-step-on-the-day/print/",
    "article-large-print": "/injection/step-by-step-on-the-day/large-print/",
    "glossary": "/words-to-know/",
    "search": "/search/?q=can+i+drive",
    "search-typo": "/search/?q=triger+point",
    "search-none": "/search/?q=zzzzqqq",
    "search-empty": "/search/",
    "about": "/about/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "spanish": "/es/",
    "404": "/no-such-page/",
}
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")


def main(names: list[str]) -> None:
    chosen = {name: PAGES[name] for name in names} if names else PAGES
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        Server(Path(data) / "data") as site,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for name, path in chosen.items():
            on_screen(browser, name, site.address + path)
            on_paper(browser, name, site.address + path)
            print(name)


def on_screen(browser: Browser, name: str, url: str) -> None:
    for width in WIDTHS:
        for scheme in SCHEMES:
            take(browser, url, f"{name}-{width}-{scheme}", width, color_scheme=scheme)
    take(browser, url, f"{name}-390-noscript", 390, java_script_enabled=False)


def take(browser: Browser, url: str, file: str, width: int, **options) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, **options)
    page.goto(url, wait_until="networkidle")
    page.screenshot(path=FOLDER / f"{file}.png", full_page=True)
    page.close()


def on_paper(browser: Browser, name: str, url: str) -> None:
    """A PDF as the print dialog makes it, and its sheets as PNGs where pdftoppm is installed."""
    page = browser.new_page()
    page.goto(url, wait_until="networkidle")
    pdf = FOLDER / f"{name}-paper.pdf"
    page.pdf(path=pdf, format="Letter", prefer_css_page_size=True)
    page.close()
    if shutil.which("pdftoppm"):
        command = ["pdftoppm", "-r", "60", "-png", str(pdf), str(pdf.with_suffix(""))]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
