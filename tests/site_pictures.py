"""`make site-pictures`: draws the pictures that others show of this site, in static/img/.

Phones, search engines and messengers take no SVG, so the icon and the drawings are kept as PNG and
ICO as well. Whoever changes one of these draws the others anew.
"""

import io
import os

import django
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from content.imaging import CARD
from tests.browser.browser import launch
from tests.flat_colors import small
from tests.source import ROOT

FOLDER = ROOT / "static/img"
TOUCH = 180
TAB = 48, 32, 16
# A phone rounds the corners itself and fills what is see-through with black.
PAPER = "#FCFAF5"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page()
        few_colors(card(page)).save(FOLDER / "shared.png", optimize=True)
        few_colors(icon(page, TOUCH, PAPER)).save(FOLDER / "apple-touch-icon.png", optimize=True)
        largest, *others = (icon(page, size) for size in TAB)
        sizes = [(size, size) for size in TAB]
        largest.save(FOLDER / "favicon.ico", sizes=sizes, append_images=others)
        draw_all(page)


def draw_all(page: Page) -> None:
    """A picture of each drawing and each muscle, and the record of them."""
    from tests import shared_pictures

    styles = f"<style>{guide_styles()}{shared_pictures.STYLES}</style>"
    shared_pictures.FOLDER.mkdir(exist_ok=True)
    for subject in shared_pictures.subjects():
        picture = drawn(page, styles + subject.html, *CARD)
        subject.file.write_bytes(small(picture))
    shared_pictures.record()


def guide_styles() -> str:
    return (ROOT / "static/css/guide.css").read_text("utf-8")


def card(page: Page) -> Image.Image:
    """The drawing of the home page on the ground that it has there."""
    from django.template.loader import render_to_string

    width, height = CARD
    return drawn(
        page,
        f"<style>{guide_styles()} body {{ overflow: hidden; background: var(--calm) }}"
        f".pic {{ display: block; position: absolute; bottom: 0; left: 210px; width: 780px;"
        f" height: auto }}</style>{render_to_string('drawings/hero-shoulder.svg')}",
        width,
        height,
    )


def icon(page: Page, size: int, ground: str = "transparent") -> Image.Image:
    svg = (FOLDER / "favicon.svg").read_text("utf-8")
    styles = f"body {{ margin: 0; background: {ground} }} svg {{ display: block; width: {size}px }}"
    return drawn(page, f"<style>{styles}</style>{svg}", size, size)


def drawn(page: Page, html: str, width: int, height: int) -> Image.Image:
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f"<!doctype html><body>{html}")
    return Image.open(io.BytesIO(page.screenshot(omit_background=True)))


def few_colors(picture: Image.Image) -> Image.Image:
    """Flat drawings look the same with 64 colors, at a third of the size."""
    return picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
