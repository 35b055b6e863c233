"""Words of a search after which the number to call stands before the results."""

import pytest

from content.models import current_guide
from content.search import is_urgent, without_self_harm
from tests import make

pytestmark = pytest.mark.django_db

DANGER = [
    "numbness between legs", "Numb groin", "cannot pee", "no bladder control", "chest pain",
    "can't breathe", "weak legs", "pain in both legs", "stroke", "tingling inner thigh",
    "weak arm", "left arm pain", "face drooping", "worst headache ever", "stiff neck and fever",
    "back pain with fever", "lost erections", "suicide", "suicidal thoughts", "kill myself",
    "want to die", "I wish I was dead", "end my life", "overdose", "self harm",
    "no puedo respirar", "dolor de pecho", "me quiero morir", "suicidio",
    # As people write it; the list that watches the contact form knows these.
    "no feeling in my private parts", "numb down there", "numness down there", "cant move my legs",
    "winded", "passed out", "metal taste", "heart attack", "i dont want to live", "tired of living",
    "me duele el pecho", "falta de aire", "no siento las piernas", "no puedo orinar",
    "dolor de espalda con fiebre", "derrame cerebral", "emergencia",
]  # fmt: skip
CALM = [
    "steroid", "how long am I numb", "sore after the shot", "neck pain", "can I drive", "",
    "headache", "stiff neck", "arm stretch", "left shoulder", "dead tissue", "end of the shot",
    "dolor de espalda", "does it hurt", "tired", "blood pressure", "live alone",
    "dolor de cuello", "fiebre",
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
    signs = page[page.index("Call 911 now if you:") :]
    assert signs.index("want to hurt yourself or end your life") < signs.index("chest pain")
    assert page.count("end your life") == 1


@pytest.mark.parametrize(
    "typed",
    [
        "i want to die", "dont want to live anymore", "kill myself", "suicidal thoughts",
        "me quiero morir",
    ],
)  # fmt: skip
def test_nothing_follows_the_number_for_whoever_thinks_of_dying(client, typed):
    make.live(title="What you want to live with", summary="Thoughts on a quiet life for myself.")
    page = client.get("/search/", {"q": typed}).content.decode()
    assert "Call 911 now if you:" in page
    for more in ("search__count", 'class="hit"', "No pages have", "Or start here", "search__mean"):
        assert more not in page, more


def test_what_else_they_say_is_searched(client):
    make.live(title="What people want")
    make.live(title="Back pain")
    page = client.get("/search/", {"q": "I want to die from this back pain"}).content.decode()
    assert page.index("Call 911 now if you:") < page.index("1 result</strong> for “back pain”")
    assert "What people want" not in page
    assert 'value="I want to die from this back pain"' in page


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("suicide", ""), ("I don’t want to be here anymore!", ""), ("no quiero vivir", ""),
        ("want to die, my shoulder hurts", "shoulder"), ("sharp pain", "sharp pain"),
        ("i want to live without pain", "i want to live without pain"), ("", ""),
    ],
)  # fmt: skip
def test_it_takes_the_words_of_self_harm_out_of_a_search(typed, rest):
    assert without_self_harm(typed) == rest


def test_the_number_stands_before_what_a_misspelt_search_was_meant_to_be(client):
    make.live(title="Your bladder")
    page = client.get("/search/", {"q": "bladdder"}).content.decode()
    assert page.index("Call 911 now if you:") < page.index('class="search__count"')


def test_it_shows_no_number_before_calm_results(client):
    make.live(title="Steroids")
    assert "Call 911 now if you:" not in client.get("/search/", {"q": "steroids"}).content.decode()
