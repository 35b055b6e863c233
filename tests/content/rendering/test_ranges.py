"""A short range of numbers stays on one line, and so does a number to call with its verb; nothing
else of the page knows of it."""

import re

import pytest

from content.rendering.ranges import markup
from tests import make
from tests.content.rendering.world import rendered


def kept(text: str, name: str = "range") -> list[str]:
    return re.findall(rf'<span class="{name}">([^<]*)</span>', markup(text))


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("on a scale of 0 to 10, against", ["0 to 10"]),
        ("after 2 to 8 weeks was small", ["2 to 8 weeks"]),
        ("for 1 or\n2 days. Then 20 to 30 seconds.", ["1 or\n2 days", "20 to 30 seconds"]),
        ("about 0.5 to 1.5 points less", ["0.5 to 1.5 points"]),
        ("de 2 a 3 días", ["2 a 3 días"]),
        ("in 10–20% of people", ["10–20%"]),
        ("from 1,000 to 2,000 minutes", ["1,000 to 2,000"]),
        ("8 to 10 daisies", ["8 to 10"]),
        ("Go to 10 places", []),
        ("L4 to 5", []),
        ("2024-10 to 11 and 1 to 2/3", []),
    ],
)
def test_it_marks_ranges_with_their_units_while_they_are_short(text, ranges):
    assert kept(text) == ranges


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 911 for chest pain, or\ncall\n911 from a car.", ["Call 911", "call\n911"]),
        ("In an emergency, call 911.", ["call 911"]),
        ("Llame al 911. Llame ahora al 911 si le duele.", ["Llame al 911", "Llame ahora al 911"]),
        ("Call (503) 555-0142, or call 503-555-0142.", []),
        ("They call 9115 and recall 911.", []),
        ("Call us today", []),
    ],
)
def test_it_marks_short_numbers_to_call_with_their_verb(text, numbers):
    assert kept(text, "phone") == numbers
    assert kept(text) == []


def test_it_changes_no_word_and_lets_no_markup_in():
    assert (
        re.sub(r"<.*?>", "", markup("a < b, 1 to 2 days & <i>"))
        == "a &lt; b, 1 to 2 days &amp; &lt;i&gt;"
    )


@pytest.mark.parametrize(
    "text",
    ["For 1 to 2 weeks.", "- For 1 to 2 weeks.", "### For 1 to 2 weeks", "[1 to 2 weeks](/x/)"],
)
def test_a_page_has_them_in_its_html_alone(text):
    page = rendered(text)
    assert '<span class="range">1 to 2 weeks</span>' in page.html
    assert "1 to 2 weeks" in page.text
    assert all("<" not in heading.text for heading in page.headings)


def test_the_time_of_a_step_has_them_too():
    page = rendered("::: steps\n### Rest\nTime: 10 to 15 minutes\n\nSit down.\n:::")
    assert '<span class="range">10 to 15 minutes</span>' in page.html


def test_the_words_around_them_in_the_time_of_a_step_stay_one_line_of_text():
    page = rendered("::: steps\n### Rest\nTime: About 5 to 15 minutes for all\n\nSit down.\n:::")
    told = '<span>About <span class="range">5 to 15 minutes</span> for all</span>'
    assert f"{told}</p>" in page.html


@pytest.mark.django_db
def test_the_lead_of_a_page_has_them_and_nothing_else_that_is_markup(client):
    summary = "It takes 1 to 2 days, <b>or</b> more."
    page = make.live(key_points="Rest for 1 to 2 days.\nNo <b>heat</b> & ice.", summary=summary)
    html = client.get(f"/{page.article.topic.slug}/{page.article.slug}/").content.decode()
    assert '<li>Rest for <span class="range">1 to 2 days</span>.</li>' in html
    assert "<li>No &lt;b&gt;heat&lt;/b&gt; &amp; ice.</li>" in html
    lead = 'It takes <span class="range">1 to 2 days</span>, &lt;b&gt;or&lt;/b&gt; more.</p>'
    assert f'<p class="lead">{lead}' in html
    assert 'content="It takes 1 to 2 days, ' in html
