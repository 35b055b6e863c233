"""The quick answer to a search: the question that says nearly what was typed."""

import random

import pytest
from rapidfuzz import fuzz, process

from content import answers
from content.models import Revision, current_guide
from tests import make

pytestmark = pytest.mark.django_db


LIKE = answers.NEAR_ENOUGH


def likeness(one: str, other: str) -> float:
    return fuzz.token_set_ratio(one, other)


def typed(known: answers.Asked) -> list[str]:
    """Parts of real questions, mixed and misspelt, and words of no question."""
    chance = random.Random(3)
    found = ["made up", "triger point", "drive", "zzzz qqqq", "when", "can i drivee after a shott"]
    for text in known.texts:
        words = text.split()
        found.append(" ".join(chance.sample(words, chance.randint(1, len(words)))))
        found.append(" ".join(word[:-1] if len(word) > 4 else word for word in words))
        found.append(f"{text} {chance.choice(known.texts)}")
    return found


def test_it_leaves_out_no_question_that_is_near_enough(starter_guide):
    known = answers.asked_in(current_guide())
    questions = [found.question for found in answers.all_of(current_guide().articles())]
    assert len(known.texts) == len(questions) > 40
    answered = 0
    for text in typed(known):
        words = [word for word in text.split() if word not in answers.SMALL_WORDS]
        looked_at = set(known.near(words))
        asked = " ".join(words)
        having = {at for word in words for at in known.with_word.get(word, ())}
        if not having and len(words) > 1:
            having = set(range(len(known.texts)))
        for at in having - looked_at:
            assert likeness(asked, known.texts[at]) < LIKE, (asked, known.texts[at])
        texts = {at: known.texts[at] for at in sorted(having)}
        near = {at: text for at, text in texts.items() if likeness(asked, text) >= LIKE}
        best = process.extractOne(asked, near, scorer=fuzz.token_sort_ratio)
        if best and not answers.has_every(words, best[0]):
            best = None
        found = answers.for_search(current_guide(), text)
        assert (found and found.question) == (best and questions[best[2]]), text
        answered += found is not None
    assert answered > 40


def test_it_knows_how_long_a_text_is_that_is_just_near_enough():
    assert answers.bounds(17) == (13, 23)
    assert likeness("a" * 17, "a" * 17 + "b" * 6) == answers.NEAR_ENOUGH
    assert answers.bounds(23)[0] == 17


def test_it_compares_few_of_many_questions(starter_guide):
    known = answers.asked_in(current_guide())
    assert len(known.near(["made", "up"])) < len(known.texts) / 4


def test_it_answers_nothing_that_nobody_asks(starter_guide):
    assert answers.for_search(current_guide(), "zzzz qqqq") is None
    assert answers.for_search(current_guide(), "the of") is None


def test_it_reads_the_answers_of_many_pages_a_few_at_a_time(starter_guide, monkeypatch):
    entries = [*current_guide().articles()]
    at_once = answers.all_of(entries)
    monkeypatch.setattr(answers, "AT_ONCE", 7)
    assert answers.all_of(entries) == at_once
    assert len(at_once) > 40


def test_it_leaves_out_a_page_that_was_deleted_since():
    make.live(make.article(quick_answer=True))
    guide = current_guide()
    assert answers.for_search(guide, "does it hurt").question == "Does it hurt?"
    (entry,) = guide.articles()
    Revision.objects.filter(pk=entry.revision_id).update(questions=[])
    assert answers.for_search(guide, "does it hurt") is None
    entry.revision_id = 0
    assert answers.for_search(guide, "does it hurt") is None
    assert answers.all_of([entry]) == []
    assert answers.for_home(guide) == []


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("does the shot hurt", "Does the shot hurt?"),
        ("sore after the shot", "Is it normal to be sore after the shot?"),
        ("whats in the shot", "What is in the shot?"),
        ("can i drive after", "When can I drive and exercise after the shot?"),
    ],
)
def test_it_answers_with_the_question_that_says_the_rest_as_well(starter_guide, typed, question):
    assert answers.for_search(current_guide(), typed).question == question


@pytest.mark.parametrize("typed", ["flu shot", "cortisone shot", "second shot"])
def test_it_answers_nothing_that_says_less_than_was_asked(starter_guide, typed):
    assert answers.for_search(current_guide(), typed) is None
