"""How soon words say to call, and that a page shows it: lists of calls and notices."""

import re

import pytest

from content.rendering.components import component
from content.rendering.urgency import by_urgency, urgency
from tests import make
from tests.content.rendering.world import found, rendered
from tests.source import ROOT

GROUP = re.compile(
    r'<div class="calls calls--(\w+)">\s*'
    r'<p class="calls__level"><span class="icon icon--\w+" aria-hidden="true"></span> (.+?)'
    r'<span class="visually-hidden">:</span></p>\s*<ul>(.*?)</ul>\s*</div>',
    re.DOTALL,
)


def muscle(check: str) -> str:
    return make.muscle_body(check=check)


def day(calls: str) -> str:
    return f"::: day 0-2 At first\nNot yet:\n\n- Do not run.\n\nWhen to call:\n\n{calls}\n:::\n"


def groups(markdown: str) -> list[tuple[str, str, list[str]]]:
    return [
        (level, label, re.findall("<li>(.*?)</li>", lines, re.DOTALL))
        for level, label, lines in GROUP.findall(without_marks(rendered(markdown).html))
    ]


def without_marks(html: str) -> str:
    """Without what keeps “Call 911” on one line."""
    return re.sub(r'<span class="phone">(.*?)</span>', r"\1", html)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Call 911 for chest pain.", "emergency"),
        ("If a leg gets weak fast, call 911.", "emergency"),
        ("Call us today. If it gets worse, call 911.", "emergency"),
        ("Llame al 911 si le duele el pecho.", "emergency"),
        ("Go to the emergency room for a fever.", "emergency"),
        ("Vaya a la sala de emergencias si tiene fiebre.", "emergency"),
        ("Call us today, or go to the emergency room, for a fever.", "urgent"),
        ("Call us today for a fever.", "urgent"),
        ("For back pain with a fever, call us the same day.", "urgent"),
        ("Llámenos hoy si tiene fiebre.", "urgent"),
        ("Call us if you feel no better.", "routine"),
        ("See a doctor about a new headache.", "routine"),
        ("Call (503) 911-0142 or 555-911.", "routine"),
        ("", "routine"),
    ],
)
def test_it_reads_how_soon_words_say_to_call(words, level):
    assert urgency(words, "911") == level


def test_no_words_tell_a_number_that_is_not_known():
    assert urgency("Call 911 for chest pain.", "") == "routine"


def test_it_sorts_lines_by_urgency_and_keeps_their_order():
    lines = ["Call us.", "Call us today.", "Call 911 now.", "Call us today too."]
    assert by_urgency(((line, line) for line in lines), "911") == [
        {"level": "emergency", "lines": ["Call 911 now."]},
        {"level": "urgent", "lines": ["Call us today.", "Call us today too."]},
        {"level": "routine", "lines": ["Call us."]},
    ]


@pytest.mark.parametrize(
    ("level", "icon"), [("emergency", "phone"), ("urgent", "clock"), ("routine", "chat")]
)
def test_each_urgency_has_its_sign(level, icon):
    assert component("urgency_icon", level=level, calm="chat") == (
        f'<span class="icon icon--{icon}" aria-hidden="true"></span>'
    )


def test_one_component_alone_chooses_the_sign_of_an_urgency():
    choosing = re.compile(r"icon--\{%[^}]*(?:emergency|urgent)")
    templates = (ROOT / "templates").rglob("*.html")
    assert [one.name for one in templates if choosing.search(one.read_text())] == [
        "urgency_icon.html"
    ]


MIXED = """\
- See a doctor about a new headache.
- Call us today for a fever.
- Call 911 for chest pain.
- Call 911 if you **cannot** breathe.
"""


@pytest.mark.parametrize("page", [muscle(MIXED), day(MIXED)])
def test_each_way_to_call_is_a_list_with_its_word_above_it(page):
    assert groups(page) == [
        (
            "emergency",
            "Emergency",
            ["Call 911 for chest pain.", "Call 911 if you <strong>cannot</strong> breathe."],
        ),
        ("urgent", "Urgent", ["Call us today for a fever."]),
        ("routine", "Other signs", ["See a doctor about a new headache."]),
    ]


def test_a_list_with_one_way_to_call_has_its_word_as_well():
    assert groups(muscle("- Call 911 for chest pain.")) == [
        ("emergency", "Emergency", ["Call 911 for chest pain."])
    ]


def test_a_list_with_nothing_urgent_stays_plain():
    html = rendered(day("- Call us if you feel no better.")).html
    assert '<td data-label="When to call"><ul><li>Call us if you feel no better.</li></ul>' in html


def test_it_keeps_what_stands_around_the_list_and_inside_a_line():
    page = rendered(muscle("Read this.\n\n- Call 911 for:\n  - chest pain\n\nAnd this."))
    card = without_marks(page.html.split("care__action")[0])
    assert "<p>Read this.</p>" in card
    assert "<p>And this.</p>" in card
    assert re.search(r"<li>Call 911 for:\s*<ul>\s*<li>chest pain</li>\s*</ul></li>", card)


def test_other_lists_of_the_blocks_stay_as_they_are():
    assert "<li>Do not run.</li>" in rendered(day(MIXED)).html
    assert GROUP.search(rendered(muscle("- Call 911 now.")).html.split("muscle__facts")[1]) is None


@pytest.mark.parametrize("page", [muscle, day])
@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("- Watch for a fever.", "call-nobody"),
        ("- Go to the emergency room for a fever.", "call-nobody"),
        ("- Call us today for a fever. Call 911 if it gets worse.", "call-both"),
    ],
)
def test_it_asks_for_lines_that_say_whom_to_call(page, line, problem):
    markdown = page(f"- Call 911 for chest pain.\n{line}")
    number = markdown.splitlines().index(line) + 1
    assert [one for one in found(markdown) if one[0].startswith("call-")] == [(problem, number)]


@pytest.mark.parametrize("page", [muscle, day])
def test_it_asks_for_nothing_where_each_line_says_whom_to_call(page):
    assert [id for id, _ in found(page(MIXED)) if id.startswith("call-")] == []


@pytest.mark.parametrize(
    ("notice", "level", "word", "icon"),
    [
        ("Call 911 for chest pain\nEven a day later.", "emergency", "Emergency", "phone"),
        ("Chest pain comes first\nCall 911 now.", "emergency", "Emergency", "phone"),
        ("Do not wait\nCall us today.", "urgent", "Urgent", "clock"),
    ],
)
def test_a_notice_shows_how_soon_it_says_to_call(notice, level, word, icon):
    html = rendered(f"::: note {notice}\n:::\n").html
    assert f'<div class="notice notice--{level}" role="note">' in html
    title = notice.splitlines()[0]
    assert re.search(
        rf'<h2 class="notice__title"><span class="icon icon--{icon}" aria-hidden="true"></span> '
        rf'<span><span class="notice__level">{word}<span class="visually-hidden">: </span></span> '
        rf"{title}</span></h2>",
        html,
    )


def test_any_other_notice_has_no_word_of_urgency():
    html = rendered("::: note Ask first\nCall us with questions.\n:::\n").html
    assert '<div class="notice" role="note">' in html
    assert "notice__level" not in html
