"""One page in two depths, and the scripts that a page asks for only when its blocks need them."""

import re

import pytest

from content.models import Article, Revision
from content.rendering.depths import words_of_more
from tests import make

pytestmark = pytest.mark.django_db
MORE = "::: more What each study did\n" + "Many words here. " * 300 + "\n\n### Inside\n\nLast.\n:::"
BODY = f"## What studies found\n\nThe short version.\n\n{MORE}\n\n{make.BODY}"
DAYS = "::: day 0-2 At first\nWhen to call: Call us for a fever.\n:::"
DIARY = "::: diary\n| When | Pain |\n|---|---|\n| Before | |\n:::"


def url(body: str, **fields) -> str:
    article = make.live(make.article(), body=body, **fields).article
    return f"/{article.topic.slug}/{article.slug}/"


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_closed_at_first_and_open_by_the_same_address_with_a_question(client):
    path = url(BODY)
    short, whole = page(client, path), page(client, f"{path}?detail=all")
    assert ('<details class="more">' in short, '<details class="more" open>' in short) == (1, 0)
    assert ('<details class="more">' in whole, '<details class="more" open>' in whole) == (0, 1)
    assert re.findall(r'rel="canonical" href="([^"]+)"', short) == re.findall(
        r'rel="canonical" href="([^"]+)"', whole
    )


def test_it_says_where_the_reader_is_and_leads_to_the_other_depth(client):
    path = url(BODY)
    marked = r'<a href="([^"]+)" data-depth="(\w+)"( aria-current="true")?>'
    assert re.findall(marked, page(client, path)) == [
        (path, "short", ' aria-current="true"'),
        (f"{path}?detail=all", "all", ""),
    ]
    assert re.findall(marked, page(client, f"{path}?detail=all")) == [
        (path, "short", ""),
        (f"{path}?detail=all", "all", ' aria-current="true"'),
    ]


def test_it_tells_how_long_the_short_version_and_the_whole_take(client):
    html = page(client, url(BODY))
    short, whole = map(int, re.search(r"(\d+) minute read, (\d+) with more", html).groups())
    assert short < whole
    assert re.search(r"\d+ minute read</p>", page(client, url(make.BODY)))


def test_it_names_one_time_where_both_depths_take_the_same(client):
    few = "## What studies found\n\n::: more Each study\nA few words.\n:::\n\n" + make.BODY
    html = page(client, url(few))
    assert re.search(r"\d+ minute read</p>", html)
    assert 'data-depth="all"' in html
    assert "depth__time" not in html


@pytest.mark.parametrize("body", [BODY, make.BODY, make.muscle_body()])
def test_a_revision_knows_how_many_words_are_closed(body):
    revision = make.draft(body=body)
    assert revision.words_of_more == words_of_more(revision.body_html)
    assert (revision.words_of_more > 900) == (body is BODY)


def test_it_tells_the_same_of_a_page_that_was_rendered_before_they_were_counted(client):
    path = url(BODY)
    before = page(client, path)
    Revision.objects.update(words_of_more=None)
    assert page(client, path) == before


@pytest.mark.parametrize("query", ["", "?detail=some", "?detail="])
def test_it_opens_nothing_for_other_questions(client, query):
    assert '<details class="more" open>' not in page(client, url(BODY) + query)


@pytest.mark.parametrize("view", ["print/", "large-print/"])
def test_its_views_for_paper_hide_nothing(client, view):
    html = page(client, url(BODY) + view)
    assert '<details class="more" open>' in html
    assert '<details class="more">' not in html


def test_it_lists_only_the_sections_of_the_page(client):
    contents = re.search(r'<nav class="contents".*?</nav>', page(client, url(BODY)), re.DOTALL)[0]
    assert "What studies found" in contents
    assert "What each study did" not in contents
    assert "Inside" not in contents


def test_it_offers_no_choice_where_there_is_one_depth(client):
    assert "data-depth" not in page(client, url(make.BODY))


def scripts(html: str) -> list[str]:
    return re.findall(r'<script src="/static/js/(\w+)[^"]*" defer>', html)


@pytest.mark.parametrize(
    ("body", "needed"),
    [
        (make.BODY, []),
        (f"{DAYS}\n\n{make.BODY}", ["fill_in"]),
        (f"{DIARY}\n\n{make.BODY}", ["fill_in"]),
        (f"{DAYS}\n\n{DIARY}\n\n{make.BODY}", ["fill_in"]),
    ],
)
def test_it_asks_for_a_script_only_where_a_block_needs_it(client, body, needed):
    path = url(body)
    for view in ("", "print/"):
        assert scripts(page(client, path + view)) == ["guide", *needed]


def test_no_screen_waits_for_the_sheet_of_paper(client):
    assert re.search(r'css/print[^"]*" media="print">', page(client, url(make.BODY)))


def test_words_that_look_like_a_block_ask_for_no_script(client):
    html = page(client, url(f'Words.\n\n<section class="today"> <div class="keep">\n\n{make.BODY}'))
    assert scripts(html) == ["guide"]


def test_a_treatment_page_has_its_depths_as_well(client):
    article = make.article(kind=Article.Kind.TREATMENT)
    make.live(article, body=BODY)
    assert "data-depth" in page(client, f"/{article.topic.slug}/{article.slug}/")
