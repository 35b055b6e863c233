"""The reading grade against texts counted by hand."""

from types import SimpleNamespace

import pytest

from content.editorial.reading_grade import counted_sentences, grade


def block(text, kind="paragraph"):
    return SimpleNamespace(kind=kind, text=text, line=1)


def counts(*blocks):
    measured = grade(blocks)
    return measured.words, measured.sentences, measured.syllables


def test_it_counts_words_sentences_and_syllables():
    # The mus-cle is tight. It can hurt far a-way.   4 + 5 words, 5 + 6 syllables
    assert counts(block("The muscle is tight. It can hurt far away.")) == (9, 2, 11)


def test_it_follows_the_flesch_formulas():
    measured = grade([block("The muscle is tight. It can hurt far away.")])
    assert measured.fk == round(0.39 * 9 / 2 + 11.8 * 11 / 9 - 15.59, 1)
    assert measured.ease == round(206.835 - 1.015 * 9 / 2 - 84.6 * 11 / 9, 1)


def test_it_follows_the_smog_formula():
    # Two words of three syllables in two sentences: sqrt(30) = 5.4772
    measured = grade([block("The injection is quick. Medicine helps.")])
    assert measured.smog == round(1.0430 * 5.4772 + 3.1291, 1)


def test_it_grades_a_known_text():
    # The Gettysburg Address, counted by hand.
    text = (
        "Four score and seven years ago our fathers brought forth on this continent a new "
        "nation conceived in liberty and dedicated to the proposition that all men are "
        "created equal."
    )
    measured = grade([block(text)])
    assert (measured.words, measured.sentences, measured.syllables) == (30, 1, 48)
    assert (measured.fk, measured.ease) == (15.0, 41.0)


def test_it_counts_each_list_item_as_a_sentence():
    assert counts(
        block("Call 911 if you:", "heading"),
        block("have chest pain", "item"),
        block("feel faint", "item"),
    ) == (5, 2, 5)


def test_it_counts_all_sentences_of_a_long_item():
    assert counts(block("Rest. Then walk.", "item"))[1] == 2


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("heading", "What the injection does"),
        ("heading", "Does it hurt?"),
        ("cell", "Activity"),
        ("reference", "American Academy. Trigger points. 2023."),
        ("code", "x = 1."),
    ],
)
def test_it_leaves_out_what_is_no_running_text(kind, text):
    assert counts(block(text, kind)) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["heading", "cell"])
def test_it_counts_headings_and_cells_that_are_sentences(kind):
    assert counts(block("Rest now.", kind)) == (2, 1, 2)


def test_it_gives_no_measure_for_an_empty_text():
    for blocks in ([], [block("")], [block("What it is", "heading")]):
        measured = grade(blocks)
        assert (measured.fk, measured.ease, measured.smog) == (None, None, None)
        assert (measured.words, measured.sentences) == (0, 0)
        assert measured.long_sentences == measured.hard_words == ()


def test_it_measures_a_single_word():
    assert counts(block("Rest")) == (1, 1, 1)
    assert grade([block("Rest")]).smog == 3.1


def test_it_counts_numbers_as_one_syllable_and_initials_by_letter():
    # A fe-ver of 100.4°F at 8 a.m.   7 words, 9 syllables
    assert counts(block("A fever of 100.4°F at 8 a.m.")) == (7, 1, 9)


def test_it_lists_long_sentences_longest_first():
    texts = ["word " * 21 + ".", "word " * 20 + ".", "word " * 30 + "."]
    measured = grade(block(text) for text in texts)
    assert [sentence.words for sentence in measured.long_sentences] == [30, 21]


def test_it_lists_hard_words_most_frequent_first():
    measured = grade([block("The injection. One medicine, an Injection.")])
    assert [(hard.word, hard.syllables, hard.count) for hard in measured.hard_words] == [
        ("injection", 3, 2),
        ("medicine", 3, 1),
    ]


def test_it_gives_sentences_with_their_word_counts():
    found = counted_sentences([block("Rest now. Drink."), block("Title", "heading")])
    assert [(sentence.text, sentence.words) for sentence in found] == [
        ("Rest now.", 2),
        ("Drink.", 1),
    ]


def test_it_measures_spanish_by_its_own_formulas():
    # El mús-cu-lo due-le mu-cho. Lla-me hoy.   6 words, 2 sentences, 11 syllables
    measured = grade([block("El músculo duele mucho. Llame hoy.")], "es-MX")
    assert (measured.words, measured.sentences, measured.syllables) == (6, 2, 11)
    assert measured.ease == round(206.84 - 60 * 11 / 6 - 1.02 * 3, 1)
    assert measured.inflesz == round(206.835 - 62.3 * 11 / 6 - 3, 1)
    assert measured.band == "very easy"
    assert measured.fk is measured.smog is None


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("La fisioterapia antiinflamatoria contraindica enfermedades.", "very hard"),
        ("El dolor se va. La aguja es fina.", "very easy"),
    ],
)
def test_it_names_the_spanish_band(text, band):
    assert grade([block(text)], "es").band == band


def test_it_refuses_a_language_it_cannot_count():
    with pytest.raises(ValueError, match="'fr'"):
        grade([block("Bonjour.")], "fr")
