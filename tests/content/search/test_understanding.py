from collections import Counter

import pytest

from content.search.query import Phrase
from content.search.spelling import Vocabulary
from content.search.synonyms import Synonyms
from content.search.understanding import Reader

WORDS = Counter("trigger point knot pain after shot shots drive ice heat safe is it".split())
GROUPS = [["trigger point", "knot", "muscle knot", "trigger points"], ["shot", "injection"]]


@pytest.fixture
def reader():
    return Reader("en", Vocabulary(WORDS, "en"), Synonyms(GROUPS, "en"))


def typed(*words: str, is_open: bool = False):
    """The alternative that stands for what was typed."""
    *first, last = words
    return (*(Phrase((word,)) for word in first), Phrase((last,), is_open))


def meant(*words: str):
    return (Phrase(words),)


def test_it_makes_a_group_of_each_word(reader):
    assert reader.read("Ice, HEAT!").groups == ((typed("ice"),), (typed("heat"),))


def test_it_leaves_the_last_word_open_unless_it_is_whole(reader):
    """“Red” is not the beginning of “reduce”, nor “kids”, as its stem would have it, of kidneys."""
    assert reader.read("ice hea").groups[1][0] == typed("hea", is_open=True)
    assert reader.read("ice heats").groups[1][0] == typed("heats", is_open=True)
    assert reader.read("ice drive").groups[1] == (typed("drive"),)
    assert reader.read("ice shots").groups[1][0] == typed("shots")
    reader = Reader("en", Vocabulary(WORDS, "en"), Synonyms([["child", "kids"]], "en"))
    assert reader.read("kids").groups[0][0] == typed("kids")


def test_it_adds_what_means_the_same(reader):
    assert reader.read("shots ice").groups == (
        (typed("shots"), meant("injection")),
        (typed("ice"),),
    )


def test_it_takes_the_longest_phrase_it_knows(reader):
    assert reader.read("trigger points after").groups == (
        (typed("trigger", "points"), meant("knot")),
        (typed("after"),),
    )


def test_it_leaves_out_phrases_that_find_nothing_more(reader):
    assert reader.read("knots ice").groups[0] == (typed("knots"), meant("trigger", "point"))


def test_it_drops_small_words(reader):
    assert reader.read("is it safe to drive").groups == (
        (typed("safe"),),
        (typed("drive"),),
    )


def test_it_keeps_small_words_when_there_are_no_others(reader):
    assert reader.read("is it").groups == ((typed("is"),), (typed("it"),))


def test_it_asks_for_a_word_once(reader):
    assert reader.read("ice ice ice heat").groups == reader.read("ice heat").groups


def test_it_asks_for_what_was_typed_and_for_what_was_meant(reader):
    query = reader.read("drvie ice")
    assert query.suggestion == "drive ice"
    assert query.groups[0] == (typed("drive"), meant("drvie"))


def test_it_names_the_words_that_begin_so(reader):
    # The stem of “injecti” would begin no stem of a word.
    reader = Reader(
        "en", Vocabulary(Counter(["injection", "injections"]), "en"), Synonyms([], "en")
    )
    assert reader.read("injecti").groups == (
        (typed("injecti", is_open=True), meant("injection"), meant("injections")),
    )


def test_it_uses_twelve_words(reader):
    numbers = [str(number) for number in range(30)]
    assert len(reader.read(" the ".join(numbers)).groups) == 12
    assert reader.read(" ".join(numbers)).words == tuple(numbers[:12])


@pytest.mark.parametrize("text", ["", "   ", "?!*()\"'", "\0", "\ud800", "🤷🏽", "\u202e"])
def test_it_asks_for_nothing_where_there_are_no_words(reader, text):
    query = reader.read(text)
    assert (query.groups, query.words, query.suggestion) == ((), (), "")


def test_it_repeats_what_was_typed_without_what_cannot_be_shown(reader):
    assert reader.read(" ice\0 \ud800\t and \u202eheat ").text == "ice and heat"
    assert len(reader.read("ice " * 5000).text) <= 300


def test_it_knows_a_phrase_by_any_of_its_groups():
    synonyms = Synonyms([["shot", "jab"], ["shot", "injection"]], "en")
    assert synonyms.at_start(["shots", "hurt"]) == (1, [("jab",), ("injection",)])
    assert synonyms.at_start(["hurt"]) == (0, [])


def test_it_keeps_both_numbers_of_a_word_where_the_index_does_not_stem():
    synonyms = Synonyms([["nudo", "punto gatillo", "puntos gatillo"]], "es")
    assert synonyms.at_start(["nudo"])[1] == [("punto", "gatillo"), ("puntos", "gatillo")]


def test_it_takes_a_known_phrase_as_it_stands_where_small_words_make_it():
    groups = [["loose clothes", "what to wear"], ["back pain", "lumbago"]]
    reader = Reader("en", Vocabulary(WORDS, "en"), Synonyms(groups, "en"))
    assert reader.read("what to wear").groups == (
        (meant("what", "to", "wear"), meant("loose", "clothes")),
    )
    assert reader.read("back pain").groups[0][0] == typed("back", "pain")
