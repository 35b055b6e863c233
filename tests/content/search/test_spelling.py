from collections import Counter

import pytest

from content.search import find
from content.search.spelling import Vocabulary
from tests import make
from tests.content.search.texts import PLAIN, synonyms, term, titles

WORDS = Counter(
    "trigger point sciatica massage injection needle heart part steroid numbness neck new pain "
    "headache diagnosis anesthetic exercise bruise physical therapy back lower muscle dizzy "
    "dizziness it is".split()
)


@pytest.fixture
def vocabulary():
    return Vocabulary(WORDS, "en")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("triger", "trigger"),
        ("trigerr", "trigger"),
        ("siatica", "sciatica"),
        ("massauge", "massage"),
        ("inyection", "injection"),
        ("kneedle", "needle"),
        ("hart", "heart"),
        ("steriod", "steroid"),
        ("numness", "numbness"),
        ("nek", "neck"),
        ("hedache", "headache"),
        ("anasthetik", "anesthetic"),
        ("theraphy", "therapy"),
        ("mucsle", "muscle"),
        ("fisical", "physical"),
        ("terapy", "therapy"),
        ("injecton", "injection"),
        ("exersize", "exercise"),
        ("bruze", "bruise"),
        ("nevk", "neck"),
        ("pein", "pain"),
        ("pian", "pain"),
    ],
)
def test_it_finds_the_word_that_was_meant(vocabulary, typed, meant):
    assert vocabulary.correct(typed) == [meant]


def test_it_parts_words_that_were_typed_as_one(vocabulary):
    assert vocabulary.correct("triggerpoint") == ["trigger", "point"]
    assert vocabulary.correct("lowerback") == ["lower", "back"]


@pytest.mark.parametrize("typed", ["xy", "xqzvkj", "pizza", "q" * 40, "東京"])
def test_it_leaves_a_word_that_reminds_of_none(vocabulary, typed):
    assert vocabulary.correct(typed) == []


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("gun", "run"),
        ("covid", "cord"),
        ("die", "did"),
        ("nausea", "cause"),
        ("aleve", "level"),
        ("smoking", "moving"),
        ("smoke", "stroke"),
        ("nurse", "use"),
        ("size", "side"),
        ("size", "rise"),
        ("size", "wise"),
        ("wine", "fine"),
        ("beer", "been"),
        ("weed", "need"),
    ],
)
def test_it_takes_no_word_for_another_that_only_reminds_of_it(typed, near):
    assert Vocabulary(Counter({near: 9}), "en").correct(typed) == []


@pytest.mark.parametrize("word", ["pains", "massaging", "dizzy", "needles", "911", "t12", "c4"])
def test_it_knows_other_forms_and_numbers(vocabulary, word):
    assert vocabulary.knows(word)


def test_it_gives_the_more_common_of_two_equally_near_words():
    assert Vocabulary(Counter({"boats": 2, "coats": 9}), "en").correct("xoats") == ["coats"]


def test_it_offers_other_words_unless_they_are_known_misspellings():
    vocabulary = Vocabulary(WORDS, "en", ["swollen", "injecton", "hinchazón"])
    assert vocabulary.correct("swolen") == ["swollen"]
    assert vocabulary.correct("hinchason") == ["hinchazón"]
    assert vocabulary.correct("injectoon") == ["injection"]


def test_it_mends_a_word_of_another_language_only_into_what_it_means():
    """“Dolor” is Spanish for pain, and no door; “infección” looks like what it means."""
    foreign = {"dolor": {"pain"}, "infeccion": {"infect"}}
    words = Counter(["door", "infection"])
    assert Vocabulary(words, "en").correct("dolor") == ["door"]
    assert Vocabulary(words, "en", foreign=foreign).correct("dolor") == []
    assert Vocabulary(words, "en", foreign=foreign).correct("infeccion") == ["infection"]


def test_it_gives_words_back_as_they_are_written():
    vocabulary = Vocabulary(Counter({"inyección": 3, "inyeccion": 1}), "es")
    assert vocabulary.correct("inyecion") == ["inyección"]


def test_it_gives_the_most_common_words_that_begin_so():
    vocabulary = Vocabulary(Counter({"nerve": 1, "neck": 5, "need": 3, "new": 9, "x": 1}), "en")
    assert vocabulary.completions("ne") == ["new", "neck", "need", "nerve"]
    assert vocabulary.completions("zz") == []


@pytest.mark.django_db
class TestSuggestions:
    @pytest.fixture(autouse=True)
    def _pages(self):
        make.live(**PLAIN | {"title": "What is a trigger point?"})
        make.live(**PLAIN | {"title": "How long does the swelling last?"})

    def test_it_searches_for_the_suggestion_and_says_so(self):
        results = find("triger pont")
        assert results.query == "triger pont"
        assert results.suggestion == "trigger point"
        assert titles(results) == ["What is a trigger point?"]

    def test_it_keeps_the_other_words_of_the_question(self):
        assert (
            find("How long does the sweling last").suggestion == "How long does the swelling last"
        )

    def test_it_suggests_nothing_when_the_words_are_known(self):
        assert find("trigger points swelling").suggestion == ""

    def test_it_suggests_nothing_when_it_found_the_word_itself(self):
        assert find("swell").suggestion == ""
        assert find("trigg").suggestion == ""

    def test_it_keeps_a_known_misspelling_of_a_phrase(self):
        synonyms("trigger point", "triger point")
        results = find("triger point")
        assert results.suggestion == ""
        assert titles(results) == ["What is a trigger point?"]

    def test_it_never_suggests_a_misspelling_from_the_synonyms(self):
        synonyms("trigger point", "triger pont")
        assert find("trigerr").suggestion == "trigger"

    def test_it_suggests_a_word_that_means_the_same_as_one_it_has(self):
        synonyms("swelling", "bump")
        results = find("bumpp")
        assert results.suggestion == "bump"
        assert titles(results) == ["How long does the swelling last?"]

    def test_it_suggests_words_of_the_glossary(self):
        term("Fascia")
        assert find("facsia").suggestion == "fascia"

    def test_it_takes_no_spanish_word_of_the_glossary_for_an_english_one(self):
        make.live(**PLAIN | {"title": "Where to put it"})
        assert find("punto").suggestion == "put"
        term("Sore spot", other_word="punto gatillo")
        assert find("punto").suggestion == ""
        term("Put", other_word="punto")
        assert find("punto").suggestion == "put"

    @pytest.mark.parametrize("typed", ["dolor", "pecho", "morir"])
    def test_it_takes_no_spanish_word_of_danger_for_an_english_one(self, typed):
        make.live(**PLAIN | {"title": "The door, the pecha and the moris"})
        assert find(typed).suggestion == ""

    def test_it_gives_no_word_away_that_is_still_to_come(self):
        make.live(days_ago=-1, **PLAIN | {"title": "Acupuncture"})
        results = find("acupuncturr")
        assert (results.suggestion, results.nearest) == ("", ())

    def test_it_names_what_comes_near_when_nothing_is_found(self):
        results = find("swellyngues")
        assert (results.total, results.suggestion) == (0, "")
        assert results.nearest[0] == "swelling"
        assert len(results.nearest) <= 5

    def test_it_names_a_title_that_comes_near(self):
        make.live(**PLAIN | {"title": "Sciatica"})
        assert "Sciatica" in find("siattikka").nearest

    def test_it_names_nothing_when_nothing_comes_near(self):
        assert find("qqqqqqqq").nearest == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "english"), [("dolor", "pain"), ("dolor de pecho", "chest pain")]
)
def test_it_finds_what_hurts_in_spanish(starter_guide, typed, english):
    results = find(typed)
    # Further down, pages that say all of it are as near as makes no difference.
    assert (results.suggestion, titles(results)[:5]) == ("", titles(english)[:5])
