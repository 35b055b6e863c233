"""The questions that no machine can answer, at the desk: answers and reasons are kept together."""

import json

import pytest

from content.models import Article, WorkingCopy
from tests import make, people
from tests.content.admin.test_desk import ADD, desk, script, typed

pytestmark = pytest.mark.django_db
WHY = "The title says what it is about."
SHEET = {"checklist-pemat-1": "yes", "checklist-why-pemat-1": f" {WHY}\n"}


@pytest.fixture
def article(client):
    client.force_login(people.ana())
    return make.live(make.article(slug="page"), title="Live words").article


def newest(article):
    return article.revisions.kept().first()


def test_it_keeps_an_answer_with_its_reason(client, article):
    client.post(desk(article), typed(article, **SHEET))
    assert newest(article).checklist == {"pemat-1": "yes"}
    assert newest(article).checklist_reasons == {"pemat-1": WHY}


def test_it_keeps_points_and_drops_what_no_question_allows(client, article):
    sheet = {
        "checklist-discern-1": "4",
        "checklist-discern-2": "9",
        "checklist-pemat-3": "yes",
        "checklist-why-discern-2": "It has no answer.",
        "checklist-why-x": "There is no such item.",
    }
    client.post(desk(article), typed(article, **sheet))
    assert newest(article).checklist == {"discern-1": "4"}
    assert newest(article).checklist_reasons == {}


def test_it_shows_what_was_saved_and_what_is_typed(client, article):
    client.post(desk(article), typed(article, **SHEET))
    page = client.get(desk(article)).content.decode()
    assert f'name="checklist-why-pemat-1" value="{WHY}"' in page
    assert 'name="checklist-discern-9" value="na"' in page
    other = typed(article, do="check") | SHEET | {"checklist-why-pemat-1": "<b>Another</b>"}
    page = client.post(desk(article), other).content.decode()
    assert 'value="&lt;b&gt;Another&lt;/b&gt;"' in page


def test_it_saves_a_new_reason_for_the_same_words(client, article):
    words = {"title": "Same words"}
    client.post(desk(article), typed(article, **words, **SHEET))
    before = newest(article).number
    client.post(desk(article), typed(article, **words, **SHEET))
    assert newest(article).number == before
    other = SHEET | {"checklist-why-pemat-1": "The summary says it as well."}
    client.post(desk(article), typed(article, **words, **other))
    assert newest(article).checklist_reasons["pemat-1"] == "The summary says it as well."


def test_it_loses_no_sheet_when_a_form_brings_none(client, article):
    client.post(desk(article), typed(article, **SHEET))
    client.post(desk(article), typed(article, title="Other words"))
    assert newest(article).title == "Other words"
    assert newest(article).checklist_reasons == {"pemat-1": WHY}


def test_it_keeps_the_sheet_of_a_new_page(client):
    client.force_login(people.ana())
    topic = make.topic()
    place = {"topic": topic.pk, "language": "en", "slug": "new"}
    client.post(ADD, typed(**place, **SHEET))
    assert newest(Article.objects.get(slug="new")).checklist_reasons == {"pemat-1": WHY}


def test_it_keeps_what_is_typed_in_the_working_copy(client, article):
    client.post(script("autosave", article), typed(article, **SHEET))
    assert WorkingCopy.objects.get().fields["checklist-why-pemat-1"].strip() == WHY
    page = client.get(desk(article)).content.decode()
    assert f'value=" {WHY}' in page


def test_it_answers_the_script_with_the_sheet(client, article):
    answer = client.post(script("findings", article), typed(article, **SHEET))
    rows = {row["id"]: row for row in json.loads(answer.content)["checklist"]}
    assert (rows["pemat-1"]["value"], rows["pemat-1"]["reason"].strip()) == ("yes", WHY)
    assert [choice["value"] for choice in rows["discern-1"]["choices"]] == list("12345")


def test_it_brings_the_reasons_back_with_the_words(client, article):
    from content import publishing

    client.post(desk(article), typed(article, **SHEET))
    old = newest(article)
    client.post(desk(article), typed(article, title="Other words", **{"checklist-pemat-1": "no"}))
    made = publishing.restore(old, by=people.get("ana"))
    assert made.checklist_reasons == {"pemat-1": WHY}
