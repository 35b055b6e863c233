"""What a rendering tells about the page, beside its HTML."""

import re
from pathlib import Path

import pytest

from content.rendering import Heading, Question, Uses, phone_href
from content.rendering.problems import ERRORS, WARNINGS
from tests.content.rendering.long_article import long_article
from tests.content.rendering.world import TERMS, found, rendered


def test_it_says_all_that_the_page_depends_on():
    result = rendered(
        "![](img:42) [a](article:the-first-day) [b](article:12) [c](article:12) {{ driving }} "
        "{{ no_fact }} fascia [d](term:musculo) [e](article:gone) ![](img:9)\n\n"
        "::: figure drawing:disc-on-nerve\n:::"
    )
    assert result.uses == Uses(
        articles=(7, 12),
        pictures={42: "5" * 64},
        facts={"driving": "Ask us before your visit if you can drive home."},
        terms=("fascia", "musculo"),
        drawings=("disc-on-nerve",),
    )


def test_it_notes_the_facts_that_a_care_card_adds_by_itself():
    facts = rendered("::: urgent Call us today if you:\n- bleed\n:::").uses.facts
    assert set(facts) == {"phone", "after_hours", "emergency_number"}


def test_it_lists_headings_with_their_levels_and_ids():
    result = rendered("## One {{ phone }}\n\n### Two\n\n::: question Does it hurt?\nYes.\n:::")
    assert result.headings == (
        Heading(2, "s-one-503-555-0142", "One (503) 555-0142"),
        Heading(3, "s-two", "Two"),
        Heading(4, "s-does-it-hurt", "Does it hurt?"),
    )


def test_it_gives_questions_as_plain_text():
    result = rendered("::: question Can I drive?\n**Not** at once.\n\n{{ driving }}\n:::")
    assert result.questions == (
        Question(
            "Can I drive?",
            "Not at once. Ask us before your visit if you can drive home.",
            "s-can-i-drive",
        ),
    )


def test_it_counts_only_sources_that_are_used():
    result = rendered("One[^a], two[^b], one[^a].\n\n[^a]: A\n[^b]: B\n[^c]: C")
    assert result.reference_count == 2
    assert result.references_html.count("<li ") == 2


def test_it_gives_the_line_of_a_problem_inside_a_paragraph():
    assert found("First\nsecond\\\nthird {{ no_fact }}\nfourth [x](y)") == [
        ("fact-unknown", 3),
        ("link-refused", 4),
    ]


def test_it_sorts_problems_by_line():
    lines = [line for _, line in found("[^a]: x\n\n[y](z)\n\n::: do\n\n# One")]
    assert lines == sorted(lines)


def test_it_measures_dont_items_by_english_words_only_in_english():
    markdown = "::: dont No\n- No corra\n:::"
    assert found(markdown) == [("dont-words", 2)]
    assert found(markdown, language="es") == []


def test_it_links_no_word_when_there_is_no_glossary():
    assert "<a" not in rendered("fascia", terms=()).html


def test_it_links_a_word_anew_on_every_page():
    assert [rendered("fascia").html.count("<a ") for _ in range(2)] == [1, 1]


@pytest.mark.parametrize("address", ["/where-does-it-hurt/", "/words-to-know/"])
def test_it_links_to_a_page_that_nobody_can_move(address):
    result = rendered(f"[the page]({address})")
    assert f'href="{address}"' in result.html
    assert result.problems == ()


@pytest.mark.parametrize("address", ["/where-does-it-hurt", "/where-does-it-hurt/x/", "/about/"])
def test_it_tells_of_every_other_address_of_the_site(address):
    assert [problem for problem, _ in found(f"[the page]({address})")] == ["link-unchecked"]


def test_it_takes_a_word_with_combined_accents_for_the_same_word():
    assert rendered("mu\u0301sculo").uses.terms == ("musculo",)


def test_it_renders_nothing_from_nothing():
    result = rendered("")
    assert (result.html, result.references_html, result.text, result.problems) == ("", "", "", ())


def test_it_renders_a_long_article_with_every_block_without_a_problem():
    result = rendered(long_article())
    assert result.problems == ()
    assert len(result.text.split()) > 1_500
    assert len(result.uses.terms) == len(TERMS) - 1


def test_it_has_a_case_for_every_problem():
    cases = (Path(__file__).parent / "cases").glob("*.html")
    shown = "".join(path.read_text(encoding="utf-8") for path in cases)
    elsewhere = {"too-long", "too-deep"}
    reported = set(re.findall(r"^(?:error|warning) (\S+) ", shown, re.M))
    assert (ERRORS.keys() | WARNINGS.keys()) - elsewhere - reported == set()


@pytest.mark.parametrize(
    ("number", "href"),
    [
        ("(503) 555-0142", "tel:+15035550142"),
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("911", "tel:911"),
        ("", "tel:"),
    ],
)
def test_it_writes_phone_numbers_for_phones(number, href):
    assert phone_href(number) == href
