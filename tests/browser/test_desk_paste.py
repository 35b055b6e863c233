"""What comes into the text from elsewhere: pasted words become Markdown, pictures ask for words."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.desk import body, drop, paste, tool

pytestmark = pytest.mark.browser

# As Word puts it on the clipboard, shortened.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta charset="utf-8"><style><!-- p.MsoNormal {margin:0in;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head>
<body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<h1><span style='font-family:Calibri'>After your <b>shot</b><o:p></o:p></span></h1>
<p class=MsoNormal>You may be <b style='mso-bidi-font-weight:normal'>sore</b> for
a&nbsp;few days.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>&#183;<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span></span><![endif]>Rest<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-.25in;mso-list:l0 level2 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp;</span></span><![endif]>on a
sofa</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>&#183;<span>&nbsp;</span></span><![endif]>Drink
water</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>First</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp;</span></span><![endif]>Second</p>
<h2>Read more</h2>
<p class=MsoNormal>See <a href="https://medlineplus.gov/a(b)">MedlinePlus</a>,
<a href="javascript:alert(1)">that</a> and <a href="file:///C:/x.doc">this</a>.</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal><b>What</b></p></td>
<td><p><b>When</b></p></td></tr><tr><td><p>Drive|ride</p></td><td><p>24 hours</p></td></tr></table>
<p class=MsoNormal><img width=100 height=50 src="file:///C:/x.png"></p>
<script>document.title = "taken over"</script><!--EndFragment--></body></html>"""
FROM_WORD = """## After your shot

You may be **sore** for a few days.

- Rest
   - on a sofa
- Drink water

1. First
2. Second

## Read more

See [MedlinePlus](https://medlineplus.gov/a%28b%29), that and this.

| What | When |
| --- | --- |
| Drive\\|ride | 24 hours |"""
GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<h3 dir="ltr"><span style="font-weight:400">A heading</span></h3><p dir="ltr">
<span style="font-weight:400">Some </span><span style="font-weight:700">bold</span><span> words.
</span></p><ul><li dir="ltr"><p role="presentation">One</p></li><li><p>Two</p><ul><li><p>Deep</p>
</li></ul></li></ul><p><a href="https://www.google.com/url?q=https://www.nhs.uk/x&amp;sa=D">NHS</a>
</p></b>"""
FROM_GOOGLE = """### A heading

Some **bold** words.

- One
- Two
   - Deep

[NHS](https://www.nhs.uk/x)"""
WEB = """<nav hidden>Menu</nav><h4>Small</h4><ol start="3"><li>Three</li><li>Four</li></ol>
<p>Stars * and [brackets] stay <em>words</em>.<br>Next line</p><p style="display:none">gone</p>
<table><tr><td>Only <b>layout</b></td></tr></table><button>Share</button>"""
FROM_WEB = """### Small

3. Three
4. Four

Stars \\* and \\[brackets\\] stay words.
Next line

Only **layout**"""


@pytest.fixture
def desk(kept_desk):
    yield kept_desk.take("", "does-it-work")
    kept_desk.give_back()


@pytest.mark.parametrize(
    ("html", "made"), [(WORD, FROM_WORD), (GOOGLE, FROM_GOOGLE), (WEB, FROM_WEB)]
)
def test_it_makes_markdown_of_what_is_pasted_and_undoes(desk, html, made):
    paste(desk, html, "plain")
    expect(body(desk)).to_have_value(made)
    assert desk.title() != "taken over"
    desk.keyboard.press("Control+z")
    expect(body(desk)).to_have_value("")


@pytest.mark.parametrize(
    "struck",
    [
        "<del>not </del>",
        "<s>not </s>",
        "<strike>not </strike>",
        '<span style="text-decoration:line-through">not </span>',
        '<span class=msoDel><del cite="mailto:Ana"><span>not </span></del></span>',
    ],
)
def test_what_was_crossed_out_stays_out(desk, struck):
    paste(desk, f"<p>You may {struck}drive.</p>", "You may not drive.")
    expect(body(desk)).to_have_value("You may drive.")
    expect(desk.locator("[data-editor-status]")).to_contain_text("crossed out were left out")


def test_a_line_that_is_crossed_out_brings_nothing(desk):
    paste(desk, "<p><s>You may drive.</s></p>", "You may drive.")
    expect(body(desk)).to_have_value("")
    expect(desk.locator("[data-editor-status]")).to_contain_text("crossed out were left out")


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ("Wait 24<sup>2</sup> hours", "Wait 24² hours"),
        ('24<span style="vertical-align:super">1,3</span> hours', "24¹,³ hours"),
        ("24 h<sup>−1</sup>, the 3<sup>rd</sup> day", "24 h⁻¹, the 3rd day"),
    ],
)
def test_a_raised_number_does_not_join_the_one_before(desk, html, made):
    paste(desk, f"<p>{html}</p>", "plain")
    expect(body(desk)).to_have_value(made)


def test_remarks_of_colleagues_stay_out(desk):
    paste(
        desk,
        """<p class=MsoNormal>Rest <b>today</b>.<span class=MsoCommentReference>[A1]</span></p>
        <div style='mso-element:comment-list'><div style='mso-element:comment'>
        <div id="_com_1" class=msocomtxt><p class=MsoCommentText>Is this right?</p>
        </div></div></div>""",
        "plain",
    )
    expect(body(desk)).to_have_value("Rest **today**.")


def test_joined_cells_are_said_in_each_row_and_column(desk):
    paste(
        desk,
        """<table><tr><th>Day</th><th colspan=2>What</th></tr>
        <tr><td rowspan=2>1</td><td>am</td><td>rest</td></tr><tr><td>pm</td><td>walk</td></tr>
        <tr><td colspan=100>Later</td></tr><tr><td>2</td><td colspan=2>drive</td></tr></table>""",
        "plain",
    )
    expect(body(desk)).to_have_value(
        "| Day | What | What |\n| --- | --- | --- |\n| 1 | am | rest |\n| 1 | pm | walk |\n"
        "| Later |   |   |\n| 2 | drive | drive |"
    )


def test_lines_of_a_cell_are_kept_apart(desk):
    paste(
        desk,
        """<table><tr><th>Do<br>this</th><th><b>Not</b> that</th></tr>
        <tr><td><ul><li>Rest</li><li>Drink water</li></ul></td><td><p>No bath.</p>No pool</td>
        </tr>
        <tr><td>Walk<br>Stretch</td><td><b>Swim</b></td></tr></table>""",
        "plain",
    )
    expect(body(desk)).to_have_value(
        "| Do; this | Not that |\n| --- | --- |\n"
        "| Rest; Drink water | No bath. No pool |\n| Walk; Stretch | **Swim** |"
    )


def test_it_says_that_pictures_were_left_out(desk):
    paste(desk, WORD, "plain")
    expect(desk.locator("[data-editor-status]")).to_contain_text("1 picture was left out")


def test_it_keeps_a_distance_to_the_words_around(desk):
    body(desk).fill("Before. After.")
    body(desk).evaluate("field => field.setSelectionRange(8, 8)")
    paste(desk, "<h2>New</h2><p>Words</p>", "New Words")
    expect(body(desk)).to_have_value("Before. \n\n## New\n\nWords\n\nAfter.")


def test_plain_words_stay_as_they_are(desk):
    paste(desk, "<div><span>Some * words</span></div>", "Some * words")
    expect(body(desk)).to_have_value("Some * words")


def picture() -> bytes:
    buffer = BytesIO()
    Image.effect_noise((300, 200), 60).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_dropped_picture_asks_for_a_description_first(desk):
    sent = []
    desk.on("request", lambda request: sent.append(request.url))
    drop(desk, ("photo.jpg", "image/jpeg", picture()))
    dialog = desk.get_by_role("dialog", name="Picture")
    expect(dialog.get_by_text("photo.jpg")).to_be_visible()
    dialog.get_by_role("button", name="Add the picture").click()
    expect(dialog.get_by_text("Describe the picture, or say")).to_be_visible()
    expect(dialog.get_by_label("Description")).to_be_focused()
    assert not [url for url in sent if "/upload/" in url]
    dialog.get_by_label("Description").fill("Fingers press on a sore muscle.")
    dialog.get_by_label("Credit").fill("The clinic")
    dialog.get_by_role("button", name="Add the picture").click()
    expect(dialog).to_have_count(0)
    expect(body(desk)).to_have_value(re.compile(r"^!\[\]\(img:"))
    shown = desk.frame_locator("iframe").locator(".prose img")
    expect(shown).to_have_attribute("alt", "Fingers press on a sore muscle.")


def test_a_decorative_picture_needs_no_description(desk):
    drop(desk, ("photo.jpg", "image/jpeg", picture()))
    dialog = desk.get_by_role("dialog", name="Picture")
    dialog.get_by_label("It is only decoration").check()
    dialog.get_by_role("button", name="Add the picture").click()
    expect(dialog).to_have_count(0)
    expect(body(desk)).to_have_value(re.compile(r"^!\[\]\(img:"))


def test_a_bad_file_is_told_beside_its_field_and_never_in_the_text(desk):
    drop(desk, ("photo.jpg", "image/jpeg", b"this is no picture"))
    dialog = desk.get_by_role("dialog", name="Picture")
    dialog.get_by_label("Description").fill("A hand")
    dialog.get_by_role("button", name="Add the picture").click()
    file = dialog.get_by_label("Picture file")
    expect(file).to_have_attribute("aria-invalid", "true")
    expect(dialog.locator(".errorlist")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(body(desk)).to_have_value("")


def test_each_of_several_pictures_asks_for_its_description(desk):
    drop(desk, *[(f"photo-{n}.jpg", "image/jpeg", picture()) for n in (1, 2)])
    dialog = desk.get_by_role("dialog", name="Picture")
    for n in (1, 2):
        expect(dialog.get_by_text(f"photo-{n}.jpg")).to_be_visible()
        dialog.get_by_label("Description").fill(f"Step {n} of the stretch")
        dialog.get_by_role("button", name="Add the picture").click()
    expect(dialog).to_have_count(0)
    expect(body(desk)).to_have_value(
        re.compile(r"^!\[\]\(img:(\d+)\)\n\n!\[\]\(img:(?!\1\))\d+\)\s*$")
    )


def test_other_files_are_not_taken(desk):
    drop(desk, ("letter.pdf", "application/pdf", b"%PDF-1.7"))
    expect(desk.locator("[data-editor-status]")).to_contain_text("Only pictures")


def test_a_picture_that_we_have_is_found_by_its_description(desk):
    drop(desk, ("photo.jpg", "image/jpeg", picture()))
    dialog = desk.get_by_role("dialog", name="Picture")
    dialog.get_by_label("Description").fill("A quiet waiting room")
    dialog.get_by_role("button", name="Add the picture").click()
    expect(dialog).to_have_count(0)
    tool(desk, "More boxes").click()
    desk.get_by_role("menuitem", name="Figure with a key").click()
    dialog.get_by_label("Find a picture").fill("quiet waiting")
    dialog.get_by_role("button", name="A quiet waiting room").click()
    desk.get_by_role("dialog", name="Figure").get_by_label("Title").fill("Where you wait")
    desk.get_by_role("dialog", name="Figure").get_by_label("Key").fill("The door\nThe chair")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    figure = desk.frame_locator("iframe").locator("figure.figure, .figure").first
    expect(figure).to_contain_text("The chair")


def test_a_picture_with_a_title_becomes_a_figure(desk):
    drop(desk, ("photo.jpg", "image/jpeg", picture()))
    dialog = desk.get_by_role("dialog", name="Picture")
    dialog.get_by_label("Title under the picture").fill("Where to press")
    dialog.get_by_label("Description").fill("A thumb presses on a neck")
    dialog.get_by_role("button", name="Add the picture").click()
    expect(dialog).to_have_count(0)
    expect(body(desk)).to_have_value(re.compile(r"^::: figure img:\d+ Where to press\n:::"))
    expect(desk.frame_locator("iframe").locator("figure")).to_contain_text("Where to press")


def test_it_says_when_the_library_has_a_picture_already_under_other_words(desk):
    once_more = picture()
    for words in ("A clock that shows eight", "Something else"):
        drop(desk, ("photo.jpg", "image/jpeg", once_more))
        dialog = desk.get_by_role("dialog", name="Picture")
        dialog.get_by_label("Description").fill(words)
        dialog.get_by_role("button", name="Add the picture").click()
        expect(dialog).to_have_count(0)
    said = desk.locator("[data-editor-status]")
    expect(said).to_contain_text("The library has this picture already")
    expect(said).to_contain_text("“A clock that shows eight”")
