"""Whatever somebody types, the answer is an ordinary page of results."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.models import Edition, Synonym, Term
from content.search import Results, find
from tests import make
from tests.content.search.texts import PLAIN, synonyms, term

pytestmark = pytest.mark.django_db

OPERATORS = [
    '"', "'", "*", "(", ")", "NEAR", "NEAR(", "AND", "OR", "NOT", "-", "+", "^", ":", "title:", "|",
    "&", "!", "<->", ":*", "{", "}", "%", "%s", "\\", "/", ";", "--", "$$", "\0", "\x02", "\x03",
    "\ud800", "\udfff", "\u202e", "\ufeff", "🤷🏽‍♀️", "שלום", "ألم", "ﷺ", "½", "ª", "²",
    "İ", "ß", "\ufffe", "é", "e\u0301", "痛み",
    "pain", "point", "trigger", "the", "c++", "it's", "a:b", "b12",
]  # fmt: skip
ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)
ODD_TEXT = st.lists(st.sampled_from(OPERATORS), max_size=12).map(" ".join)
JOINED_TEXT = st.lists(st.sampled_from(OPERATORS), max_size=12).map("".join)


@pytest.fixture
def guide():
    make.live(**PLAIN | {"title": "Pain at a trigger point"})
    term("Fascia", definition="Tissue that can be a point of pain.")
    synonyms("knot", "trigger point")
    synonyms("%s '\"*", "( NEAR", "\u202e")


def expect_results(results, page=1):
    assert isinstance(results, Results)
    results.query.encode()
    results.suggestion.encode()
    assert len(results.query) <= 300
    assert 0 <= len(results.hits) <= 20
    assert results.total >= len(results.hits)
    assert len(results.nearest) <= 5
    for hit in results.hits:
        assert hit.url.startswith("/")
        assert hit.snippet.count("<mark>") == hit.snippet.count("</mark>")


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(ANY_TEXT, ODD_TEXT, JOINED_TEXT), st.integers(), st.sampled_from(["en", "es"]))
def test_it_answers_any_text(guide, text, page, language):
    expect_results(find(text, language=language, page=page))


@pytest.mark.parametrize("text", ["{}", "pain {}", "{} pain", "pain{}", '"{}', "{}" * 10_000])
def test_it_answers_signs_that_mean_something_to_a_database(guide, text):
    for sign in OPERATORS:
        expect_results(find(text.replace("{}", sign)))


@pytest.mark.parametrize("text", ["a" * 10_000, "pain " * 10_000, "x y " * 5_000, "\n" * 10_000])
def test_it_answers_long_texts(guide, text):
    expect_results(find(text))


def test_it_finds_the_words_among_the_signs(guide):
    assert find('"trigger* (point" NEAR/2 AND -x:').hits[0].title == "Pain at a trigger point"


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ANY_TEXT.filter(str.isprintable))
def test_it_answers_whatever_stands_in_the_glossary_and_synonyms(guide, text):
    Term.objects.update(word=text[:80], forms=text, definition=text)
    Synonym.objects.filter(words__startswith="knot").update(words=f"knot, {text}")
    Edition.begin()
    expect_results(find(text))
    expect_results(find("knot"))
