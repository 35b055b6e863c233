"""“How is the site?” in a real browser: from the home, on a small phone, in light and dark."""

import pytest

from tests.browser.accessibility import violations
from tests.browser.looks import look

pytestmark = pytest.mark.browser
LONGEST_TIMES = """() => {
  const words = ["Yesterday, 12:58\\u00a0pm", "Nov\\u00a028, 2026, 12:58\\u00a0pm"];
  document.querySelectorAll("time").forEach((time, i) => { time.textContent = words[i % 2]; });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_everyone(visit, signed_in, scheme):
    page = visit("/admin/", width=320, color_scheme=scheme, storage_state=signed_in)
    page.get_by_role("link", name="How is the site?").click()
    page.get_by_role("heading", name="How is the site?", level=1).wait_for()
    page.wait_for_load_state()
    assert page.get_by_role("row").count() > 10
    # What it says depends on the hour; it must hold the longest.
    page.evaluate(LONGEST_TIMES)
    for width in (320, 1280):
        look(page, width)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
