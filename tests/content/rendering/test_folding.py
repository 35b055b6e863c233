"""What stays open when a page is folded, and that nothing of it is lost."""

from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.rendering.folding import fold, tells_to_call
from content.starter import starter_articles
from tests.content.rendering.world import rendered

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
HELP = """## When to get help

Read this first.

::: emergency Call 911 now if you:
- have chest pain
:::

After the card.
"""


def parts(markdown: str):
    return fold(rendered(markdown).html, "911")


def open_text(markdown: str) -> str:
    return "".join(part.html for part in parts(markdown) if not part.is_folded)


def folded_text(markdown: str) -> str:
    return "".join(part.html for part in parts(markdown) if part.is_folded)


def test_it_folds_what_is_said_and_leaves_the_headings():
    [first, second, third, fourth] = parts("## Gain\n\nIt helps.\n\n### Much\n\n- one\n- two")
    assert "Gain</h2>" in first.html
    assert not first.is_folded
    assert (second.is_folded, second.heading) == (True, "Gain")
    assert "It helps." in second.html
    assert "Much</h3>" in third.html
    assert (fourth.is_folded, fourth.heading) == (True, "Much")
    assert "two" in fourth.html


def test_it_folds_what_stands_before_the_first_heading():
    assert "It helps." in folded_text("It helps.\n\n## More\n\nA lot.")


def test_it_never_folds_anything_of_when_to_get_help():
    assert folded_text(HELP) == ""
    text = open_text(f"## Gain\n\nIt helps.\n\n{HELP}\n## Then\n\nIt lasts.")
    assert "Read this first." in text
    assert "have chest pain" in text
    assert "After the card." in text
    assert "It helps." not in text
    assert "It lasts." not in text


def test_it_knows_when_to_get_help_without_any_card():
    assert folded_text("## When to get help\n\nCome to us.") == ""


@pytest.mark.parametrize("kind", ["emergency", "urgent", "routine"])
def test_it_never_folds_a_care_card_wherever_it_stands(kind):
    card = f"::: {kind} Come if you:\n- feel worse\n:::\n"
    assert "feel worse" in open_text(f"## Gain\n\nIt helps.\n\n{card}")
    assert "feel worse" in open_text(card)
    assert "feel worse" in open_text(f"## Gain\n\nIt helps.\n\n### More\n\nWords.\n\n{card}")


def test_it_never_folds_a_notice():
    text = "## Gain\n\nBefore.\n\n::: note Do not stop your blood thinner\nAsk.\n:::\n\nAfter.\n"
    assert "blood thinner" in open_text(text)
    assert "Before." in folded_text(text)
    assert "After." in folded_text(text)


def test_it_leaves_a_question_open_that_says_to_call():
    text = "## Gain\n\n::: question {}?\n{}\n:::\n"
    assert "Then" in open_text(text.format("Short of breath", "Then call 911."))
    assert "soon" in open_text(text.format("Fever", "Call us soon."))
    assert "soon" not in open_text(text.format("Does it help", "It may help soon."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call 911 for chest pain.", True),
        ("Chest pain? 911.", True),
        ("Call us the same day.", True),
        ("Llámenos hoy.", True),
        ("In 1911 it began.", False),
        ("Of 911,000 people it helped many.", False),
        ("Call (503) 555-9110.", False),
        ("Pain fell by 0.911 points.", False),
        ("Recall using it.", False),
    ],
)
def test_it_knows_what_tells_to_call(text, expected):
    assert tells_to_call(text, "911") is expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_it_loses_nothing_and_cuts_nothing_in_two(path):
    html = rendered(path.read_text()).html
    found = fold(html, "911")
    assert "".join(part.html for part in found) == html
    for part in found:
        fragment = html5lib.parseFragment(part.html, treebuilder="etree")
        whole = html5lib.serialize(fragment, omit_optional_tags=False)
        again = html5lib.serialize(html5lib.parseFragment(whole), omit_optional_tags=False)
        assert whole == again
        assert part.html.count("<div") == part.html.count("</div")
        assert part.html.count("<section") == part.html.count("</section")


@pytest.mark.parametrize("article", starter_articles(), ids=lambda article: article.slug)
def test_it_folds_every_starter_article_and_hides_no_card(article):
    html = rendered(article.body).html
    found = fold(html, "911")
    assert "".join(part.html for part in found) == html
    assert any(part.is_folded for part in found)
    assert not [part for part in found if part.is_folded and 'class="care' in part.html]


@given(st.text(alphabet="<>/ap\"'= \n!-&;#svg", max_size=60))
def test_it_survives_any_text_and_loses_nothing(html):
    found = fold(html, "911")
    assert "".join(part.html for part in found) == html


@pytest.mark.parametrize(
    "html", ["<p>a", "a</p>", "<p>a</div>", "plain", "<p>a</p>tail", "<p>a</p></p>", ""]
)
def test_it_leaves_open_what_is_not_well_formed(html):
    assert not any(part.is_folded for part in fold(html, "911"))
