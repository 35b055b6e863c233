"""The screen that takes a page off the site and brings it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import publishing
from content.models import Article, Revision
from tests import make, people
from tests.content.admin.stages import url, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision():
    return make.live(make.article(slug="old"), title="The old page")


@pytest.fixture
def petra(client):
    client.force_login(people.petra())


def send(client, revision, **fields):
    told = {"do": "withdraw", "how": "gone", "reason": "Out of date.", "sure": "on"}
    return client.post(url("withdraw", revision), told | fields)


def test_it_takes_a_page_off_the_site_with_a_reason(client, petra, revision):
    assert send(client, revision, how="notice").status_code == 302
    revision.article.refresh_from_db()
    assert (revision.article.withdrawn_as, revision.article.withdrawn_reason) == (
        "notice",
        "Out of date.",
    )
    page = words_of(client.get(url("withdraw", revision)))
    assert "Out of date." in page
    assert "Bring the page back" in page


def test_it_names_another_page_to_take_its_place(client, petra, revision):
    other = make.live(title="The new page").article
    make.draft(title="Not public")
    page = words_of(client.get(url("withdraw", revision)))
    assert "The new page" in page
    assert "Not public" not in page
    send(client, revision, how="moved", to=other.pk)
    revision.article.refresh_from_db()
    assert revision.article.withdrawn_to == other


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"how": ""}, "Choose what patients should find"),
        ({"how": "moved"}, "Choose the page that takes its place"),
        ({"how": "moved", "to": "999999"}, "not public any more"),
        ({"reason": " "}, "Write a reason"),
        ({"reason": "x" * 501}, "500 letters or fewer"),
        ({"sure": ""}, "Tick that you are sure"),
    ],
)
def test_it_takes_nothing_off_by_mistake_and_keeps_what_was_typed(
    client, petra, revision, fields, words
):
    response = send(client, revision, **{"reason": "My long reason"} | fields)
    page = words_of(response)
    assert response.status_code == 422
    assert words in page
    assert "My long reason" in page or "reason" in fields
    assert publishing.is_public(revision.article)


def test_it_changes_what_patients_find_and_keeps_the_date(client, petra, revision):
    send(client, revision)
    revision.article.refresh_from_db()
    since = revision.article.withdrawn_at
    page = words_of(client.get(url("withdraw", revision)))
    assert 'name="sure"' not in page
    fields = {"do": "withdraw", "how": "notice", "reason": "Clearer words."}
    client.post(url("withdraw", revision), fields)
    revision.article.refresh_from_db()
    article = revision.article
    assert (article.withdrawn_as, article.withdrawn_at) == ("notice", since)


def test_it_names_pages_that_link_here(client, petra, revision):
    make.live(title="A page with a link", body=make.BODY + "\n\n[The old page](article:old)")
    page = words_of(client.get(url("withdraw", revision)))
    assert "1 page links here: “A page with a link”" in page


def test_it_brings_a_page_back(client, petra, revision):
    send(client, revision)
    client.post(url("withdraw", revision), {"do": "reinstate"})
    assert Revision.objects.published().get() == revision


def test_it_leads_to_mended_words_before_it_brings_the_wrong_ones_back(client, petra, revision):
    send(client, revision)
    assert "with its newer words" not in words_of(client.get(url("withdraw", revision)))
    make.draft(revision.article, title="Mended")
    page = words_of(client.get(url("withdraw", revision)))
    assert "Bring the page back as it was" in page
    assert "To bring it back with its newer words instead" in page
    assert url("publish", revision) in page


def test_it_says_that_other_words_come_back_when_their_day_came_meanwhile(client, petra, revision):
    planned = publishing.save_draft(revision.article, make.words(), by=petra, change="minor")
    publishing.publish(planned, by=petra, at=timezone.now() + timedelta(days=1))
    publishing.withdraw(revision.article, by=petra, reason="Out of date.")
    Article.objects.update(withdrawn_at=timezone.now() - timedelta(hours=3))
    assert "as it was" in client.get(url("withdraw", revision)).content.decode()
    Revision.objects.filter(pk=planned.pk).update(published_at=timezone.now() - timedelta(hours=2))
    page = client.get(url("withdraw", revision)).content.decode()
    assert "Bring the page back with revision 2" in page
    assert "as it was" not in page.partition("Change what patients find")[0]
    said = client.post(url("withdraw", revision), {"do": "reinstate"}, follow=True)
    assert "The page is back on the site, with revision 2" in said.content.decode()


def test_it_changes_nothing_when_a_public_page_is_brought_back(client, petra, revision):
    client.post(url("withdraw", revision), {"do": "reinstate"})
    assert publishing.is_public(revision.article)


def test_it_takes_off_nothing_that_was_never_on_the_site(client, petra):
    draft = make.draft()
    assert "nothing to take off" in words_of(client.get(url("withdraw", draft)))
    assert send(client, draft).status_code == 422
    draft.article.refresh_from_db()
    assert draft.article.withdrawn_at is None
