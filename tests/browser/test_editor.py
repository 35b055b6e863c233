"""Writing an article in the admin, in a real browser under the site's strict policy."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.server import ADMINISTRATOR

pytestmark = pytest.mark.browser
EDITOR = "/admin/content/article/"


@pytest.fixture
def editor(open_page, site):
    name, password = ADMINISTRATOR
    page = open_page("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
    page.goto(site + EDITOR)
    page.locator("#result_list tbody a").first.click()
    return page


def test_it_previews_while_one_types(editor):
    editor.locator("#id_body").fill("## A new heading\n\n- **bold** point")
    preview = editor.locator(".markdownx-preview")
    preview.locator("h2", has_text="A new heading").wait_for(timeout=10_000)
    assert preview.locator("strong").inner_text() == "bold"


def test_it_takes_a_dropped_picture(editor):
    buffer = BytesIO()
    Image.new("RGB", (300, 200), (10, 90, 80)).save(buffer, "JPEG")
    editor.locator("#id_body").fill("")
    editor.evaluate(
        """bytes => {
            const file = new File([new Uint8Array(bytes)], 'photo.jpg', {type: 'image/jpeg'});
            const data = new DataTransfer();
            data.items.add(file);
            const how = {dataTransfer: data, bubbles: true, cancelable: true};
            document.querySelector('#id_body').dispatchEvent(new DragEvent('drop', how));
        }""",
        list(buffer.getvalue()),
    )
    expect(editor.locator("#id_body")).to_have_value(re.compile(r"!\[\]\(img:\d+\)"))


def test_it_publishes_and_patients_see_it(editor, site):
    note = "A test changed this summary."
    editor.locator("#id_summary").fill(note)
    editor.click("input[name=_publish]")
    assert "Published." in editor.locator(".messagelist").inner_text()
    editor.goto(site + "/feed.xml")
    assert note in editor.content()
