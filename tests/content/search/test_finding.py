"""`find` as the pages use it. The two engines score differently, so these tests say found, not
found and first, and never a score."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.safestring import SafeString

from content import publishing
from content.models import Topic
from content.search import find, sqlite
from content.search.engines import engine
from content.search.shelf import current_shelf
from content.search.understanding import Reader
from tests import make
from tests.content.search.texts import PLAIN, synonyms, titles

pytestmark = pytest.mark.django_db


def page(title: str, article=None, **words):
    return make.live(article, **PLAIN | {"title": title} | words)


@pytest.mark.parametrize(
    "words",
    [
        {"title": "All about fascia"},
        {"summary": "It is about fascia."},
        {"key_points": "Fascia is thin."},
        {"body": "## Your fascia\n\nThin."},
        {"body": "## More\n\nThis is the fascia."},
    ],
    ids=["title", "summary", "key points", "heading", "body"],
)
def test_it_finds_a_word_wherever_it_stands(words):
    found = make.live(**PLAIN | words)
    page("Another")
    assert [hit.revision_id for hit in find("fascia").hits] == [found.pk]


def test_it_finds_the_pages_of_a_topic_by_its_name():
    page("The first day", make.article(topic=make.topic(title="Recovery")))
    page("The needle", make.article(topic=make.topic(title="Treatment")))
    assert titles("recovery") == ["The first day"]


def test_it_puts_the_page_with_the_word_in_its_title_first():
    page("In passing", body="## More\n\nMassage massage massage massage, and massage again.")
    page("Massage for sore muscles")
    page("In short", key_points="Massage may help.")
    assert titles("massage")[0] == "Massage for sore muscles"


def test_it_puts_a_key_point_before_a_passing_remark():
    filler = " ".join(f"word{number}" for number in range(40))
    page("Remark", body=f"## More\n\n{filler} massage {filler}")
    page("Point", key_points="Massage may help.", body=f"## More\n\n{filler} {filler} more")
    assert titles("massage") == ["Point", "Remark"]


@pytest.mark.parametrize("asked", ["injections", "injected", "INJECTION", "inject", "injecti"])
def test_it_finds_other_forms_of_a_word(asked):
    page("The injection")
    assert titles(asked) == ["The injection"]


def test_it_finds_a_word_by_its_beginning():
    page("Sciatica")
    assert titles("sciat") == ["Sciatica"]


@pytest.mark.parametrize("asked", ["hernández", "hernandez", "HERNÁNDEZ", "herna\u0301ndez"])
def test_it_folds_accents(asked):
    page("The Hernández method")
    assert titles(asked) == ["The Hernández method"]


def test_it_finds_words_that_a_sign_parts():
    page("Signs", body="## More\n\nPain in the neck/shoulder, well-known, at 100.4 degrees.")
    for asked in ("shoulder", "neck", "known", "well-known", "100.4"):
        assert titles(asked) == ["Signs"], asked


def test_it_prefers_pages_with_every_word():
    page("Ice only", body="## More\n\nUse ice.")
    page("Ice and swelling", body="## More\n\nIce helps when swelling starts.")
    assert titles("ice swelling") == ["Ice and swelling"]


def test_it_takes_pages_with_any_word_when_none_has_all():
    page("Ice", body="## More\n\nUse ice.")
    page("Heat", body="## More\n\nUse heat.")
    results = find("ice heat")
    assert sorted(titles(results)) == ["Heat", "Ice"]
    assert results.suggestion == ""


def test_it_leaves_small_words_out():
    page("Driving home", body="## More\n\nDriving waits.")
    assert titles("when can I be driving?") == ["Driving home"]


def test_it_searches_small_words_when_there_are_no_others():
    page("Who we are")
    assert titles("who are we") == ["Who we are"]


def test_it_knows_what_means_the_same():
    synonyms("knot", "trigger point", "tight spot")
    page("Trigger points")
    page("The point", body="## More\n\nA trigger has no point to it.")
    assert titles("knots") == ["Trigger points"]
    assert "Trigger points" in titles("tight spots")


def test_it_searches_the_words_of_a_typed_phrase_in_any_place():
    synonyms("back pain", "lumbago")
    page("Your back", body="## More\n\nThe pain in your back.")
    assert titles("back pain") == ["Your back"]


def test_it_finds_only_what_is_public():
    make.draft(**PLAIN | {"title": "A draft about fascia"})
    page("The live page about fascia")
    make.live(days_ago=-1, **PLAIN | {"title": "Scheduled fascia"})
    gone = page("Withdrawn fascia").article
    publishing.withdraw(gone, by=None, reason="It was wrong.")
    results = find("fascia")
    assert titles(results) == ["The live page about fascia"]
    assert results.total == 1


def test_it_finds_the_newest_public_words_only():
    article = make.article()
    page("Old words", article, summary="It says fascia.")
    page("New words", article, summary="It says tendon.")
    assert titles("fascia") == []
    assert titles("tendon") == ["New words"]


def test_it_finds_scheduled_words_from_their_moment_on(monkeypatch):
    article = make.article()
    page("Now", article, summary="About ice.")
    make.live(article, days_ago=-1, **PLAIN | {"title": "Tomorrow", "summary": "About heat."})
    assert (titles("ice"), titles("heat")) == (["Now"], [])
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert (titles("ice"), titles("heat")) == ([], ["Tomorrow"])


def test_it_finds_an_article_again_that_was_brought_back():
    article = page("About fascia").article
    publishing.withdraw(article, by=None, reason="It was wrong.")
    page("Fascia, corrected", article)
    assert titles("fascia") == []
    publishing.reinstate(article, by=None)
    assert titles("fascia") == ["Fascia, corrected"]


def test_it_searches_one_language_at_a_time():
    page("Massage")
    page("Masaje de músculos", make.article(language="es"))
    assert titles("masaje") == ["Massage"]  # as a misspelling
    assert titles("masaje", language="es") == ["Masaje de músculos"]
    assert titles("musculo", language="es") == ["Masaje de músculos"]
    assert titles("massage muscles", language="fr") == []


def test_it_says_where_a_page_stands():
    page("Muscle", make.article(topic=make.topic(position=30_001)))
    topic = make.topic(title="Second", slug="second", position=30_005)
    found = page("Fascia", make.article(topic=topic, slug="about-fascia"))
    hit = find("fascia").hits[0]
    assert hit.kind == "article"
    assert hit.revision_id == found.pk
    assert hit.url == "/second/about-fascia/"
    assert (hit.topic_number, hit.topic_title) == (2, "Second")


def test_it_shows_the_words_around_what_it_found():
    page("Care", body="## More\n\nRest first. Then massage the sore muscles gently.")
    snippet = find("massaging muscle").hits[0].snippet
    assert "Then <mark>massage</mark> the sore <mark>muscles</mark> gently" in snippet


def test_it_shows_the_summary_when_only_the_title_matches():
    page("Fascia", summary="What lies between muscles.")
    assert find("fascia").hits[0].snippet.startswith("What lies between muscles.")


def test_it_escapes_what_it_shows():
    page("Signs", body='## More\n\nA `<script>alert(1)</script>` & 1 < 2 "fascia" here.')
    snippet = find("fascia").hits[0].snippet
    assert isinstance(snippet, SafeString)
    assert "<" not in re.sub("</?mark>", "", snippet)
    assert "&amp; 1 &lt; 2 &quot;<mark>fascia</mark>&quot; here" in snippet


def test_it_gives_pages_of_ten():
    for number in range(25):
        page(f"Fascia {number}", make.article(slug=f"fascia-{number}"))
    first, second, third = (find("fascia", page=number) for number in (1, 2, 3))
    assert [len(results.hits) for results in (first, second, third)] == [10, 10, 5]
    assert {hit.url for results in (first, second, third) for hit in results.hits} == {
        f"/{slug}/fascia-{number}/"
        for number, slug in enumerate(Topic.objects.values_list("slug", flat=True))
    }
    assert (first.total, first.page, first.pages) == (25, 1, 3)


@pytest.mark.parametrize(("asked", "given"), [(-3, 1), (0, 1), (9, 1), (10**30, 1)])
def test_it_gives_the_nearest_page_there_is(asked, given):
    page("Fascia")
    results = find("fascia", page=asked)
    assert results.page == given
    assert titles(results) == ["Fascia"]


def test_it_says_when_there_is_nothing():
    results = find("fascia")
    assert (results.query, results.hits, results.total, results.pages) == ("fascia", (), 0, 0)


def test_it_finds_the_right_ones_among_more_than_it_looks_at_closely(monkeypatch):
    """The engine for PostgreSQL ranks a few closely and the rest by their headings."""
    from content.search import postgres

    monkeypatch.setattr(postgres, "LOOKED_AT_CLOSELY", 3)
    monkeypatch.setattr("content.search.finding.REORDERED", 3)
    for number in range(6):
        page(f"Muscle {number}", make.article(slug=f"muscle-{number}"), body="## Fascia\n\nWords.")
    page("All about fascia", make.article(slug="fascia"))
    results = find("fascia")
    assert results.total == 7
    assert results.hits[0].title == "All about fascia"


def test_it_finds_the_same_without_what_stands_nowhere():
    synonyms("knot", "lump", "nudo", "sore spot", "kink", "bulge", "contractura")
    page("Your knot")
    page("A lump", summary="It is a sore spot.")
    page("Another")
    shelf = current_shelf("en")
    for text in ("knot", "nudo", "a knot in your", "sore spot another", "lump kinks"):
        query = Reader("en", shelf.vocabulary, shelf.synonyms).read(text)
        lean = engine().lean(query, "en", {})
        assert [group[0] for group in lean.groups] == [group[0] for group in query.groups]
        if connection.vendor == "sqlite":
            assert len([*lean.phrases()]) < len([*query.phrases()])
        for every in (True, False):
            found, least = (
                engine().rank(one, "en", every=every, hidden=[], limit=9) for one in (query, lean)
            )
            assert found == least
            assert engine().snippets(query, "en", found[0]) == engine().snippets(
                lean, "en", found[0]
            )
    assert set(titles("nudo")) == {"Your knot", "A lump"}


def test_it_finds_what_stood_nowhere_once_it_stands_somewhere():
    synonyms("knot", "lump", "nudo", "sore spot", "kink", "bulge", "contractura")
    page("Your knot")
    assert titles("lump") == ["Your knot"]
    page("Contractura")
    assert set(titles("lump")) == {"Your knot", "Contractura"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL ranks in steps of its own")
class TestRankingRareWords:
    """A row without a rare word cannot be among the best while enough rows have one."""

    @pytest.fixture
    def query(self):
        """Of three words that mean the same: one is in each page, two are rare."""
        synonyms("knot", "lump", "kink")
        for number in range(13):
            word = {2: "A kink.", 5: "A lump.", 7: "A lump and a kink.", 8: "A lump."}.get(number)
            body = f"## A knot\n\n{'Knots. ' * number}{word or 'Nothing.'}"
            page(f"Page {number}", make.article(slug=f"page-{number}"), body=body)
        shelf = current_shelf("en")
        query = Reader("en", shelf.vocabulary, shelf.synonyms).read("knot")
        return engine().lean(query, "en", shelf.known)

    def rank(self, query, limit, hidden=()):
        return engine().rank(query, "en", every=True, hidden=hidden, limit=limit)

    def test_it_gives_what_ranking_all_would(self, query, django_assert_num_queries):
        assert sorted(query.rare.values()) == [2, 3]
        for limit in (1, 3):
            every = self.rank(replace(query, rare={}), limit)
            with django_assert_num_queries(1):
                assert self.rank(query, limit) == every

    def test_it_leaves_out_what_is_hidden(self, query):
        (best, *_), total = self.rank(query, 1)
        found, less = self.rank(query, 3, hidden=[best])
        assert (found, less) == self.rank(replace(query, rare={}), 3, hidden=[best])
        assert best not in found
        assert less == total - 1

    def test_it_ranks_all_when_too_few_are_rare(self, query):
        for limit in (4, 5, 9, 20):
            every = self.rank(replace(query, rare={}), limit)
            assert self.rank(query, limit) == every
            assert len(every[0]) == min(limit, 13)

    def test_it_ranks_all_when_others_may_be_as_good(
        self, query, monkeypatch, django_assert_num_queries
    ):
        monkeypatch.setattr(sqlite, "MOST_FOR_COMMON", 99)
        every = self.rank(replace(query, rare={}), 3)
        with django_assert_num_queries(2):
            assert self.rank(query, 3) == every

    def test_it_does_not_try_where_every_match_has_a_rare_word(
        self, query, django_assert_num_queries
    ):
        rare = replace(query, groups=(query.groups[0][1:],))
        with django_assert_num_queries(1):
            found, total = self.rank(rare, 3)
        assert (len(found), total) == (3, 4)


def test_a_muscle_stands_behind_what_it_says_in_passing():
    """Pages about muscles are short and name bags, drives and desks as what brings a knot."""
    page("When to carry again", body="## More\n\nCarry no bag for a day, for it is too soon.")
    make.muscle(title="Top of the shoulder", key_points="A bag, a bag, a bag.")
    assert titles("bag") == ["When to carry again", "Top of the shoulder"]


@pytest.mark.parametrize("asked", ["bag temple", "bag shoulder", "bag neck"])
def test_a_muscle_keeps_its_place_where_it_or_what_it_can_hurt_was_typed(asked):
    words = "Carry no bag if your temple, shoulder or neck hurts, for it is too soon."
    page("When to carry again", body=f"## More\n\n{words}")
    make.muscle(title="Top of the shoulder", key_points="A bag, a temple, a neck, a shoulder.")
    assert titles(asked)[0] == "Top of the shoulder"


def test_a_title_is_named_by_a_phrase_only_in_its_order():
    """“If the pain comes back” is about no back pain."""
    synonyms("back pain", "lumbago")
    page("If the pain comes back", body="## More\n\nBack and pain, pain and back.")
    page("Pain in the back", body="## More\n\nBack and pain, pain and back.")
    page("Your back and its pain")
    assert titles("back pain")[0] == "Your back and its pain"


def test_it_puts_the_page_first_that_is_called_just_so():
    page("How the shot works", key_points="It works, it works, it works.")
    page("Does it work?")
    assert titles("does it work")[0] == "Does it work?"
