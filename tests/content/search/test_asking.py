"""A page that asks what was typed stands near the top, and the best of the others stay there."""

import pytest

from content.search import find, finding
from tests import make
from tests.content.search.texts import PLAIN, titles

pytestmark = pytest.mark.django_db
# What patients type, and a page that answers it: first those that ask it.
ASKED = {
    "can i drive": "Day by day: the first 6 weeks",
    "driving": "Day by day: the first 6 weeks",
    "can i take ibuprofen": "Medicines and pain relief",
    "can i exercise after the shot": "Day by day: the first 6 weeks",
    "pain worse after injection": "When to call us, and when to call 911",
    "is it normal that the pain is worse after the shot": "When to call us, and when to call 911",
}
TYPED = ASKED | {
    "side effects": "Benefits and risks",
    "will insurance pay": "Cost and insurance",
    "can i shower": "The first day after your injection",
    "ice or heat": "The first day after your injection",
    "bleeding": "Benefits and risks",
    "numb leg": "Pinched nerve",
    "stretch": "Moving and stretching",
    "mri": "Scans, and when they help",
    "surgery": "Treatments, from least to most",
    "what is a knot": "What is a trigger point?",
    "dizzy": "Step by step on the day",
    "how long does it last": "Does it work?",
    "fever after the shot": "When to call us, and when to call 911",
    "who should not have it": "Is it right for you?",
    "cost": "Cost and insurance",
    "blood thinners": "Before your visit",
}

# What had another page first, which names the words in passing, or none.
LED = {
    "will it hurt": "Step by step on the day",
    "duele la inyeccion": "Step by step on the day",
    "how long does it take": "Step by step on the day",
    "needle size": "How the injection works",
    "how big is the needle": "How the injection works",
    "does it work": "Does it work?",
    "shower": "The first day after your injection",
    "heating pad": "What you can do first",
    "do they put you to sleep": "Before your visit",
    "what to wear": "Before your visit",
    "covid": "Before your visit",
    "i have a cold": "Before your visit",
    "kids": "Is it right for you?",
    "aleve": "Medicines and pain relief",
    "copay": "Cost and insurance",
    "do i need an xray": "Scans, and when they help",
    "when can i go back to work": "The first day after your injection",
    "can i work out": "Day by day: the first 6 weeks",
    "still numb next day": "When to call us, and when to call 911",
    "pain came back": "If the pain comes back",
    "second shot": "If the pain comes back",
}


def question(asked: str) -> str:
    return f"::: question {asked}\nWait for a day.\n:::\n"


def page(title: str, count: int, *asked: str, article=None):
    """That mentions the sauna so often, in pages of one length."""
    body = "\n\n".join(["## More", *map(question, asked)])
    point = f"{'sauna ' * count}{'other ' * (40 - count)}"
    return make.live(article, **PLAIN | {"title": title, "key_points": point, "body": body})


def test_it_moves_a_page_that_asks_what_was_typed_ahead_of_passing_remarks():
    for count in (30, 25, 20):
        page(f"In passing {count}", count)
    page("Asking", 1, "When can I go to the sauna again?")
    found = ["In passing 30", "Asking", "In passing 25", "In passing 20"]
    assert titles("sauna") == titles("can i go to the sauna") == found


def test_it_moves_it_no_further_than_half_a_page():
    counts = range(37, 30, -1)
    for count in counts:
        page(f"In passing {count}", count)
    page("Asking", 1, "When can I go to the sauna again?")
    ahead = [f"In passing {count}" for count in counts]
    assert titles("sauna") == [*ahead[:3], "Asking", *ahead[3:]]


def test_it_wants_every_word_in_one_question(monkeypatch):
    for count in (30, 25, 20):
        page(f"In passing {count}", count, "May I drink wine?")
    page("Two questions", 1, "Is the sauna good?", "May I drink wine?")
    found = titles("sauna wine")
    monkeypatch.setattr(finding, "PLACES_WON", 0)
    assert titles("sauna wine") == found


def test_a_change_of_its_questions_counts_at_once():
    for count in (30, 25):
        page(f"In passing {count}", count)
    asking = page("Asking", 1)
    assert titles("sauna")[-1] == "Asking"
    page("Asking", 1, "Is the sauna good?", article=asking.article)
    assert titles("sauna")[1] == "Asking"


def test_what_patients_type_leads_to_the_pages_that_answer_it(starter_guide, monkeypatch):
    found = {typed: titles(typed) for typed in TYPED}
    monkeypatch.setattr(finding, "PLACES_WON", 0)
    for typed, answering in TYPED.items():
        before = titles(typed)
        assert found[typed][0] == before[0], typed
        assert found[typed].index(answering) <= before.index(answering), typed
        assert answering in found[typed][:3] or typed not in ASKED, typed
    assert any(titles(typed).index(page) > 2 for typed, page in ASKED.items())


@pytest.mark.parametrize(
    "typed", ["what is a myofascial trigger point", "myofascial trigger points"]
)
def test_a_doctors_name_leads_to_the_page_that_says_what_it_is(starter_guide, typed):
    assert titles(typed)[0] == "What is a trigger point?"


def test_what_led_elsewhere_leads_to_the_pages_that_answer_it(starter_guide):
    for typed, answering in LED.items():
        articles = [hit.title for hit in find(typed).hits if hit.kind == "article"]
        assert answering in articles[:3], typed


@pytest.mark.parametrize("typed", ["nausea", "alcohol", "smoking", "chiropractor"])
def test_what_the_guide_does_not_tell_of_leads_nowhere(starter_guide, typed):
    results = find(typed)
    assert (results.hits, results.suggestion) == ((), "")
