"""The screen that asks for a review."""

import pytest

from content import publishing
from content.models import ReviewRequest
from tests import make, people
from tests.content.admin.stages import drafted, url, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return drafted()


@pytest.fixture
def ben():
    return people.ben()


@pytest.fixture
def ana(client, draft):
    client.force_login(draft.created_by)
    return draft.created_by


def test_it_names_the_clinicians_and_what_is_still_open(client, ana, ben, draft):
    page = words_of(client.get(url("ask", draft)))
    assert "Ben Okafor" in page
    assert "Any clinician who may sign" in page
    assert "The checks found" in page


def test_it_asks_one_clinician(client, ana, ben, draft):
    data = {"do": "ask", "reviewer": ben.pk, "message": "Is it right?"}
    response = client.post(url("ask", draft), data, follow=True)
    assert "Ben Okafor will be told by mail." in words_of(response)
    request = ReviewRequest.objects.get()
    assert (request.reviewer, request.message, request.asked_by) == (ben, "Is it right?", ana)


def test_it_asks_everyone(client, ana, ben, draft):
    client.post(url("ask", draft), {"do": "ask", "reviewer": ""})
    assert ReviewRequest.objects.get().reviewer is None


def test_it_keeps_a_message_that_is_too_long(client, ana, ben, draft):
    response = client.post(url("ask", draft), {"do": "ask", "message": "x" * 2001})
    assert response.status_code == 422
    assert "x" * 2001 in words_of(response)
    assert "You used 2001" in words_of(response)


def test_it_says_when_nobody_may_sign(client, ana, draft):
    assert "Nobody may sign this page yet" in words_of(client.get(url("ask", draft)))


def test_it_refuses_to_ask_somebody_who_may_not_sign(client, ana, ben, draft):
    response = client.post(url("ask", draft), {"do": "ask", "reviewer": ana.pk})
    assert "may not sign this page any more" in words_of(response)
    assert not ReviewRequest.objects.exists()


def test_it_takes_a_request_back(client, ana, ben, draft):
    publishing.ask_for_review(draft, by=ana, reviewer=ben)
    client.post(url("ask", draft), {"do": "take_back"})
    assert ReviewRequest.objects.get().state == "taken"
    page = words_of(client.post(url("ask", draft), {"do": "take_back"}, follow=True))
    assert "Nobody is asked" in page


def test_it_leads_to_the_list_when_there_are_no_words(client, ana):
    article = make.article()
    response = client.get(f"/admin/content/article/{article.pk}/ask/")
    assert response.status_code == 302


@pytest.mark.parametrize("screen", ["ask", "publish", "withdraw", "share", "review"])
def test_it_sends_strangers_to_sign_in(client, draft, screen):
    for visitor in (None, people.stranger()):
        if visitor:
            client.force_login(visitor)
        for response in (client.get(url(screen, draft)), client.post(url(screen, draft))):
            assert response.status_code == 302
            assert "/admin/login/" in response.url


@pytest.mark.parametrize(
    ("screen", "cast"),
    [
        ("ask", people.ben),
        ("ask", people.carla),
        ("share", people.ben),
        ("share", people.carla),
        ("review", people.carla),
        ("publish", people.ben),
        ("publish", people.carla),
        ("withdraw", people.ben),
        ("withdraw", people.carla),
    ],
)
def test_it_refuses_staff_without_the_right(client, draft, screen, cast):
    client.force_login(cast())
    assert client.get(url(screen, draft)).status_code == 403
    assert client.post(url(screen, draft), {"do": screen}).status_code == 403


@pytest.mark.parametrize("screen", ["publish", "withdraw"])
def test_it_lets_an_editor_publish_nothing(client, ana, draft, screen):
    assert client.get(url(screen, draft)).status_code == 403
    assert client.post(url(screen, draft), {"do": screen}).status_code == 403


@pytest.mark.parametrize("screen", ["ask", "publish", "withdraw", "share", "review"])
def test_it_knows_no_article_that_does_not_exist(client, screen):
    client.force_login(people.max_())
    assert client.get(f"/admin/content/article/99999/{screen}/").status_code == 404


@pytest.mark.parametrize("screen", ["ask", "publish", "withdraw", "share", "review"])
def test_it_stays_in_no_cache(client, draft, screen):
    client.force_login(people.max_())
    assert "no-store" in client.get(url(screen, draft))["Cache-Control"]
