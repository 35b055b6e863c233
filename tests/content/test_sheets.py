"""The filled sheets beside the starter articles, and the instruments that every page must meet."""

from collections import defaultdict

import pytest

from content import starter
from content.editorial import checklist
from content.management.sheets import all_scores
from content.models import Revision
from content.starter.sheets import SheetFault, read_sheet

ARTICLES = starter.starter_articles()
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda a: f"{a.topic}/{a.slug}")
GOOD = '[pemat-1]\nanswer = "yes"\nreason = "The title says what it is."\n'
MOST_PAGES_WITH_A_REASON = 3
PEMAT_FLOOR = 70
NO_TREATMENT = ("nothing", "no treatment", "without treatment", "wait", "on its own", "by itself")


def sheet(tmp_path, text: str):
    folder = tmp_path / "recovery"
    folder.mkdir()
    path = folder / "heat.sheet.toml"
    path.write_text(text, encoding="utf-8")
    return read_sheet(path)


def test_it_reads_answers_and_reasons(tmp_path):
    found = sheet(tmp_path, GOOD)
    assert found.answers == {"pemat-1": "yes"}
    assert found.reasons == {"pemat-1": "The title says what it is."}


def test_it_takes_an_article_without_a_sheet(tmp_path):
    assert read_sheet(tmp_path / "none.sheet.toml").answers == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[pemat-1", "this is not TOML"),
        (GOOD.replace("pemat-1", "pemat-99"), "[pemat-99]: there is no item of this name"),
        (GOOD.replace("pemat-1", "pemat-3"), "[pemat-3]: the site answers this item itself"),
        ('[pemat-1]\nanswer = "yes"\n', "[pemat-1]: write answer"),
        ('pemat-1 = "yes"\n', "[pemat-1]: write answer"),
        (GOOD + 'note = "x"\n', "[pemat-1]: write answer"),
        (GOOD.replace('"yes"', '"na"'), "[pemat-1]: the answer must be one of yes, no."),
        (GOOD.replace('"yes"', "5"), "[pemat-1]: the answer must be one of yes, no."),
        (GOOD.replace("The title says what it is.", "Yes."), "[pemat-1]: give a reason of 4"),
        (GOOD.replace("The title", "A " * 200), "use 300 or fewer"),
    ],
)
def test_it_names_the_file_and_the_item_of_a_fault(tmp_path, text, fault):
    with pytest.raises(SheetFault) as refused:
        sheet(tmp_path, text)
    assert "recovery/heat.sheet.toml" in str(refused.value)
    assert fault in str(refused.value)


def test_it_names_every_fault_at_once(tmp_path):
    with pytest.raises(SheetFault) as refused:
        sheet(tmp_path, GOOD.replace("pemat-1", "x") + GOOD.replace("pemat-1", "y"))
    assert str(refused.value).count("heat.sheet.toml") == 2


@each_article
def test_it_has_a_complete_sheet_for_each_article(article):
    assert set(article.sheet.answers) == {item.id for item in checklist.for_people()}


def test_it_gives_reasons_that_are_about_the_page():
    pages = defaultdict(set)
    for article in ARTICLES:
        for reason in article.sheet.reasons.values():
            pages[reason].add(article.slug)
    shared = {r: sorted(p) for r, p in pages.items() if len(p) > MOST_PAGES_WITH_A_REASON}
    assert shared == {}


@each_article
def test_it_does_not_say_one_thing_of_ten_items(article):
    reasons = list(article.sheet.reasons.values())
    assert max(map(reasons.count, reasons), default=0) <= MOST_PAGES_WITH_A_REASON


@each_article
def test_it_claims_words_on_doing_nothing_only_where_they_are(article):
    if article.sheet.answers.get("discern-12") in ("4", "5"):
        assert any(words in article.body.casefold() for words in NO_TREATMENT)


@pytest.fixture
def revisions(starter_guide) -> list[Revision]:
    return list(Revision.objects.published().select_related("article__topic"))


@pytest.mark.django_db
def test_it_keeps_each_sheet_with_the_words(revisions):
    sheets = {article.slug: article.sheet for article in ARTICLES}
    assert len(revisions) == len(sheets)
    for revision in revisions:
        assert revision.checklist == sheets[revision.article.slug].answers
        assert revision.checklist_reasons == sheets[revision.article.slug].reasons


@pytest.mark.django_db
def test_it_does_not_contradict_what_the_site_sees(revisions):
    """No person answers an item of the site, and none calls a picture or a number useful that is
    not there."""
    for revision in revisions:
        site, people = revision.measures["answers"], revision.checklist
        assert not set(site) & set(people), revision.title
        if site["pemat-17"] == "na":
            wrong = [id for id in ABOUT_PICTURES if people.get(id, "na") not in ("na", "no")]
            assert wrong == [], revision.title
        if site["cdc-15"] == "na":
            assert people.get("cdc-16", "na") == "na", revision.title


ABOUT_PICTURES = ("pemat-16", "pemat-18", "cdc-4")


@pytest.mark.django_db
def test_it_reads_within_the_limits_on_every_page(revisions):
    for revision in revisions:
        measures = revision.measures
        assert measures["fk"] <= 6.0, revision.title
        assert measures["smog"] <= 8.0, revision.title
        assert measures["ease"] >= 70, revision.title
        assert measures["longest"] <= 25, revision.title


@pytest.mark.django_db
def test_it_reaches_the_floor_of_pemat_on_every_page(revisions):
    low = {}
    for revision in revisions:
        understand, act, *_ = all_scores(revision)
        if min(understand.percent, act.percent) < PEMAT_FLOOR:
            low[revision.title] = (understand.percent, act.percent)
    assert low == {}
