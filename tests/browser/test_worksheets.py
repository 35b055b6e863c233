"""The checklist and the pain diary: filled in on the screen or on paper, kept only when ticked."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.hands import watched

pytestmark = pytest.mark.browser
CHECKLIST = "/recovery/the-first-day/"
DIARY = "/recovery/if-the-pain-comes-back/"
SEVERAL = "/recovery/pain-diary/"
MANY = "/injection/questions-to-ask/"
KEEP = "Keep it on this device"
LOST = "What you enter is gone when you close this page."
SAFE = "What you enter is kept on this device."


def kept(page) -> dict:
    return json.loads(page.evaluate("localStorage.getItem('guide')") or "{}")


def first_box(page):
    return page.locator(".checklist").get_by_role("checkbox").first


def pain(page, row: str):
    return page.get_by_role("textbox", name=f"{row} Pain, 0 to 10")


def test_it_names_each_field_by_its_row_and_column(visit):
    page = visit(DIARY)
    for row in ("Before the shot", "1 hour after", "1 day after", "1 week after", "6 weeks after"):
        for column in ("Pain, 0 to 10", "What I could do", "Medicine I took"):
            expect(page.get_by_role("textbox", name=f"{row} {column}")).to_have_count(1)
    assert pain(page, "1 week after").get_attribute("inputmode") == "numeric"


def test_a_line_of_the_checklist_is_the_name_of_its_box(visit):
    page = visit(CHECKLIST)
    page.get_by_label("I sat until I felt steady.").check()
    page.locator(".checklist").get_by_text("I checked my skin before heat or ice.").click()
    expect(page.locator(".checklist li :checked")).to_have_count(2)


def test_its_columns_stay_where_they_are_while_one_writes(visit):
    page = visit(DIARY)
    page.set_viewport_size({"width": 1280, "height": 900})
    field = page.get_by_role("textbox", name="1 day after What I could do")

    def widths():
        heads = page.locator(".diary thead th").all()
        return [round(head.bounding_box()["width"]) for head in heads]

    before, height = widths(), field.bounding_box()["height"]
    field.fill("I walked around the block and carried the groceries up the stairs. " * 2)
    assert widths() == before
    assert field.bounding_box()["height"] > height


def test_what_is_kept_lets_the_page_be_seen_first(open_page):
    page = open_page(SEVERAL)
    page.add_init_script("""
        requestAnimationFrame(function () { window.drawn = true; });
        const read = Storage.prototype.getItem;
        Storage.prototype.getItem = function (name) {
            window.readAfter = Boolean(window.drawn);
            return read.call(this, name);
        };
    """)
    page.reload()
    page.wait_for_function("'readAfter' in window")
    assert page.evaluate("window.readAfter")


@pytest.mark.parametrize("path", [CHECKLIST, DIARY])
def test_it_keeps_nothing_and_asks_for_nothing_by_itself(visit, path):
    page = visit(path)
    asked = watched(page)
    fill(page, path)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.get_by_label(KEEP).check()
    page.get_by_label(KEEP).uncheck()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert asked == []
    assert page.context.cookies() == []
    page.reload()
    assert read(page, path) in (False, "")


def fill(page, path):
    if path == CHECKLIST:
        first_box(page).check()
    else:
        pain(page, "1 day after").fill("4")


def read(page, path):
    if path == CHECKLIST:
        return first_box(page).is_checked()
    return pain(page, "1 day after").input_value()


@pytest.mark.parametrize(("path", "value"), [(CHECKLIST, True), (DIARY, "4")])
def test_it_keeps_what_is_ticked_for_the_page_and_its_print_views(visit, site, path, value):
    page = visit(path)
    page.get_by_label(KEEP).check()
    expect(page.get_by_role("status")).to_have_text("Kept on this device. Untick to forget it.")
    fill(page, path)
    for address in (path, f"{path}print/", f"{path}large-print/"):
        page.goto(site + address)
        assert read(page, path) == value
        expect(page.get_by_label(KEEP)).to_be_checked()
    page.goto(site + path)
    page.get_by_label(KEEP).uncheck()
    expect(page.get_by_role("status")).to_have_text("This device keeps nothing now.")
    assert kept(page) == {}
    assert read(page, path) == value


def test_it_keeps_each_worksheet_apart(visit, site):
    page = visit(CHECKLIST)
    page.get_by_label(KEEP).check()
    first_box(page).check()
    page.goto(site + DIARY)
    page.get_by_label(KEEP).check()
    pain(page, "1 day after").fill("4")
    assert len(kept(page)) == 2
    page.get_by_label(KEEP).uncheck()
    assert list(kept(page)) == [f"{CHECKLIST}#s-my-first-day"]


def test_it_loses_nothing_that_was_written_in_another_tab(visit):
    first = visit(DIARY)
    first.get_by_label(KEEP).check()
    second = first.context.new_page()
    second.goto(first.url)
    pain(second, "1 day after").fill("4")
    expect(pain(first, "1 day after")).to_have_value("4")
    pain(first, "1 week after").fill("2")
    [lines] = kept(second).values()
    assert sorted(lines) == ["1 day after – Pain, 0 to 10", "1 week after – Pain, 0 to 10"]
    second.get_by_label(KEEP).uncheck()
    expect(first.get_by_label(KEEP)).not_to_be_checked()
    pain(first, "1 week after").fill("3")
    assert kept(first) == {}


def test_it_leaves_alone_what_another_tab_keeps_while_this_one_keeps_nothing(visit):
    first = visit(DIARY)
    pain(first, "1 day after").fill("4")
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label(KEEP).check()
    pain(second, "1 week after").fill("2")
    expect(pain(first, "1 day after")).to_have_value("4")
    expect(first.get_by_label(KEEP)).not_to_be_checked()


def test_it_keeps_all_worksheets_of_a_page_with_one_tick(visit):
    page = visit(SEVERAL)
    tick = page.get_by_label(KEEP)
    page.locator(".checklist li").get_by_role("checkbox").first.check()
    pain(page, "1 day after").fill("4")
    tick.check()
    assert sorted(kept(page)) == [
        f"{SEVERAL}#s-add-these-to-your-page",
        f"{SEVERAL}#s-my-pain-diary",
    ]
    page.reload()
    expect(pain(page, "1 day after")).to_have_value("4")
    expect(tick).to_be_checked()
    page.get_by_role("button", name="Clear it all").click()
    expect(pain(page, "1 day after")).to_have_value("")
    expect(page.locator(".checklist li :checked")).to_have_count(0)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".checklist li :checked")).to_have_count(1)
    tick.uncheck()
    assert kept(page) == {}
    tick.check()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    pain(page, "1 week after").fill("5")
    expect(tick).not_to_be_checked()
    beside = page.locator(".worksheet").filter(has=pain(page, "1 week after"))
    expect(beside.get_by_role("alert")).to_contain_text("This device cannot keep it.")
    tick.click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("This device cannot keep it.")


@pytest.mark.parametrize("path", [CHECKLIST, DIARY, SEVERAL, MANY])
def test_it_has_one_place_to_keep_print_and_clear_at_the_foot_of_the_last_worksheet(visit, path):
    page = visit(path)
    tools = page.get_by_role("group", name="What you entered on this page")
    expect(tools).to_have_count(1)
    for role, name in (
        ("checkbox", KEEP),
        ("button", "Print what I wrote"),
        ("button", "Clear it all"),
    ):
        expect(page.get_by_role(role, name=name)).to_have_count(1)
        expect(tools.get_by_role(role, name=name)).to_be_visible()
    expect(tools.get_by_role("checkbox")).to_have_accessible_description(
        "What you enter stays here and is not sent to us. "
        "Do not tick this if other people use this phone or computer."
    )
    assert page.locator(".worksheet").last.evaluate("e => e.lastElementChild.className") == "keep"


@pytest.mark.parametrize("path", [CHECKLIST, DIARY, SEVERAL, MANY])
def test_it_says_at_the_first_worksheet_whether_it_is_kept_and_leads_to_the_place(visit, path):
    page = visit(path)
    first = page.locator(".worksheet").first
    expect(first.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_text(SAFE)).to_be_hidden()
    lead = page.get_by_role("link", name="Keep, print or clear it")
    expect(lead).to_have_count(1)
    field = "document.querySelector('.worksheet :is(input, textarea)')"
    assert lead.evaluate(f"e => e.compareDocumentPosition({field}) & 4")
    lead.click()
    expect(page.get_by_label(KEEP)).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_label(KEEP)).to_be_focused()
    page.keyboard.press("Space")
    expect(first.get_by_text(SAFE)).to_be_visible()
    expect(page.get_by_text(LOST)).to_be_hidden()
    page.reload()
    expect(first.get_by_text(SAFE)).to_be_visible()
    page.get_by_label(KEEP).uncheck()
    expect(first.get_by_text(LOST)).to_be_visible()


def test_it_clears_it_all_and_puts_it_back(visit):
    page = visit(DIARY)
    page.get_by_label(KEEP).check()
    pain(page, "1 day after").fill("4")
    page.get_by_role("button", name="Clear it all").click()
    expect(pain(page, "1 day after")).to_have_value("")
    expect(page.get_by_role("status")).to_have_text("All is cleared.")
    assert list(kept(page).values()) == [{}]
    page.get_by_role("button", name="Put it back").click()
    expect(pain(page, "1 day after")).to_have_value("4")
    assert "4" in next(iter(kept(page).values())).values()


def test_it_says_when_the_device_cannot_keep_it(visit):
    page = visit(DIARY)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    page.get_by_label(KEEP).click()
    expect(page.get_by_role("status")).to_contain_text("This device cannot keep it.")
    expect(page.get_by_label(KEEP)).not_to_be_checked()


def test_it_can_be_filled_in_without_a_script(visit):
    page = visit(DIARY, java_script_enabled=False)
    pain(page, "1 day after").fill("4")
    nothing_to_keep_with(page)
    page.goto(page.url.replace(DIARY, CHECKLIST))
    first_box(page).check()
    nothing_to_keep_with(page)


def nothing_to_keep_with(page):
    for words in ("Print what I wrote", "Clear it all", KEEP, LOST, "Keep, print or clear it"):
        expect(page.get_by_text(words).filter(visible=True)).to_have_count(0)


def test_it_prints_boxes_and_room_to_write(visit):
    page = visit(CHECKLIST)
    page.emulate_media(media="print")
    box = first_box(page)
    expect(box).to_be_visible()
    assert box.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    nothing_to_keep_with(page)
    assert page.locator(".checklist").evaluate("e => getComputedStyle(e).breakInside") == "avoid"


def test_it_prints_a_diary_with_lines_and_with_all_that_was_written(visit):
    page = visit(DIARY, width=700)
    words = page.get_by_role("textbox", name="1 day after What I could do")
    words.fill("I could carry my bag up the stairs, and I slept through the night. " * 4)
    page.emulate_media(media="print")
    assert words.evaluate("e => e.scrollHeight - e.clientHeight") <= 1
    heights = page.locator(".diary tbody tr").evaluate_all("rows => rows.map(r => r.offsetHeight)")
    assert min(heights) >= 34  # 9 mm: a line of ruled paper has 7
    assert (
        page.locator(".diary tr").last.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    )
    assert page.locator(".diary td").last.evaluate("e => getComputedStyle(e).borderLeftStyle") == (
        "solid"
    )


@pytest.mark.parametrize("path", [CHECKLIST, DIARY, SEVERAL])
@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"color_scheme": "dark"},
                                     {"forced_colors": "active"}])  # fmt: skip
def test_it_has_no_accessibility_violation(visit, path, options):
    page = visit(path, width=320, **options)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    small = page.evaluate(
        """() => [...document.querySelectorAll('.worksheet :is(label, textarea, button, '
        + '.diary__number)')].filter(e => e.getBoundingClientRect().height < 44).length"""
    )
    assert small == 0


def test_it_works_by_keyboard_alone(visit):
    page = visit(CHECKLIST)
    first_box(page).focus()
    page.keyboard.press("Space")
    expect(first_box(page)).to_be_checked()
    page.get_by_label(KEEP).focus()
    page.keyboard.press("Space")
    assert kept(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(first_box(page)).not_to_be_checked()
