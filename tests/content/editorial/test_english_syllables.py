"""The English syllable counter against words counted by hand."""

import pytest

from content.editorial.english_syllables import english_syllables
from tests.content.editorial.counted_words import COUNTED, UNSEEN


def wrongly_counted(lists):
    words = [(word, count) for count, text in lists.items() for word in text.split()]
    return len(words), {word for word, count in words if english_syllables(word) != count}


def test_it_counts_every_word_of_the_known_list():
    assert wrongly_counted(COUNTED)[1] == set()


def test_it_counts_words_the_rules_were_not_written_for():
    total, wrong = wrongly_counted(UNSEEN)
    assert len(wrong) <= 0.1 * total, wrong


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("muscle", 2),
        ("injection", 3),
        ("medicine", 3),
        ("lidocaine", 3),
        ("anesthetic", 4),
        ("physical", 3),
        ("therapy", 3),
        ("spine", 1),
        ("referred", 2),
        ("myofascial", 4),
    ],
)
def test_it_knows_the_words_of_this_guide(word, syllables):
    assert english_syllables(word) == syllables


def test_it_does_not_mind_capitals():
    assert english_syllables("Muscle") == english_syllables("MUSCLE") == 2


@pytest.mark.parametrize(("word", "syllables"), [("MRI", 3), ("CT", 2), ("NHS", 3), ("NOT", 1)])
def test_it_spells_out_initials_and_reads_shouted_words(word, syllables):
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(("word", "syllables"), [("follow-up", 3), ("step-by-step", 3)])
def test_it_adds_up_the_parts_of_hyphenated_words(word, syllables):
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(("word", "syllables"), [("didn’t", 2), ("don’t", 1), ("it’ll", 2)])
def test_it_hears_shortened_words_with_curly_apostrophes(word, syllables):
    assert english_syllables(word) == syllables


@pytest.mark.parametrize("word", ["", "-", "'", "hmm", "ß", "naïve"])
def test_it_gives_any_text_at_least_one_syllable(word):
    assert english_syllables(word) >= 1
