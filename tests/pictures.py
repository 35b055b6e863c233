"""`make pictures`: PNGs of every page into pictures/, for whoever changes a page to look at.

Every page at 390 and 1280 px, light and dark, without JavaScript, and as on paper; screens of staff
at both widths, light and dark. Names on the command line choose pages:
`python -m tests.pictures home the-first-day desk`.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.browser import launch
from tests.browser.desk import sign_in
from tests.browser.paths import topics_and_articles
from tests.server import ADMINISTRATOR, Server, enrol_everybody
from tests.source import ROOT

FOLDER = ROOT / "pictures"
NAME, PASSWORD = ADMINISTRATOR
PAGES = {
    "home": "/",
    "print": "/injection/step-by-step-on-the-day/print/",
    "large-print": "/injection/step-by-step-on-the-day/large-print/",
    "glossary": "/words-to-know/",
    "search": "/search/?q=can+i+drive",
    "search-typo": "/search/?q=triger+point",
    "search-none": "/search/?q=zzzzqqq",
    "search-empty": "/search/",
    "questions": "/questions/",
    "about": "/about/",
    "our-numbers": "/our-numbers/",
    "not-yet-checked": "/not-yet-checked/",
    "how-checked": "/recovery/the-first-day/how-checked/",
    "privacy": "/privacy/",
    "contact": "/contact/",
    "accessibility": "/accessibility/",
    "spanish": "/es/",
    "404": "/no-such-page/",
}
ARTICLE = "/admin/content/article/"
STAFF = {
    "staff-home": "/admin/",
    "pages": ARTICLE,
    "library": "/admin/content/picture/",
    "new-page": f"{ARTICLE}add/",
    "health": "/admin/how-is-the-site/",
}
# After the address of an article.
OF_AN_ARTICLE = {
    "desk": "change/",
    "ask": "ask/",
    "review": "review/",
    "publish": "publish/",
    "history": "history/",
    "share": "share/",
    "withdraw": "withdraw/",
}
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")


def main(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        Server(Path(data) / "data", ADMIN_USERNAME=NAME, ADMIN_PASSWORD=PASSWORD) as site,
        sync_playwright() as playwright,
    ):
        enrol_everybody(Path(data) / "data")
        browser = launch(playwright)
        pages = PAGES | {slug(path): path for path in topics_and_articles(site.address)}
        for name, path in pages.items():
            if names and name not in names:
                continue
            on_screen(browser, name, site.address + path)
            on_paper(browser, name, site.address + path)
            print(name)
        staff(browser, names, site.address)


def staff(browser: Browser, names: list[str], address: str) -> None:
    screens = STAFF | OF_AN_ARTICLE
    wanted = [name for name in screens if not names or name in names]
    if not wanted:
        return
    page = browser.new_page()
    page.goto(f"{address}/admin/")
    sign_in(page, NAME, PASSWORD)
    signed_in = page.context.storage_state()
    page.goto(f"{address}{ARTICLE}?q=day-by-day")
    article = page.locator("#result_list tbody a").first.get_attribute("href")
    page.close()
    for name in wanted:
        path = STAFF.get(name) or article.removesuffix("change/") + OF_AN_ARTICLE[name]
        in_all_looks(browser, name, address + path, storage_state=signed_in)
        print(name)


def slug(path: str) -> str:
    return path.strip("/").rpartition("/")[2]


def on_screen(browser: Browser, name: str, url: str) -> None:
    in_all_looks(browser, name, url)
    take(browser, url, f"{name}-390-noscript", 390, java_script_enabled=False)


def in_all_looks(browser: Browser, name: str, url: str, **options) -> None:
    for width in WIDTHS:
        for scheme in SCHEMES:
            file = f"{name}-{width}-{scheme}"
            take(browser, url, file, width, color_scheme=scheme, **options)


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
