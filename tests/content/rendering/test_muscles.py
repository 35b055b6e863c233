"""The block about a muscle: what the body map reads from it, and what it says to writers."""

import pytest

from content.rendering.leading import leading_length
from tests import make
from tests.content.rendering.world import found, rendered


def block(**parts) -> str:
    return make.muscle_body(**parts)


def words(**parts):
    return rendered(block(**parts)).muscle


def test_it_knows_what_the_page_says_of_its_muscle():
    muscle = words(opening="upper-trapezius Upper trapezius | tra-PEE-zee-us")
    assert (muscle.id, muscle.medical, muscle.say) == (
        "upper-trapezius", "Upper trapezius", "tra-PEE-zee-us",
    )  # fmt: skip
    assert muscle.check == ('<span class="phone">Call 911</span> for chest pain.',)
    assert muscle.knot == "<p>On the ridge of your shoulder.</p>"
    assert [(pain.place, pain.words) for pain in muscle.pains] == [
        ("temple", "At your temple"),
        ("back-of-neck", "In the back of your neck"),
    ]
    assert muscle.causes == ("A heavy bag",)
    assert muscle.help == ("Let your shoulders drop.",)


def test_it_finds_nothing_wrong_with_a_whole_block():
    assert [id for id, _ in found(block()) if id.startswith("muscle")] == []


def test_it_needs_no_word_on_how_to_say_it():
    assert words(opening="upper-trapezius Upper trapezius").say == ""


def test_it_uses_the_name_of_the_place_where_a_line_says_no_more():
    muscle = words(pains="- temple:\n- ear: Behind your ear")
    assert [pain.words for pain in muscle.pains] == ["Temple", "Behind your ear"]
    assert "<li>Temple</li>" in rendered(block(pains="- temple:")).html


@pytest.mark.parametrize(
    ("check", "is_emergency"),
    [("- Call 911 for chest pain.", True), ("- Call us today for a fever.", False)],
)
def test_it_is_red_while_it_says_to_call_the_emergency_number(check, is_emergency):
    page = rendered(block(check=check))
    assert page.muscle.is_emergency == is_emergency
    assert ("care care--emergency check-first" in page.html) == is_emergency
    assert ("care care--urgent check-first" in page.html) != is_emergency


def test_it_leaves_sources_out_where_they_would_lead_nowhere():
    source = "\n\n[^one]: A journal. [A title](https://example.org/one). 2024.\n"
    page = rendered(block(knot="On the ridge.[^one]", causes="- A bag[^one]") + source)
    assert page.muscle.knot == "<p>On the ridge.</p>"
    assert page.muscle.causes == ("A bag",)
    assert 'href="#ref-1"' in page.html


@pytest.mark.parametrize(
    ("pains", "is_explained"),
    [("- temple: At your temple", False), ("- side-of-neck: Up your neck", True)],
)
def test_its_key_explains_dots_on_the_muscle_where_there_are_any(pains, is_explained):
    assert ("swatch--both" in rendered(block(pains=pains)).html) == is_explained


def test_it_cleans_what_stands_on_other_pages_as_well():
    muscle = words(knot="On <script>alert(1)</script> it.", causes="- <b>One</b>")
    assert "<script>" not in muscle.knot
    assert "<b>" not in muscle.causes[0]


def test_it_shows_what_to_check_before_anything_else_whatever_the_writer_put_first():
    text = block()
    check = "### Check first\n\n- Call 911 for chest pain.\n\n"
    later = text.replace(check, "").replace("### What to try", f"{check}### What to try")
    assert later != text
    assert rendered(later).html == rendered(text).html
    assert [h.text for h in rendered(later).headings][:2] == ["Check first", "Where the knot is"]


def test_it_reads_the_places_as_no_words_of_the_page():
    text = rendered(block()).text
    assert "At your temple" in text
    assert "temple:" not in text


@pytest.mark.parametrize(
    ("parts", "id", "message"),
    [
        ({"opening": "uper-trapezius Upper trapezius"}, "muscle-unknown", "upper-trapezius"),
        ({"opening": "moon Moon"}, "muscle-unknown", "writing help"),
        ({"pains": "- back-of-nek: Here"}, "muscle-place-unknown", "back-of-neck"),
        ({"pains": "- At your temple"}, "muscle-place-form", "side-of-neck: Up"),
        ({"pains": "- temple: One\n- temple: Two"}, "muscle-place-twice", "temple"),
        ({"check": "Call 911."}, "muscle-list", "Check first"),
        ({"check": ""}, "muscle-part-missing", "### Check first"),
        ({"knot": ""}, "muscle-part-missing", "### Where the knot is"),
        ({"help": "- Rest\n\n### How it feels\n\n- Sore"}, "muscle-part-unknown", "What to try"),
        ({"help": "- Rest\n\n### What to try\n\n- Heat"}, "muscle-part-twice", "What to try"),
        ({"help": "- See [this](#what-it-is)."}, "muscle-anchor", "other pages"),
    ],
)
def test_it_says_what_is_wrong_and_what_was_meant(parts, id, message):
    problems = {problem.id: problem for problem in rendered(block(**parts)).problems}
    assert problems[id].level == "error"
    assert message in problems[id].message


def test_it_wants_the_name_of_the_muscle_in_the_first_line():
    assert ("muscle-opening", 1) in found("::: muscle upper-trapezius\n- x\n:::\n")


def test_it_wants_to_come_first_and_alone():
    assert "muscle-first" in dict(found(f"Hello.\n\n{block()}"))
    twice = block() + block(muscle="splenius").split("## What it is")[0]
    assert {"muscle-first", "muscle-twice"} <= dict(found(twice)).keys()
    assert rendered(twice).muscle.id == "upper-trapezius"


def test_it_speaks_the_language_of_the_page():
    page = rendered(block(), language="es")
    assert "muscle-part-unknown" not in {problem.id for problem in page.problems}


def test_it_cuts_what_comes_first_from_the_rest_of_the_page():
    html = rendered(block()).html
    end = leading_length(html)
    first, rest = html[:end], html[end:]
    assert 0 < end < len(html)
    assert first.lstrip().startswith('<section class="care care--emergency check-first"')
    assert 'class="muscle"' in first
    assert rest.lstrip().startswith('<h2 id="s-what-it-is">')


@pytest.mark.parametrize(
    "html", ["", "<p>One</p>", "<p>broken", '<p>One</p><div class="muscle"></div>']
)
def test_it_cuts_nothing_from_any_other_page(html):
    assert leading_length(html) == 0
