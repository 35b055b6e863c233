"""What is ticked, as it is painted: an empty one can be seen, and a tick in it, on every screen."""

import io

import pytest
from PIL import Image

from tests.browser.looks import look
from tests.contrast import contrast

pytestmark = pytest.mark.browser
SEEN = 3
BOX = ("/recovery/the-first-day/", ".checklist .check__box")
CIRCLE = ("/contact/", ".choice__mark[type=radio]")


@pytest.fixture(params=["light", "dark", "forced"])
def shown(request, visit):
    def shown(path):
        page = visit(path)
        look(page, 390, "light" if request.param == "forced" else request.param)
        if request.param == "forced":
            page.emulate_media(forced_colors="active")
        return page

    return shown


@pytest.mark.parametrize(("path", "mark"), [BOX, CIRCLE])
def test_an_empty_one_has_an_edge_and_a_ticked_one_a_sign(shown, path, mark):
    one = shown(path).locator(mark).first
    edge, ground, middle = painted(one)
    assert contrast(edge, ground) >= SEEN
    assert middle == ground
    one.check()
    assert len(set(painted(one))) == 2
    assert most_contrast(one) >= SEEN


def test_one_that_cannot_be_ticked_looks_like_no_other(shown):
    path, mark = BOX
    page = shown(path)
    one = page.locator(mark).first
    empty = one.screenshot()
    one.evaluate("one => { one.disabled = true }")
    assert one.screenshot() != empty


def painted(one) -> tuple[str, str, str]:
    """The colors of its edge, just inside it, and of its middle."""
    picture = photograph(one)
    middle = picture.height // 2
    return tuple(color(picture.getpixel((x, middle))) for x in (1, 4, picture.width // 2))


def most_contrast(one) -> float:
    """Between what lies inside, without the edge."""
    picture = photograph(one)
    width, height = picture.size
    inner = picture.crop((6, 6, width - 6, height - 6))
    most_used = sorted(inner.getcolors(), reverse=True)[:2]
    return contrast(*(color(pixel) for _, pixel in most_used))


def color(pixel: tuple[int, int, int]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*pixel)


def photograph(one) -> Image.Image:
    return Image.open(io.BytesIO(one.screenshot())).convert("RGB")
