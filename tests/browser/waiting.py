"""Waits for what comes in its own time, by asking for the thing itself and never for a while."""

import time
from collections.abc import Callable

from playwright.sync_api import FrameLocator, Locator, Page

PATIENCE = 30  # seconds until a thing that does not come is given up
PREVIEW = "iframe.preview__page"


def until(
    page: Page, holds: Callable[[], object], failure: str = "It did not come in time."
) -> None:
    """Asks again and again; the page goes on in between."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, failure
        page.wait_for_timeout(20)


def follow(page: Page, thing: Locator) -> None:
    """Presses what leads to another page, and waits until that one is there with all its files."""
    with page.expect_navigation():
        thing.click()


def done(page: Page) -> None:
    """Waits until the page has done all that it meant to do at once."""
    page.evaluate("() => new Promise(go => requestAnimationFrame(() => setTimeout(go)))")


def preview(page: Page) -> FrameLocator:
    """The page in the frame of the desk, once it is there with its style sheets and its colors."""
    shown = page.frame_locator(PREVIEW)
    shown.locator("html[data-shown]").wait_for(state="attached", timeout=PATIENCE * 1000)
    return shown
