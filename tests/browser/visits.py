"""Pages that several tests use one after the other: to make a new one takes longer than most tests.

Each visit begins as in a new page: no cookie, nothing kept, at the size and in the colors that are
asked for. What stays is the cache. Whoever sets routes or answers of dialogs of a page wants one of
its own: `open_page`. A clock that was put into a page stays, so such pages are kept apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

ASIDE = "/robots.txt"
LOOKS = {"color_scheme": "light", "forced_colors": "none"}


class Visits:
    def __init__(self, browser: Browser, site: str):
        self.browser, self.site = browser, site
        self.faults: list[str] = []
        self.free: dict[tuple, list[Page]] = {}
        self.taken: list[tuple[tuple, Page]] = []

    def begin(
        self, path: str, *, width: int, height: int, storage_state=None, clock=None, **options
    ) -> Page:
        look = {name: options.pop(name, usual) for name, usual in LOOKS.items()}
        kind = (clock is not None, *sorted(options.items()))
        page = (self.free.get(kind) or [None]).pop() or self.new_page(options)
        self.taken.append((kind, page))
        if storage_state:
            page.context.add_cookies(storage_state["cookies"])
        if clock is not None:
            page.clock.install(time=clock)
        page.mouse.move(0, 0)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", **look)
        # From a page to itself, a browser goes as if by reloading, and fields keep what is in them.
        if at(page.url) == at(self.site + path):
            page.goto(self.site + ASIDE)
        page.goto(self.site + path)
        return page

    def new_page(self, options: dict) -> Page:
        page = self.browser.new_context(**options).new_page()
        watch(page, self.site, self.faults)
        return page

    def end(self) -> list[str]:
        """Clears all pages that were taken; returns their faults."""
        for kind, page in self.taken:
            if self.is_as_new(page):
                self.free.setdefault(kind, []).append(page)
            else:
                page.context.close()
        self.taken.clear()
        faults = self.faults.copy()
        self.faults.clear()
        return faults

    def is_as_new(self, page: Page) -> bool:
        if page.is_closed() or not page.url.startswith(f"{self.site}/"):
            return False
        close_others(page.context, page)
        page.context.clear_cookies()
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        return True


def at(address: str) -> str:
    return address.partition("#")[0]


def close_others(context: BrowserContext, page: Page) -> None:
    for other in context.pages:
        if other != page:
            other.close()


class Rooms:
    """Contexts that several tests use one after the other, because to make one takes longer than a
    page in it. Each begins as new: with pages of its own, no cookie and nothing kept. As in visits,
    what stays is the cache.

    A page that shows nothing keeps the window open. What no page can be asked to clear goes away.
    """

    CLEAR = """() => {
        localStorage.clear();
        return !globalThis.__pwClock;
    }"""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.free: dict[str, list[BrowserContext]] = {}

    def take(self, storage_state=None, **options) -> tuple[str, BrowserContext]:
        kind = repr(sorted(options.items()))
        if free := self.free.get(kind):
            context = free.pop()
        else:
            context = self.browser.new_context(**options)
            context.new_page()
        if storage_state:
            context.add_cookies(storage_state["cookies"])
        return kind, context

    def give_back(self, kind: str, context: BrowserContext, site: str) -> None:
        if self.is_as_new(context, site):
            self.free.setdefault(kind, []).append(context)
        else:
            context.close()

    def is_as_new(self, context: BrowserContext, site: str) -> bool:
        """A clock that was put into a page stays in all that follow."""
        window, *pages = context.pages or [None]
        shown = [page for page in pages if page.url.startswith(f"{site}/")]
        if window is None or window.url != "about:blank" or not shown:
            return False
        # What a page says while it goes away, it says as nobody.
        context.clear_cookies()
        if not shown[0].evaluate(self.CLEAR):
            return False
        close_others(context, window)
        context.clear_cookies()
        return True


@contextmanager
def pages(rooms: Rooms, site: str) -> Iterator[tuple]:
    """A function that opens pages in contexts of their own until the end, and all their faults."""
    taken, faults = [], []

    def open_page(path: str, *, width: int = 1280, height: int = 900, **options) -> Page:
        size = {"width": width, "height": height}
        taken.append(rooms.take(viewport=size, **options))
        page = taken[-1][1].new_page()
        watch(page, site, faults)
        page.goto(site + path)
        return page

    yield open_page, faults
    for kind, context in taken:
        rooms.give_back(kind, context, site)


def watch(page: Page, site: str, faults: list[str]) -> None:
    """Keeps every fault: breaking the security policy, an error in a script, another host asked."""

    def note(text: str, kind: str):
        if kind == "error" and "status of 4" not in text:
            faults.append(text)

    def note_host(url: str):
        if not url.startswith((site, "data:", "about:", "blob:")):
            faults.append(f"asked another host: {url}")

    page.on("console", lambda message: note(message.text, message.type))
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("request", lambda request: note_host(request.url))
