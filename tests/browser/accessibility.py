"""Asks axe-core what is wrong with an open page.

axe finds perhaps half of all faults: it passes a keyboard trap. Tests of the keyboard,
of zoom and of contrast modes stand beside it.
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Frame, Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """
async ([context, tags]) => {
    // Of what is fetched first, style sheets are for a rule alone that none of the tags asks for.
    const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
        preload: {assets: ["media"]}};
    const result = await axe.run(context || document, {...options, iframes: false});
    return result.violations;
}
"""


def violations(page: Page | Frame, within: str | None = None) -> list[str]:
    """Return one line for each rule that `page` breaks; none means that axe found nothing.

    Only the part that matches the CSS selector `within` is looked at, if given. Frames
    inside the page are not: pass a frame itself to check it. axe is put in by the
    debugger (`evaluate`), because a strict content security policy refuses script tags.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_source())
    return [_line(broken) for broken in page.evaluate(_RUN, [within, TAGS])]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def _line(broken: dict) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in broken["nodes"])
    return f"{broken['id']} ({broken['impact']}): {broken['help']} – {places}"
