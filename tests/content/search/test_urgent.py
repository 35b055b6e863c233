"""Words of a search after which the number to call stands before the results."""

import pytest

from content.models import current_guide
from content.search import is_urgent
from tests import make

pytestmark = pytest.mark.django_db

DANGER = [
    "numbness between legs", "Numb groin", "cannot pee", "no bladder control", "chest pain",
    "can't breathe", "weak legs", "pain in both legs", "stroke", "tingling inner thigh",
    "weak arm", "left arm pain", "face drooping", "worst headache ever", "stiff neck and fever",
    "back pain with fever", "lost erections", "suicide", "suicidal thoughts", "kill myself",
    "want to die", "I wish I was dead", "end my life", "overdose", "self harm",
    "no puedo respirar", "dolor de pecho", "me quiero morir", "suicidio",
]  # fmt: skip
CALM = [
    "steroid", "how long am I numb", "sore after the shot", "neck pain", "can I drive", "",
    "headache", "stiff neck", "arm stretch", "left shoulder", "dead tissue", "end of the shot",
    "dolor de espalda",
]  # fmt: skip


@pytest.mark.parametrize("query", DANGER)
def test_it_knows_a_search_that_may_come_from_someone_in_danger(query):
    assert is_urgent(query)


@pytest.mark.parametrize("query", CALM)
def test_it_stays_calm_otherwise(query):
    assert not is_urgent(query)


def test_it_puts_the_number_before_the_results(client):
    make.live(make.article(slug="emergency-signs"), title="Emergency signs")
    page = client.get("/search/", {"q": "bladder emergency"}).content.decode()
    assert page.index("Call 911 now if you:") < page.index('class="search__count"')
    assert 'href="tel:911"' in page
    assert f'href="{current_guide().by_slug["emergency-signs"].url}">See all warning signs' in page


def test_it_names_the_sign_to_whoever_thinks_of_dying(client):
    page = client.get("/search/", {"q": "i want to die"}).content.decode()
    assert "want to hurt yourself or end your life" in page


def test_it_shows_no_number_before_calm_results(client):
    make.live(title="Steroids")
    assert "Call 911 now if you:" not in client.get("/search/", {"q": "steroids"}).content.decode()
