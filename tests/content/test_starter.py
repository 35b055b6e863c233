"""The starter guide, held to the numbers of the field's instruments before it is public."""

import re
import tomllib

import pytest
from django.db.models import Count

from content import publishing, starter
from content.editorial.reading_grade import counted_sentences, grade
from content.models import Article, ClinicFact, Revision, Synonym, Term, Topic
from content.rendering import plain_blocks
from content.rendering.results import Block
from tests import make

ARTICLES = starter.starter_articles()
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda a: f"{a.topic}/{a.slug}")
NEEDS_HELP_SECTION = {"injection", "recovery", "spine-care"}
# Words that no careful page says of a treatment.
PROMISES = re.compile(
    r"\b(cures?|painless|guarantee\w*|always safe|risk-free|permanent(ly)? relief|deactivat\w+)\b",
    re.IGNORECASE,
)
MARKED_DEFINITION = re.compile(r"^\[\^(?P<name>[\w-]+)\]: (?P<text>.+)$", re.MULTILINE)
# On a phone a table is a list, so words may not send people to a row or a column of it.
ONLY_A_WIDE_SCREEN = re.compile(
    r"(?<!hand on a )\btables?\b(?! \d)|\bcolumns?\b|\b(each|first|one|same) row\b"
    r"|\brow (that|of the)\b|(?<!lie )\bside by side\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\]\((https?://(?:[^()\s]|\([^()\s]*\))+)\)")
CITED = re.compile(r"\[\^(?P<name>[\w-]+)\](?!:)")


def sources() -> dict[str, dict]:
    rows = tomllib.loads((starter.FOLDER / "sources.toml").read_text())["sources"]
    return {row["url"]: row for row in rows}


def blocks(article) -> list[Block]:
    """Everything that a patient reads on the page: lead, key points and body."""
    lead = [Block("paragraph", article.head["summary"], 0)]
    points = [Block("item", point, 0) for point in article.head["key_points"]]
    return [*lead, *points, *plain_blocks(article.body)]


@each_article
def test_it_reads_at_grade_six_or_below(article):
    measured = grade(blocks(article))
    assert measured.fk <= 6.0
    assert measured.smog <= 8.0
    assert measured.ease >= 70


@each_article
def test_it_has_no_sentence_over_twenty_words(article):
    long = [s.text for s in counted_sentences(blocks(article)) if s.words > 20]
    assert long == []


@each_article
def test_it_is_long_enough_to_answer_and_short_enough_to_read(article):
    assert 350 <= grade(blocks(article)).words <= 1_250


@each_article
def test_it_has_key_points_of_one_sentence_each(article):
    points = article.head["key_points"]
    assert 3 <= len(points) <= 4
    assert all(point.endswith(".") and point.count(". ") == 0 for point in points)


@each_article
def test_it_cites_sources_that_were_seen_and_are_good(article):
    known = sources()
    definitions = dict(MARKED_DEFINITION.findall(article.body))
    assert len(definitions) >= 2
    for text in definitions.values():
        address = ADDRESS.search(text).group(1)
        assert address in known, address
        assert known[address]["quality"] in {"A", "B"}
        assert re.search(r"\b(19|20)\d\d\.$|[Yy]ear not stated\.$", text), text


def test_it_has_an_answer_for_everyone_at_each_question_of_its_path():
    body = next(article.body for article in ARTICLES if article.slug == "is-it-right-for-you")
    _, *questions = body.split("::: steps\n", 1)[1].split("\n:::", 1)[0].split("### ")
    assert len(questions) == 7
    for question in questions:
        answers = re.findall(r"^\*\*(\w+)\b.*:\*\*", question, re.MULTILINE)
        assert ("Yes" in answers) == ("No" in answers), question


@each_article
def test_it_says_nothing_that_only_a_wide_screen_shows(article):
    found = [b.text for b in blocks(article) if ONLY_A_WIDE_SCREEN.search(b.text)]
    assert found == []


@each_article
def test_it_uses_every_source_that_it_lists(article):
    definitions = dict(MARKED_DEFINITION.findall(article.body))
    assert set(CITED.findall(article.body)) == set(definitions)


@each_article
def test_it_promises_nothing(article):
    words = " ".join([article.head["title"], article.head["summary"], article.body])
    assert PROMISES.findall(words) == []


@each_article
def test_it_says_what_is_not_known(article):
    if article.slug in {"emergency-signs", "when-to-call-us"}:
        return  # lists of signs, where doubt has one answer: call
    assert re.search(r"not know|not sure|unclear|do not agree", article.body)


@each_article
def test_it_says_when_to_get_help(article):
    if article.topic in NEEDS_HELP_SECTION:
        assert article.body.count("::: emergency") == 1
        assert article.body.count("::: urgent") == 1


def test_it_has_three_articles_or_more_for_each_topic():
    for topic in starter.table("topics")["topics"]:
        assert sum(article.topic == topic["slug"] for article in ARTICLES) >= 3


def test_it_defines_the_glossary_in_few_plain_words():
    terms = starter.table("glossary")["terms"]
    assert len(terms) == 49
    for term in terms:
        assert len(term["definition"].split()) <= 25, term["word"]
    together = grade([Block("paragraph", term["definition"], 0) for term in terms])
    assert together.fk <= 6.0


def test_it_uses_no_two_words_with_the_same_form():
    seen = {}
    for term in starter.table("glossary")["terms"]:
        for form in {term["word"].lower(), *(form.lower() for form in term["forms"])}:
            assert form not in seen, (form, term["slug"], seen.get(form))
            seen[form] = term["slug"]


@pytest.mark.django_db
def test_it_renders_without_a_single_problem(starter_guide):
    problems = {r.title: r.problems for r in Revision.objects.all() if r.problems}
    assert problems == {}
    assert not Revision.objects.filter(body_html__contains='class="broken"').exists()
    assert Revision.objects.published().count() == len(ARTICLES)


@pytest.mark.django_db
def test_it_relates_every_article_to_others(starter_guide):
    lonely = Article.objects.annotate(others=Count("related")).filter(others=0)
    assert list(lonely) == []


@pytest.mark.django_db
def test_it_adds_nothing_the_second_time(starter_guide):
    models = (Article, Revision, Topic, Term, Synonym, ClinicFact)
    before = [model.objects.count() for model in models]
    assert starter.load() == 0
    assert [model.objects.count() for model in models] == before


@pytest.mark.django_db
def test_it_never_writes_over_what_staff_wrote(starter_guide):
    article = Article.objects.get(slug="the-first-day")
    words = publishing.Words("Our own words", "A summary.", "A point.", make.BODY)
    publishing.publish(publishing.save_draft(article, words, by=None), by=None)
    term = Term.objects.get(slug="fascia")
    term.definition = "Our own meaning."
    publishing.save_shared(term, by=None)
    starter.load()
    assert Revision.objects.published().get(article=article).title == "Our own words"
    assert Term.objects.get(slug="fascia").definition == "Our own meaning."


@pytest.mark.django_db
def test_it_brings_back_what_is_missing(starter_guide):
    Article.objects.filter(slug="the-first-day").delete()
    assert starter.load() == 1
    assert Revision.objects.published().filter(article__slug="the-first-day").exists()


@pytest.mark.django_db
def test_it_shows_six_quick_answers_on_the_front_page(starter_guide):
    from content import answers
    from content.models import current_guide

    found = answers.for_home(current_guide())
    assert len(found) == 6
    assert all(len(answer.answer.split()) <= 45 for answer in found)


@each_article
def test_it_sets_its_words_as_a_printer_would(article):
    words = re.sub(r"\]\([^)\s]*\)", "]", article.body)
    assert re.findall(r"\w'\w*|\w+'(?=\s)", words) == []  # straight, where a curved one belongs
    assert re.findall(r"[?!…]\]\.", words) == []  # a stop after a title that brings its own
    assert re.findall(r"[^\]\s] +\[\^", words) == []  # a gap before the number of a source
    for block in blocks(article):
        assert re.findall(r"\b(\w+) \1\b", block.text, re.IGNORECASE) == []


@each_article
def test_it_gives_source_numbers_that_stand_together_in_order(article):
    numbers = {name: place for place, name in enumerate(dict.fromkeys(CITED.findall(article.body)))}
    for group in re.findall(r"(?:\[\^[\w-]+\](?!:)){2,}", article.body):
        places = [numbers[name] for name in CITED.findall(group)]
        assert places == sorted(places), group
