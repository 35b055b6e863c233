"""What patients type in their own words, in Spanish and in haste, leads to the page they need."""

import pytest

from content.search import find
from content.search.words import is_stop_word
from tests.content.search.texts import titles

pytestmark = pytest.mark.django_db

WHAT_IT_IS = "What is a trigger point?"
BEFORE = "Before your visit"
FIRST_DAY = "The first day after your injection"
HOW_IT_WORKS = "How the injection works"
WHEN_TO_CALL = "When to call us, and when to call 911"
MAY_I = "Is it right for you?"
COST = "Cost and insurance"
RISKS = "Benefits and risks"
ANSWERED = {
    "que es un punto gatillo": WHAT_IT_IS,
    "aguja": HOW_IT_WORKS,
    "inyecciones": HOW_IT_WORKS,
    "cuello": "Front and side of the neck",
    "cabeza": "Base of the skull",
    "fiebre": WHEN_TO_CALL,
    "piel roja": WHEN_TO_CALL,
    "cuándo llamar": WHEN_TO_CALL,
    "estoy embarazada": MAY_I,
    "le tengo miedo a las agujas": MAY_I,
    "mi hijo": MAY_I,
    "¿cuánto cuesta?": COST,
    "no puedo pagar": COST,
    "puedo trabajar": FIRST_DAY,
    "puedo manejar": BEFORE,
    "efectos secundarios": RISKS,
    "despues de la inyeccion": FIRST_DAY,
    "cant afford it": COST,
    "uninsured": COST,
    "Eliquis": BEFORE,
    "i live alone": BEFORE,
    "blood sugar high after shot": "The medicines",
    "breast feeding": MAY_I,
    "teenager": MAY_I,
    "its all in your head": WHAT_IT_IS,
    "nobody believes me": WHAT_IT_IS,
    "cant catch my breath": WHEN_TO_CALL,
    "cancel my appointment": WHEN_TO_CALL,
    "caregiver": "Questions to ask",
    "can't pee": "Emergency signs",
    "didnt work": "Does it work?",
}
FOUND = [
    "espalda", "hombro", "pierna", "brazo", "mano", "rodilla", "cadera", "pie", "nalga", "diabetes",
    "alergia", "moretón", "hinchazón", "dormir", "ejercicio", "me duele la espalda", "cintura",
    "sangre", "pastillas", "adormecido", "nervio", "my mother", "dementia", "money", "soccer",
    "insulin", "itchy", "ribs",
]  # fmt: skip


def test_it_finds_the_page_that_answers_them_near_the_top(starter_guide):
    found = {typed: titles(typed)[:4] for typed in ANSWERED}
    assert {typed for typed, page in ANSWERED.items() if page not in found[typed]} == set()


def test_small_words_of_spanish_move_no_page_ahead(starter_guide):
    assert titles("que es un punto gatillo") == titles("punto gatillo")
    assert titles("punto gatillo")[0] == WHAT_IT_IS


def test_it_takes_none_of_their_words_for_another(starter_guide):
    for typed in (*ANSWERED, *FOUND):
        results = find(typed)
        assert results.total, typed
        assert not results.suggestion, typed


@pytest.mark.parametrize("word", ["dont", "cant", "don", "que", "puedo", "estoy", "cuanto"])
def test_small_words_are_small_however_they_are_written(word):
    assert is_stop_word(word, "en")


@pytest.mark.parametrize("word", ["si", "no", "son", "hay", "con"])
def test_spanish_words_that_are_english_ones_too_count(word):
    assert not is_stop_word(word, "en")
