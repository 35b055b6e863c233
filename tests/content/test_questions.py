"""Questions and answers: every question of a public article, with the way to where it stands."""

from urllib.parse import urlsplit

import pytest

from content import answers
from content.models import Revision, current_guide
from content.pages.parts import parts
from tests import make
from tests.content.own_words import main, text
from tests.stamping import in_days, sign, treatment

pytestmark = pytest.mark.django_db
URL = "/questions/"
FEWEST = 20


def all_answers() -> list[answers.Answer]:
    return answers.all_of(current_guide().articles())


def page(client):
    return main(client.get(URL).content.decode())


def test_it_holds_every_question_of_the_guide_under_its_topic(client, starter_guide):
    guide = current_guide()
    rows = dict(Revision.objects.values_list("pk", "questions"))
    asked = [q["text"] for entry in guide.articles() for q in rows[entry.revision_id]]
    sections = page(client).findall(".//section")
    shown = {s.find("h2").text: [h.text for h in s.findall(".//h3")] for s in sections[:-1]}
    assert [question for part in shown.values() for question in part] == asked
    assert list(shown) == [part.title for part in parts(guide) if answers.all_of(part.entries)]


@pytest.mark.usefixtures("starter_guide")
def test_it_answers_twenty_real_questions():
    found = all_answers()
    assert len({answer.question for answer in found}) == len(found) >= FEWEST
    assert len({answer.answer for answer in found}) == len(found)
    for answer in found:
        assert answer.question.endswith("?"), answer.question
        assert 5 <= len(answer.answer.split()) <= 60, answer.question


def test_it_leads_to_the_place_in_the_article(client, starter_guide):
    for answer in all_answers():
        url = urlsplit(answer.url)
        assert f'id="{url.fragment}"' in client.get(url.path).content.decode(), answer.url


def test_it_gives_each_question_an_anchor_of_its_own(client, starter_guide):
    anchors = [element.get("id") for element in page(client).iter() if element.get("id")]
    assert len(anchors) == len(set(anchors))
    assert {answer.anchor for answer in all_answers()} <= set(anchors)


def test_it_gives_no_answer_of_a_page_that_is_folded(client):
    article = treatment(topic=make.topic(grace_days=0))
    sign(make.live(article, days_ago=900), due=in_days(-30))
    assert all_answers() == []
    assert "It pinches for a few seconds." not in client.get(URL).content.decode()
    assert "No answers are here yet." in text(client.get(URL).content.decode())


def test_it_gives_no_answer_of_a_draft(client):
    make.draft()
    assert all_answers() == []


def test_it_shows_what_was_typed_as_text(client):
    make.live(body=make.BODY.replace("Does it hurt?", "Is 1 <i>2</i>?"))
    assert "<i>2" not in client.get(URL).content.decode()


def test_it_is_searched_by_the_search_of_the_site(client, starter_guide):
    form = page(client).find(".//form")
    assert form.get("action") == "/search/"
    answer = all_answers()[0]
    found = client.get("/search/", {"q": answer.question}).content.decode()
    assert answer.url in found
