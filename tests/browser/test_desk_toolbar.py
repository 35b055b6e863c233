"""The buttons of the desk, for an editor who knows no Markdown: by mouse and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import body, open_desk, tool

pytestmark = pytest.mark.browser
START = "## A heading\n\nSome words."


@pytest.fixture
def desk(kept_desk):
    yield kept_desk.take(START)
    kept_desk.give_back()


@pytest.fixture
def new_desk(open_page):
    """Whose dialogs remember nothing; of another page, because the first is open still."""
    page = open_desk(open_page, "what-is-a-trigger-point")
    body(page).fill(START)
    return page


def fill(page, **fields):
    for name, words in fields.items():
        page.locator(f"dialog [name={name}]").first.fill(words)
    page.locator("dialog [type=submit]").click()
    expect(page.locator("dialog")).to_have_count(0)


def is_undone(page):
    """One undo brings back what stood there, and the field goes on working."""
    page.keyboard.press("Control+z")
    expect(body(page)).to_have_value(START)
    page.keyboard.press("Control+Shift+z")
    expect(body(page)).not_to_have_value(START)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Heading", "## A heading\n\n## Some words."),
        ("Small heading", "## A heading\n\n### Some words."),
        ("Bold", "## A heading\n\nSome words.****"),
        ("List", "## A heading\n\n- Some words."),
        ("Numbers", "## A heading\n\n1. Some words."),
    ],
)
def test_it_marks_the_line_and_undoes(desk, name, made):
    tool(desk, name).click()
    expect(body(desk)).to_have_value(made)
    is_undone(desk)


def test_it_makes_a_list_of_several_lines_and_takes_it_back(desk):
    body(desk).fill("One\nTwo\n\nThree")
    body(desk).select_text()
    tool(desk, "List").click()
    expect(body(desk)).to_have_value("- One\n- Two\n\n- Three")
    tool(desk, "List").click()
    expect(body(desk)).to_have_value("One\nTwo\n\nThree")


BLOCKS = [
    (
        "Get-help card",
        "Emergency: call 911",
        {"items": "have chest pain\n- cannot breathe"},
        "::: emergency Call 911 now if you:\n- have chest pain\n- cannot breathe\n:::\n",
    ),
    (
        "Get-help card",
        "Urgent: call us today",
        {"items": "have a fever"},
        "::: urgent Call us today if you:\n- have a fever\n:::\n",
    ),
    (
        "Get-help card",
        "Not urgent: next visit",
        {"items": "have a bruise"},
        "::: routine Tell us at your next visit if you:\n- have a bruise\n:::\n",
    ),
    (
        "Do / Do not",
        "",
        {"do": "Rest", "dont": "Swim\nDon’t run"},
        "::: do Do\n- Rest\n:::\n\n::: dont Do not\n- Do not swim\n- Do not run\n:::\n",
    ),
    (
        "Notice",
        "",
        {"title": "Ask us first", "text": "It can hurt you."},
        "::: note Ask us first\nIt can hurt you.\n:::\n",
    ),
    (
        "Steps",
        "",
        {"title": "We check", "time": "About 5 minutes", "text": "A nurse asks.", "feel": "calm"},
        "::: steps\n### We check\nTime: About 5 minutes\n\nA nurse asks.\n\n"
        "You may feel: calm\n:::\n",
    ),
    (
        "More boxes",
        "Recovery timeline",
        {"title": "First hour", "text": "Rest.", "feel": "numb", "helps": "Sit down."},
        "::: timeline\n### First hour\nRest.\n\nYou may feel:\n\n- numb\n\nWhat helps:\n\n"
        "- Sit down.\n:::\n",
    ),
    (
        "More boxes",
        "When can I…?",
        {"activity": "Drive", "answer": "After 24 hours"},
        "::: answers When can I…?\nDrive\n: After 24 hours\n:::\n",
    ),
    (
        "More boxes",
        "Days after an injection",
        {"days": "0 – 2", "title": "At first", "normal": "sore", "to_do": "Rest", "call": "Fever"},
        "::: day 0-2 At first\nWhat is normal now:\n\n- sore\n\nWhat to do:\n\n- Rest\n\n"
        "When to call:\n\n- Fever\n:::\n",
    ),
    (
        "More boxes",
        "More detail",
        {"title": "The study", "text": "It was small.\n\nIt was short."},
        "::: more The study\nIt was small.\n\nIt was short.\n:::\n",
    ),
    (
        "More boxes",
        "Checklist",
        {"title": "Bring these", "items": "Your card\nYour list"},
        "::: checklist Bring these\n- Your card\n- Your list\n:::\n",
    ),
    (
        "More boxes",
        "Pain diary",
        {"taken": "", "rows": "Before\n1 | 2 days after"},
        "::: diary My pain diary\n| When | Pain, 0 to 10 | What I could do |\n"
        "| --- | --- | --- |\n| Before |   |   |\n| 1 \\| 2 days after |   |   |\n:::\n",
    ),
    (
        "More boxes",
        "Question and answer",
        {"title": "Will it hurt?", "text": "A little."},
        "::: question Will it hurt?\nA little.\n:::\n",
    ),
    (
        "More boxes",
        "Key points",
        {"title": "In short", "items": "You go home."},
        "::: keypoints In short\n- You go home.\n:::\n",
    ),
]


@pytest.mark.parametrize(("name", "item", "fields", "made"), BLOCKS)
def test_it_puts_in_each_health_block_and_undoes(desk, name, item, fields, made):
    tool(desk, name).click()
    if item:
        desk.get_by_role("menuitem", name=item).click()
    fill(desk, **fields)
    expect(body(desk)).to_have_value(f"{START}\n\n{made}")
    is_undone(desk)


def test_what_the_dialogs_write_is_what_the_renderer_reads(desk):
    for name, item, fields, _ in BLOCKS:
        tool(desk, name).click()
        if item:
            desk.get_by_role("menuitem", name=item).click()
        fill(desk, **fields)
    page = desk.frame_locator("iframe")
    expect(page.locator(".care--emergency")).to_contain_text("cannot breathe")
    expect(page.locator(".prose .key-points")).to_contain_text("You go home.")
    expect(page.locator(".step, .steps > li").first).to_contain_text("About 5 minutes")
    expect(page.locator("tr[data-days='0-2']")).to_contain_text("Fever")
    expect(page.locator("details.more")).to_contain_text("It was short.")
    expect(page.locator(".checklist input[type=checkbox]")).not_to_have_count(0)
    expect(page.locator(".diary__number")).to_have_count(2)
    assert ":::" not in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("days", "words"),
    [("1-2", "must begin with day 0"), ("two", "Write the days as numbers"), ("2-0", "like 0-2")],
)
def test_it_asks_for_days_without_a_gap(desk, days, words):
    tool(desk, "More boxes").click()
    desk.get_by_role("menuitem", name="Days after an injection").click()
    for name, value in {"days": days, "title": "At first", "call": "Fever"}.items():
        desk.locator(f"dialog [name={name}]").first.fill(value)
    desk.locator("dialog [type=submit]").click()
    expect(desk.locator("dialog [role=alert]")).to_contain_text(words)


def test_it_never_puts_a_block_into_another(desk):
    body(desk).fill("::: do\n- Rest\n:::\n\nEnd.")
    body(desk).evaluate("field => field.setSelectionRange(10, 10)")
    tool(desk, "Notice").click()
    fill(desk, title="Ask", text="Why.")
    expect(body(desk)).to_have_value("::: do\n- Rest\n:::\n\n::: note Ask\nWhy.\n:::\n\nEnd.")


def test_it_makes_items_of_the_chosen_words(desk):
    body(desk).fill("Rest\nDrink water")
    body(desk).select_text()
    tool(desk, "More boxes").click()
    desk.get_by_role("menuitem", name="Key points").click()
    expect(desk.locator("dialog [name=items]")).to_have_value("Rest\nDrink water")
    fill(desk, title="At home")
    expect(body(desk)).to_have_value("::: keypoints At home\n- Rest\n- Drink water\n:::\n")


def test_it_makes_a_table(desk):
    tool(desk, "Table").click()
    fill_table(desk, ["What", "When", "Drive", "1 | 2 days"])
    expect(body(desk)).to_have_value(
        f"{START}\n\n| What | When |\n| --- | --- |\n| Drive | 1 \\| 2 days |\n"
    )
    is_undone(desk)


def fill_table(page, words):
    page.locator("dialog [type=submit]").click()
    cells = page.locator("dialog .cells input")
    for place, one in enumerate(words):
        cells.nth(place).fill(one)
    page.locator("dialog [type=submit]").click()


def test_a_table_needs_its_headings(desk):
    tool(desk, "Table").click()
    fill_table(desk, ["What"])
    expect(desk.locator("dialog [role=alert]")).to_contain_text("Give each column a heading")


def test_it_cites_a_source_and_cites_it_again(desk):
    tool(desk, "Source").click()
    source = {"publisher": "MedlinePlus", "title": "Back pain", "year": "2024"}
    fill(desk, **source, address="https://medlineplus.gov/backpain.html")
    definition = (
        "[^medlineplus-2024]: MedlinePlus. [Back pain](https://medlineplus.gov/backpain.html). "
        "2024.\n"
    )
    expect(body(desk)).to_have_value(f"{START}[^medlineplus-2024]\n\n{definition}")
    is_undone(desk)
    tool(desk, "Source").click()
    desk.locator("dialog select").select_option("medlineplus-2024")
    desk.locator("dialog [type=submit]").click()
    three = re.compile(r"(\[\^medlineplus-2024\][\s\S]*){3}")
    expect(body(desk)).to_have_value(three)


def test_a_source_needs_a_whole_address(desk):
    tool(desk, "Source").click()
    desk.fill("dialog [name=publisher]", "MedlinePlus")
    desk.fill("dialog [name=title]", "Back pain")
    desk.fill("dialog [name=address]", "medlineplus")
    desk.click("dialog [type=submit]")
    expect(desk.locator("dialog .errorlist")).to_contain_text("Write the whole address")
    expect(desk.locator("dialog [name=address]")).to_be_focused()


def test_it_links_to_a_page_of_ours(desk):
    tool(desk, "Link").click()
    desk.get_by_label("Find a page").fill("emergency signs")
    desk.get_by_role("button", name="Emergency signs").click()
    expect(body(desk)).to_have_value(f"{START}[Emergency signs](article:emergency-signs)")
    is_undone(desk)


def test_it_links_chosen_words_to_the_web_and_to_a_heading(desk):
    body(desk).evaluate("field => field.setSelectionRange(14, 18)")
    body(desk).press("Control+k")
    desk.get_by_label("A web address").check()
    desk.fill("dialog [name=address]", "https://www.nhs.uk/a (b)/")
    desk.click("dialog [type=submit]")
    desk.fill("dialog [name=address]", "https://www.nhs.uk/a(b)/")
    desk.click("dialog [type=submit]")
    expect(body(desk)).to_have_value("## A heading\n\n[Some](https://www.nhs.uk/a%28b%29/) words.")
    tool(desk, "Link").click()
    desk.get_by_label("A heading on this page").check()
    desk.click("dialog [type=submit]")
    expect(body(desk)).to_have_value(re.compile(re.escape("[A heading](#a-heading)")))
    link = desk.frame_locator("iframe").locator("a[href='#s-a-heading']").last
    expect(link).to_have_text("A heading")


def test_it_finds_clinic_facts_and_glossary_words(desk):
    tool(desk, "Word").click()
    desk.get_by_role("menuitem", name="Clinic fact").click()
    desk.get_by_label("Find a fact").fill("phone")
    desk.get_by_role("button", name="Phone number").click()
    expect(body(desk)).to_have_value(START + "{{ phone }}")
    tool(desk, "Word").click()
    desk.get_by_role("menuitem", name="Glossary word").click()
    desk.get_by_label("Find a word").fill("bruise")
    # The list of all words stands there until the search has answered.
    desk.locator("dialog .found__one").filter(has_text="Blood thinner").first.click()
    expect(body(desk)).to_have_value(re.compile(r"\]\(term:"))


def test_tab_leaves_the_text_field_both_ways(desk):
    body(desk).focus()
    desk.keyboard.press("Tab")
    expect(body(desk)).not_to_be_focused()
    body(desk).focus()
    desk.keyboard.press("Shift+Tab")
    assert desk.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
    expect(body(desk)).to_have_value(START)


def test_the_toolbar_is_one_stop_with_arrows_inside(desk):
    tool(desk, "Heading").focus()
    for key, name in [
        ("ArrowRight", "Small heading"),
        ("End", "Word"),
        ("ArrowRight", "Heading"),
        ("ArrowLeft", "Word"),
        ("Home", "Heading"),
    ]:
        desk.keyboard.press(key)
        expect(tool(desk, name)).to_be_focused()
    stops = desk.locator("[role=toolbar] button[tabindex='0']")
    expect(stops).to_have_count(1)
    desk.keyboard.press("Tab")
    expect(body(desk)).to_be_focused()


def test_a_card_is_written_by_keyboard_alone(desk):
    tool(desk, "Heading").focus()
    press = desk.keyboard.press
    for _ in range(11):
        press("ArrowRight")
    expect(tool(desk, "Get-help card")).to_be_focused()
    press("ArrowDown")
    press("ArrowDown")
    expect(desk.get_by_role("menuitem", name="Urgent: call us today")).to_be_focused()
    press("Escape")
    expect(tool(desk, "Get-help card")).to_be_focused()
    press("Enter")
    press("End")
    press("ArrowUp")
    press("Enter")
    press("Tab")
    desk.keyboard.type("have a fever")
    press("Tab")
    press("Enter")
    expect(body(desk)).to_be_focused()
    expect(body(desk)).to_have_value(re.compile(r"if you:\n- have a fever\n:::\n$"))
    press("Control+z")
    expect(body(desk)).to_have_value(START)


def test_escape_closes_a_dialog_and_keeps_its_words(new_desk):
    tool(new_desk, "Notice").click()
    new_desk.fill("dialog [name=title]", "Ask us first")
    new_desk.keyboard.press("Escape")
    expect(new_desk.locator("dialog")).to_have_count(0)
    expect(tool(new_desk, "Notice")).to_be_focused()
    expect(body(new_desk)).to_have_value(START)
    new_desk.keyboard.press("Enter")
    expect(new_desk.locator("dialog [name=title]")).to_have_value("Ask us first")


def test_a_dialog_says_what_is_missing(desk):
    tool(desk, "Notice").click()
    desk.click("dialog [type=submit]")
    title = desk.locator("dialog [name=title]")
    expect(title).to_be_focused()
    expect(title).to_have_attribute("aria-invalid", "true")
    assert "Fill this in." in title.evaluate(
        "box => document.getElementById(box.getAttribute('aria-describedby').split(' ').pop())"
        ".textContent"
    )


def test_shortcuts_and_lists_work_while_typing(desk):
    body(desk).fill("")
    body(desk).focus()
    keyboard = desk.keyboard
    keyboard.type("- one")
    keyboard.press("Enter")
    keyboard.type("two")
    keyboard.press("Enter")
    keyboard.press("Enter")
    keyboard.type("word")
    keyboard.press("Control+Shift+ArrowLeft")
    keyboard.press("Control+b")
    expect(body(desk)).to_have_value("- one\n- two\n**word**")
    keyboard.press("Control+b")
    keyboard.press("Control+Alt+2")
    expect(body(desk)).to_have_value("- one\n- two\n## word")


def test_it_puts_a_muscle_at_the_top_of_the_page(desk):
    desk.evaluate("document.querySelector('[data-tool=muscle]').click()")
    dialog = desk.locator("dialog")
    dialog.locator("[name=muscle]").select_option("upper-trapezius")
    dialog.locator("[name=medical]").fill("Upper trapezius")
    dialog.locator("[name=say]").fill("tra-PEE-zee-us")
    dialog.locator("[name=check]").fill("Call 911 for chest pain.")
    dialog.locator("[name=knot]").fill("On the ridge.")
    dialog.locator("[name=place]").first.select_option("temple")
    dialog.locator("[name=words]").first.fill("At your temple")
    dialog.locator("[name=causes]").fill("A heavy bag\nStress")
    dialog.locator("[name=help]").fill("Let your shoulders drop.")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_have_count(0)
    expect(body(desk)).to_have_value(
        "::: muscle upper-trapezius Upper trapezius | tra-PEE-zee-us\n"
        "### Check first\n\n- Call 911 for chest pain.\n\n"
        "### Where the knot is\n\nOn the ridge.\n\n"
        "### Where you may feel pain\n\n- temple: At your temple\n\n"
        "### Everyday causes\n\n- A heavy bag\n- Stress\n\n"
        "### What to try\n\n- Let your shoulders drop.\n:::\n\n" + START
    )
    is_undone(desk)


def test_it_asks_for_what_a_muscle_cannot_do_without(desk):
    desk.evaluate("document.querySelector('[data-tool=muscle]').click()")
    desk.locator("dialog [type=submit]").click()
    expect(desk.locator("dialog .errorlist").first).to_have_text("Choose a muscle.")
    expect(body(desk)).to_have_value(START)
