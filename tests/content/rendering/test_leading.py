"""What a page shows before its list of contents: its cards, if it is for emergencies."""

import pytest

from content.rendering.leading import leading_length

HEADING, WORDS = '<h2 id="s-help">When to get help</h2>', "<p>Start here.</p>"
CARD = '<section class="care care--emergency"><ul><li>Call 911.</li></ul></section>'
URGENT = '<section class="care care--urgent"><ul><li>Call us.</li></ul></section>'
REST = '<h2 id="s-more">More</h2><p>Other words.</p>'


@pytest.mark.parametrize(
    "first",
    [
        CARD,
        HEADING + CARD,
        HEADING + WORDS + CARD,
        WORDS + WORDS + CARD + URGENT,
        HEADING + WORDS + CARD + URGENT + WORDS + "<h3>Small</h3>",
    ],
)
def test_it_cuts_the_whole_first_section_of_a_page_for_emergencies(first):
    assert leading_length(first + REST) == len(first)


def test_it_takes_all_of_a_page_with_one_section():
    assert leading_length(HEADING + CARD + WORDS) == len(HEADING + CARD + WORDS)


@pytest.mark.parametrize(
    "html",
    [
        "",
        REST,
        REST + HEADING + CARD,
        HEADING + URGENT + CARD + REST,
        HEADING + "<ul><li>One</li></ul>" + CARD + REST,
        f"<div>{CARD}</div>" + REST,
        HEADING + "<p>broken" + CARD,
        HEADING + "<p>care--emergency</p>" + REST,
    ],
)
def test_it_cuts_nothing_from_any_other_page(html):
    assert leading_length(html) == 0
