import pytest

from content.search import find
from tests import make
from tests.content.search.texts import PLAIN, synonyms, term, titles

pytestmark = pytest.mark.django_db


def test_it_finds_a_word_by_its_name_its_forms_and_its_meaning():
    term("Fascia", "fasciae", definition="Thin tissue around a muscle.")
    for asked in ("fascia", "fasciae", "thin tissue"):
        assert titles(asked) == ["Fascia"], asked


def test_it_says_where_the_word_stands():
    term("Fascia", definition="Thin <b>tissue</b> around the fascia.")
    hit = find("fascia").hits[0]
    assert (hit.kind, hit.revision_id, hit.topic_number, hit.topic_title) == (
        "term",
        None,
        None,
        "",
    )
    assert hit.url == "/words-to-know/#term-fascia"
    assert hit.snippet == ("Thin &lt;b&gt;tissue&lt;/b&gt; around the <mark>fascia</mark>.")


def test_it_lists_words_after_pages():
    term("Fascia", definition="Tissue around a muscle.")
    make.live(**PLAIN | {"title": "Your muscle"})
    assert titles("muscle") == ["Your muscle", "Fascia"]


@pytest.mark.parametrize("asked", ["fascia", "Fascias", "what is fascia?"])
def test_it_puts_the_word_itself_before_pages(asked):
    term("Fascia")
    make.live(**PLAIN | {"title": "All about fascia"})
    assert titles(asked) == ["Fascia", "All about fascia"]


def test_it_lists_three_words_at_most():
    for number in range(5):
        term(f"Word {number}", definition="Tissue around a muscle.")
    term("Muscle")
    results = find("muscle")
    assert len(results.hits) == results.total == 3
    assert results.hits[0].title == "Muscle"


def test_it_counts_words_on_the_page_where_they_stand():
    term("Fascia", definition="Tissue around a muscle.")
    for number in range(10):
        make.live(**PLAIN | {"title": f"Muscle {number}"})
    first, second = find("muscle"), find("muscle", page=2)
    assert (first.total, first.pages) == (11, 2)
    assert "Fascia" not in titles(first)
    assert titles(second) == ["Fascia"]


def test_it_takes_the_forms_of_a_word_as_synonyms():
    term("Trigger point", "muscle knot")
    make.live(**PLAIN | {"title": "Trigger points"})
    assert "Trigger points" in titles("muscle knots")


def test_it_finds_a_word_by_what_means_the_same():
    synonyms("fascia", "muscle skin")
    term("Fascia")
    assert titles("muscle skin") == ["Fascia"]


def test_it_finds_words_of_its_language_only():
    term("Fascia", language="es")
    assert titles("fascia") == []
    assert titles("fascia", language="es") == ["Fascia"]
