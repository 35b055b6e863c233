"""A page that begins with an emergency card shows it before the list of contents."""

import re

import pytest

from content.models import Revision
from content.rendering.leading import leading_length
from tests import make

pytestmark = pytest.mark.django_db
BODY = """## When to get help

Start with this box.

::: emergency Call 911 now if you:
- have trouble breathing
:::

::: urgent Call us today if you:
- have a fever
:::

## What it is

A sore spot.
"""


def shown(client, ending: str = "", body: str = BODY) -> str:
    article = make.live(make.article(), body=body).article
    return client.get(f"/{article.topic.slug}/{article.slug}/{ending}").content.decode()


def test_its_cards_come_first_and_once(client):
    html = shown(client)
    order = ["In short", "Start with this box", "care--emergency", "care--urgent"]
    order += ['class="contents"', '<h2 id="s-what-it-is">']
    assert [html.count(words) for words in order] == [1] * len(order)
    places = [html.index(words) for words in order]
    assert places == sorted(places)


def test_the_list_of_contents_names_only_what_comes_after_it(client):
    contents = re.search(r'<nav class="contents".*?</nav>', shown(client), re.DOTALL)[0]
    assert "What it is" in contents
    assert "When to get help" not in contents


@pytest.mark.parametrize("ending", ["print/", "large-print/", "?detail=all"])
def test_its_other_views_hold_the_same_words_once(client, ending):
    html = shown(client, ending)
    assert html.count("care--emergency") == 1
    assert html.index("care--emergency") < html.index("A sore spot.")


def test_any_other_page_has_its_contents_first(client):
    html = shown(client, body=make.BODY)
    assert html.index('class="contents"') < html.index("care--emergency")
    assert "article--first" not in html


@pytest.mark.parametrize("body", [BODY, make.BODY, make.muscle_body()])
def test_a_revision_knows_where_they_end(body):
    revision = make.draft(body=body)
    assert revision.leading_length == leading_length(revision.body_html)


def test_it_shows_them_of_a_page_that_was_rendered_before_they_were_measured(client):
    before = shown(client)
    Revision.objects.update(leading_length=None)
    article = Revision.objects.get().article
    assert client.get(f"/{article.topic.slug}/{article.slug}/").content.decode() == before
