"""The starter guide and the body map, each held against the other: no muscle without its page, no
place that no muscle reaches, no picture that leaves out what the words beside it say."""

import re
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from content.editorial.rules.muscles import told
from content.models import current_guide
from content.rendering.body_map import close_up, figure
from content.starter import starter_articles
from tests.content.rendering.world import rendered

PAGES = {a.slug: a for a in starter_articles() if a.head.get("kind") == "muscle"}
START = re.compile(r"M\s*(-?[\d.]+)[\s,]*(-?[\d.]+)")


def words_of(slug: str):
    return rendered(PAGES[slug].body).muscle


def places_of(slug: str) -> list:
    return [figure().place[pain.place] for pain in words_of(slug).pains]


def holds(viewbox: str, path: str) -> bool:
    left, top, width, height = map(float, viewbox.split())
    x, y = map(float, START.match(path).groups())
    return left <= x <= left + width and top <= y <= top + height


def warnings_of(page: str) -> list[str]:
    [card] = re.findall(r"<section[^>]+check-first.*?</section>", page, re.DOTALL)
    return [re.sub("<.*?>", "", line) for line in re.findall(r"<li>(.*?)</li>", card)]


def test_it_has_one_page_for_each_muscle_of_the_figure():
    assert sorted(PAGES) == sorted(figure().muscle)


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_it_writes_of_the_muscle_that_the_address_names(slug):
    assert words_of(slug).id == slug
    assert PAGES[slug].topic == "trigger-points"


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_it_says_what_to_check_first(slug):
    words = words_of(slug)
    assert words.check
    assert words.is_emergency or slug not in told()["call_911"]


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_it_draws_each_place_that_the_page_names(slug):
    pictures = {
        picture.view.name: picture
        for picture in close_up(figure().muscle[slug], slug, places_of(slug))
    }
    unseen = [
        place.id
        for place in places_of(slug)
        if not any(
            view in pictures and holds(pictures[view].viewbox, path)
            for view, path in place.paths.items()
        )
    ]
    assert unseen == []


def test_it_reaches_every_place_of_the_figure():
    reached = {place.id for slug in PAGES for place in places_of(slug)}
    assert figure().place.keys() - reached == set()


@pytest.mark.django_db
def test_it_answers_for_every_place_and_muscle(client, starter_guide):
    for entry in current_guide().muscles:
        assert client.get(entry.url).status_code == 200, entry.url
    for place in figure().places:
        path = f"/where-does-it-hurt/{place.id}/"
        page = client.get(path)
        assert page.status_code == 200, path
        assert "Before anything else" in page.content.decode()


def test_it_calls_the_emergency_number_first_for_pain_in_the_chest():
    senders = [slug for slug in PAGES if "chest" in {place.id for place in places_of(slug)}]
    assert "pectorals" in senders
    assert "911" in words_of("pectorals").check[0]
    assert "chest pain" in words_of("pectorals").check[0].lower()


@pytest.mark.django_db
def test_it_says_no_warning_twice_in_other_words(client, starter_guide):
    for place in figure().places:
        page = client.get(f"/where-does-it-hurt/{place.id}/").content.decode()
        lines = warnings_of(page)
        assert len(lines) > 2, place.id
        for one, other in combinations(lines, 2):
            assert SequenceMatcher(None, one, other).ratio() < 0.7, (place.id, one, other)


@pytest.mark.django_db
def test_it_lists_the_most_urgent_warnings_first(client, starter_guide):
    for place in figure().places:
        lines = warnings_of(client.get(f"/where-does-it-hurt/{place.id}/").content.decode())
        ranks = ["Call 911", "Call us today"]
        found = [
            next(n for n, start in enumerate(ranks) if line.startswith(start)) for line in lines
        ]
        assert found == sorted(found), (place.id, lines)
