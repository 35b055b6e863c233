"""What comes out of the printer: the PDF that Chromium makes of a page, on both sizes of paper."""

import io

import pytest
from pypdf import PdfReader

from tests.browser.paths import one_of_each

pytestmark = pytest.mark.browser

ARTICLE = "/recovery/day-by-day/"
SIZES = {"Letter": (612, 792), "A4": (596, 843)}
POINTS_18 = 24  # CSS pixels
POINTS_11 = 14.6
POINTS_8 = 10.66
PARTS_OF_AN_ARTICLES_ADDRESS = 3
# A browser that gives up on a sheet leaves the title and the short answer on it: some 120 words.
FEWEST_WORDS = 200
# The title, what the muscle is and the margins alone are some 70 words at 18 points.
FEWEST_LARGE_WORDS = 100
# From the last line before a card to the first in it, in points: the lines, the frame and a gap.
LEAST_TO_A_CARD = 20
# The lower margin at 18 points, and what most printers cannot print on at its end, in points.
FOOT = 97
UNPRINTED = 12
# The visual design asks for 4, and these articles are the longest.
MOST_SHEETS = {
    "/trigger-points/upper-trapezius/": 4,
    "/trigger-points/symptoms-and-referred-pain/": 4,
    "/trigger-points/what-you-can-do-first/": 4,
    "/recovery/the-first-day/": 3,
    "/recovery/when-to-call-us/": 4,
    "/recovery/moving-and-stretching/": 4,
    ARTICLE: 4,
    "/recovery/pain-diary/": 3,
    "/injection/step-by-step-on-the-day/": 3,
    "/injection/cost-and-insurance/": 3,
    "/injection/benefits-and-risks/": 4,
    "/injection/the-medicines/": 4,
    "/injection/other-choices/": 4,
    "/spine-care/pinched-nerve/": 4,
    "/spine-care/arthritis-of-the-spine/": 4,
    "/spine-care/wear-and-narrowing/": 4,
    "/spine-care/treatments-from-least-to-most/": 4,
    "/words-to-know/": 3,
    "/questions/": 5,  # 4 of the starter guide; other tests publish questions too
    "/where-does-it-hurt/buttock/": 4,
    "/where-does-it-hurt/close/hip-and-leg/": 1,
    "/where-does-it-hurt/close/shoulder-and-arm/": 1,
    "/contact/": 1,
    "/spine-care/what-a-spine-visit-is-like/": 3,
    "/our-numbers/": 5,  # 4 of the starter guide; other tests publish pages too
    "/injection/": 1,
    "/spine-care/": 1,
}
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")].filter(e =>
  e.checkVisibility() && e.getClientRects().length && !e.closest("svg, sup, .visually-hidden") &&
  [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
).map(e => parseFloat(getComputedStyle(e).fontSize)))"""

# The first and the last words of each card, as the text of a sheet holds them.
CARDS = """() => [...document.querySelectorAll(".two-columns .care")].map(card =>
  [...card.querySelectorAll("li")].map(li => li.firstChild.textContent.replace(/\\s+/g, ""))
  .filter((said, i, all) => i === 0 || i === all.length - 1))"""

# The words that lead to the emergency card, its heading and its first and last line.
LED = """() => {
  const card = document.querySelector(".prose > .care--emergency");
  const lines = card.querySelectorAll("li");
  return [card.previousElementSibling.lastChild, card.querySelector("h3").lastChild,
    lines[0].firstChild, lines[lines.length - 1].firstChild]
    .map(node => node.textContent.replace(/\\s+/g, "").slice(-20)); }"""

# The first and the last line of each picture's key.
KEYS = """() => [...document.querySelectorAll(".figure")].map(figure => {
  const lines = [...figure.querySelectorAll("figcaption li")];
  return [lines.at(0), lines.at(-1)].map(li => li?.textContent.trim()); }).filter(key => key[0])"""

# What the margins say where the checker and the site have long names.
LONGEST_FOOT = """() => Object.assign(document.documentElement.dataset, {
  paperCheck: "Checked by Maria Delgado-Hernandez Whitfield, DNP, FNP-BC, November 29, 2026",
  paperAddress: "guide.lakeside-spine-and-pain-clinic.example.org/spine-care/pinched-nerve/" })"""

ADDRESSES = """() => Math.min(...[...document.querySelectorAll(".sources a[href^=http]")]
  .map(e => parseFloat(getComputedStyle(e, "::after").fontSize)))"""


def sheets(page, size: str = "Letter") -> list:
    return PdfReader(io.BytesIO(page.pdf(format=size))).pages


def words(sheet) -> str:
    return " ".join(sheet.extract_text().split())


def lines(sheet) -> list[tuple[str, float]]:
    """Each piece of text with how far above the foot of the sheet it stands, in points."""
    found = []

    def note(text, page, line, *_):
        found.append((text.strip(), page[1] * line[4] + page[3] * line[5] + page[5]))

    sheet.extract_text(visitor_text=note)
    return [(text, height) for text, height in found if text]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", [ARTICLE, f"{ARTICLE}print/", f"{ARTICLE}large-print/"])
def test_it_tells_on_each_sheet_what_the_sheet_is(visit, site, path, size):
    page = visit(path)
    title = page.locator("h1").inner_text()
    paper = sheets(page, size)
    for number, sheet in enumerate(paper, start=1):
        said = words(sheet)
        assert f"Page {number} of {len(paper)}" in said
        assert site.partition("://")[2] + ARTICLE in said
        assert "(503) 555-0142" in said
        assert "No clinician has checked this page yet" in said
        assert title in said
        assert tuple(map(round, sheet.mediabox[2:])) == SIZES[size]


def test_in_large_print_a_long_check_and_address_push_no_number_off_the_sheet(visit):
    page = visit(f"{ARTICLE}large-print/")
    page.evaluate(LONGEST_FOOT)
    for size in SIZES:
        for sheet in sheets(page, size):
            foot = {text: height for text, height in lines(sheet) if height < FOOT}
            for end in ("Example Spine Clinic, (503) 555-0142", "2026"):
                assert min(h for text, h in foot.items() if text.endswith(end)) >= UNPRINTED, foot


def test_it_numbers_the_sheets_of_every_kind_of_page(visit, site):
    page = visit("/")
    for path in one_of_each(site):
        page.goto(site + path)
        paper = sheets(page)
        assert f"Page 1 of {len(paper)}" in words(paper[0]), path
        assert len(paper) <= 20, path


@pytest.mark.parametrize(("path", "most"), MOST_SHEETS.items())
def test_a_page_takes_few_sheets_and_leaves_none_of_them_empty(visit, path, most):
    page = visit(path)
    paper = {size: sheets(page, size) for size in SIZES}
    assert {size: len(paper[size]) <= most for size in SIZES} == dict.fromkeys(SIZES, True)
    if path.count("/") == PARTS_OF_AN_ARTICLES_ADDRESS:
        held = [len(words(sheet).split()) for size in SIZES for sheet in paper[size][:-1]]
        assert min(held) >= FEWEST_WORDS, held
    cards = page.evaluate(CARDS)
    for size, pages in paper.items():
        said = [words(sheet).replace(" ", "") for sheet in pages]
        for lines in cards:
            assert any(all(line in text for line in lines) for text in said), (size, lines)


def test_it_prints_no_address_smaller_than_8_points(visit):
    page = visit("/spine-care/treatments-from-least-to-most/")
    page.emulate_media(media="print")
    assert page.evaluate(ADDRESSES) >= POINTS_8


@pytest.mark.parametrize(
    "path",
    [
        "/injection/how-the-injection-works/",
        "/injection/step-by-step-on-the-day/",
        "/recovery/medicines-and-pain-relief/",
        "/recovery/if-the-pain-comes-back/",
        "/spine-care/questions-to-bring/",
    ],
)
def test_it_takes_no_sheet_for_the_notes_and_the_check_alone(visit, path):
    page = visit(path)
    for size in SIZES:
        ends = [words(sheet) for sheet in sheets(page, size) if "My notes" in words(sheet)]
        assert len(ends) == 1
        assert "Where this information comes from" in ends[0]
        assert "Last changed" in ends[0]


@pytest.mark.parametrize("article", ["arthritis-of-the-spine", "wear-and-narrowing"])
def test_it_keeps_the_heading_of_the_signs_with_their_first_card(visit, article):
    page = visit(f"/spine-care/{article}/")
    for size in SIZES:
        card = next(s for s in map(words, sheets(page, size)) if "Call 911 now if you:" in s)
        assert "When to get help" in card.partition("Call 911 now if you:")[0]


@pytest.mark.parametrize("view", ["", "large-print/"])
@pytest.mark.parametrize(
    "path",
    [
        "/injection/before-your-visit/",
        "/injection/cost-and-insurance/",
        "/injection/does-it-work/",
        "/recovery/the-first-day/",
        "/spine-care/scans-and-when-they-help/",
        "/spine-care/emergency-signs/",
    ],
)
def test_it_keeps_what_leads_to_a_card_with_the_whole_card(visit, path, view):
    page = visit(path + view)
    led = page.evaluate(LED)
    for size in SIZES:
        said = [words(sheet).replace(" ", "") for sheet in sheets(page, size)]
        assert any(all(part in text for part in led) for text in said), (size, led)


@pytest.mark.parametrize("article", ["consent-in-plain-words", "step-by-step-on-the-day"])
def test_in_large_print_the_tallest_pictures_are_not_cut(visit, article):
    page = visit(f"/injection/{article}/large-print/")
    for size in SIZES:
        said = [words(sheet) for sheet in sheets(page, size)]
        for key in page.evaluate(KEYS):
            assert any(all(line in text for line in key) for text in said), (size, key)


@pytest.mark.parametrize(
    ("path", "led"),
    [
        ("/injection/benefits-and-risks/", ("Read both what may", "What may get better")),
        ("/injection/cost-and-insurance/", ("The bill counts the muscles", "1 or 2 muscles")),
    ],
)
def test_in_large_print_what_leads_to_a_table_stands_with_it(visit, path, led):
    said = [words(sheet) for sheet in sheets(visit(f"{path}large-print/"))]
    assert any(all(part in text for part in led) for text in said)


def test_the_diary_begins_on_the_sheet_that_tells_what_it_is_for(visit):
    page = visit("/recovery/pain-diary/")
    for size in SIZES:
        assert "My pain diary When Pain, 0 to 10" in words(sheets(page, size)[0])


@pytest.mark.parametrize("view", ["", "print/", "large-print/"])
def test_more_detail_stands_clear_of_its_line(visit, view):
    page = visit(f"/injection/benefits-and-risks/{view}")
    page.emulate_media(media="print")
    body = page.locator(".more__body").first
    assert body.evaluate("e => parseFloat(getComputedStyle(e).paddingLeft)") > 0


@pytest.mark.parametrize("article", ["what-is-a-trigger-point", "why-they-form"])
def test_it_leaves_room_between_the_words_and_the_first_card(visit, article):
    """Also where a sheet begins with those words: Chromium drops a margin there."""
    paper = sheets(visit(f"/trigger-points/{article}/"))
    sheet = next(lines(sheet) for sheet in paper if "Call 911 now if you:" in words(sheet))
    card = next(at for at, (text, _) in enumerate(sheet) if text.startswith("Emergency"))
    assert sheet[card - 1][1] - sheet[card][1] >= LEAST_TO_A_CARD


@pytest.mark.parametrize(
    "muscle", ["piriformis", "upper-trapezius", "multifidus", "quadratus-lumborum"]
)
def test_in_large_print_what_to_check_first_begins_on_the_first_sheet(visit, muscle):
    page = visit(f"/trigger-points/{muscle}/large-print/")
    for size in SIZES:
        first, second, *_ = sheets(page, size)
        assert "Check first" in words(first)
        assert len(words(first).split()) >= FEWEST_LARGE_WORDS
        assert words(second).count("Check first") == 0


def test_in_large_print_more_detail_begins_with_a_whole_paragraph(visit):
    page = visit("/spine-care/treatments-from-least-to-most/large-print/")
    said = [words(sheet) for sheet in sheets(page, "A4")]
    assert any(
        "found about step 1 A US group of doctors" in text and "This is what they found" in text
        for text in said
    )


@pytest.mark.parametrize(
    "muscle", ["piriformis", "upper-trapezius", "pectorals", "gluteus-minimus"]
)
def test_the_words_about_a_muscle_keep_to_one_column_and_the_note_to_the_picture(visit, muscle):
    page = visit(f"/trigger-points/{muscle}/")
    first = words(sheets(page)[0])
    assert "This page is not a test" in first
    assert "Stop if it causes" in first
    page.emulate_media(media="print")
    lefts = page.evaluate(
        """() => [...document.querySelectorAll(".muscle__facts > *")]
        .map(e => Math.round(e.getBoundingClientRect().left))"""
    )
    assert len(set(lefts)) == 1


def test_it_makes_words_no_smaller_to_save_paper(visit):
    page = visit(f"{ARTICLE}print/")
    page.emulate_media(media="print")
    size = page.evaluate(
        "() => parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    )
    assert size >= POINTS_11


def test_it_spells_out_where_links_lead(visit, site):
    said = "".join(words(sheet) for sheet in sheets(visit(ARTICLE)))
    said = said.replace(" ", "")  # a long address goes on in the next line
    host = site.partition("://")[2]
    assert f"({host}/trigger-points/what-you-can-do-first/)" in said
    assert "(https://emedicine.medscape.com/article/1997731-print)" in said


def test_it_tells_the_levels_of_care_apart_without_colour(visit):
    page = visit(ARTICLE)
    page.emulate_media(media="print")
    widths = page.evaluate(
        """() => ["emergency", "urgent", "routine"].map(level =>
        parseFloat(getComputedStyle(document.querySelector(`.care--${level}`)).borderTopWidth))"""
    )
    assert widths == sorted(set(widths), reverse=True)


def test_it_keeps_large_print_large(visit):
    page = visit(f"{ARTICLE}large-print/")
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST) >= POINTS_18


@pytest.mark.parametrize("path", [f"{ARTICLE}print/", f"{ARTICLE}large-print/"])
def test_it_cuts_no_card_or_row_in_two(visit, path):
    page = visit(path)
    page.emulate_media(media="print")
    whole = ".care, .notice, .figure, .key-points, .do-dont__box, .step, .question, .review, li"
    # At 18 points a day with all its lists can be longer than a sheet; its lines are not cut.
    whole += ", tr:not(.large-print .days__table tr)"
    broken = page.evaluate(
        """whole => [...document.querySelectorAll(whole)]
        .filter(e => getComputedStyle(e).breakInside !== "avoid")
        .map(e => e.className || e.tagName)""",
        whole,
    )
    assert broken == []


def test_it_prints_no_heading_of_what_stays_on_screen(visit):
    said = " ".join(words(sheet) for sheet in sheets(visit("/no-such-page/")))
    assert "You did nothing wrong." in said
    assert "Or start here" not in said


def test_it_never_prints_a_secret_address(visit, site):
    """Pages that are nobody else's to open carry no path onto paper."""
    page = visit("/no-such-page/")
    assert "no-such-page" not in " ".join(words(sheet) for sheet in sheets(page))
