"""What a page draws first is found by its place in the finished page."""

import pytest
from django.template.loader import render_to_string

from content.rendering.first_drawing import first_drawing
from tests import make
from tests.content.rendering.world import rendered

FIGURE = "::: figure drawing:{} A title & more\n1. One\n:::\n\n"


def drawing(name):
    return render_to_string(f"drawings/{name}.svg")


def found(markdown, language="en"):
    page = rendered(markdown, drawing=drawing)
    return first_drawing(page.html, page.muscle, language)


def test_it_is_the_first_on_the_page_and_not_the_first_that_was_rendered():
    more = "::: more Details\nWords.\n:::\n\n"
    page = more + FIGURE.format("twitch") + "## Next\n\n" + FIGURE.format("taut-band")
    assert found(page)["name"] == "twitch"


def test_it_has_the_title_and_the_description_of_the_drawing():
    words = found(FIGURE.format("muscle-relaxed"))["words"]
    assert words.startswith("A muscle at rest. The strands of the muscle lie side by side")
    assert words.endswith(".")


def test_it_has_the_title_of_the_page_in_another_language():
    assert found(FIGURE.format("taut-band"), "es")["words"] == "A title & more"
    untitled = "::: figure drawing:taut-band\n:::\n\n" + FIGURE.format("twitch")
    assert found(untitled, "es") == {"name": "taut-band", "words": ""}


def test_it_is_the_muscle_of_a_page_about_one():
    page = found(FIGURE.format("taut-band") + make.muscle_body("piriformis"))
    assert page["name"] == "piriformis"
    assert "from behind. In dark red: Piriformis." in page["words"]
    assert "Dots show where you may feel pain:" in page["words"]


@pytest.mark.parametrize(
    "markdown",
    [
        "Words alone.",
        "::: figure img:42 A picture\n:::",
        "::: figure drawing:strand-gap\n:::",
        '<svg class="pic pic--twitch"><title>No</title></svg>',
        '`<svg class="pic pic--twitch"></svg>`',
        "[a](https://example.org '<svg class=\"pic pic--twitch\"></svg>')",
    ],
)
def test_it_finds_none_where_none_of_ours_is_drawn(markdown):
    assert found(markdown) is None
