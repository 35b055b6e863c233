"""An open page in several looks, without loading it anew: only style sheets answer to these."""

from playwright.sync_api import Page

_STILL = """async () => {
    const ends = one => one.effect.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map(one => one.finished));
}"""


def look(page: Page, width: int, scheme: str | None = None) -> None:
    """Waits until nothing moves any more on the way from the look before."""
    page.set_viewport_size({"width": width, "height": 900})
    if scheme:
        page.emulate_media(color_scheme=scheme)
    page.evaluate(_STILL)


def too_wide(page: Page) -> int:
    """The pixels that one would have to scroll sideways; 0 or less when all is in view."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")
