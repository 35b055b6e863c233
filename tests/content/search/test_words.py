import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.words import clean, fold, folded, root, roots


def test_it_folds_case_and_accents():
    assert folded("Inyección de LIDOCAÍNA, 2.ª vez") == (
        "inyeccion",
        "de",
        "lidocaina",
        "2",
        "a",
        "vez",
    )


def test_it_parts_words_at_signs():
    assert folded("can't well-known neck/shoulder under_score") == (
        "can", "t", "well", "known", "neck", "shoulder", "under", "score",
    )  # fmt: skip


def test_it_puts_a_text_on_one_line():
    assert clean(" one\n two\t\x02three\x03 ") == "one two three"


@given(st.text(alphabet=st.characters()))
def test_it_gives_letters_and_digits_only(text):
    for word in folded(text):
        assert word.isalnum()
        assert len(word) <= 40


@given(st.text())
def test_it_folds_what_is_folded_to_itself(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "forms",
    [
        "injection injections inject injecting injected",
        "muscle muscles",
        "knot knots",
        "massage massages massaging massaged",
        "swell swelling swells",
        "numb numbness",
        "therapy therapies",
        "injury injuries",
        "relax relaxed relaxing relaxation",
        "dizzy dizziness",
    ],
)
def test_it_finds_one_root_for_the_forms_of_a_word(forms):
    assert len(set(roots(forms.split(), "en"))) == 1


def test_it_takes_no_misspelling_for_a_form():
    assert root("sweling", "en") != root("swelling", "en")


def test_it_finds_one_root_for_spanish_forms():
    assert root("inyeccion", "es") == root("inyecciones", "es")
    assert root("musculo", "es") == root("musculos", "es")


def test_it_leaves_words_of_other_languages_alone():
    assert root("muscles", "fr") == "muscles"
