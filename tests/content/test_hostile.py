"""What strangers, odd clinics and hurried staff do to a running site."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from content import publishing
from content.models import Revision, Term, current_guide
from tests import make

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/words-to-know/", "/search/", "/search/?q=knot", "/about/", "/privacy/",
          "/accessibility/", "/es/", "/feed.xml", "/sitemap.xml", "/robots.txt"]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_it_has_every_page_of_a_guide_with_nothing_in_it(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_it_has_every_page_of_a_guide_with_one_empty_topic(client, path):
    topic = make.topic()
    assert client.get(path).status_code == 200
    assert client.get(f"/{topic.slug}/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/about/", "/feed.xml", "/no/such/"])
def test_it_refuses_a_wrong_method_whoever_sends_it(path):
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post(path, {"a": "b"}).status_code == 405


@pytest.mark.parametrize("name", ["a" * 300, "a/" * 3000])
def test_it_has_no_picture_with_an_endless_name(client, settings, name):
    settings.MEDIA_ROOT.mkdir()
    assert client.get(f"/media/{name}").status_code == 404


def test_it_finds_a_moved_page_whatever_follows_the_question_mark(client):
    article = make.live(make.article(slug="old")).article
    article.slug = "new"
    publishing.save_article(article, by=None)
    old = f"/{article.topic.slug}/old/"
    for address in (old, f"{old}?utm_source=leaflet", f"{old[:-1]}?utm_source=leaflet"):
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        assert response.request["PATH_INFO"] == f"/{article.topic.slug}/new/"


def test_it_leaves_a_page_missing_that_never_moved(client):
    assert client.get("/no-such-page/?utm_source=leaflet").status_code == 404


def test_it_refuses_a_body_that_is_larger_than_any_picture(settings, monkeypatch):
    settings.LARGEST_BODY = 1000
    monkeypatch.setattr("django.http.request.HttpRequest._load_post_and_files", pytest.fail)
    visitor = Client(enforce_csrf_checks=True, headers={"cookie": f"csrftoken={'a' * 32}"})
    for path in ("/", "/admin/login/", "/staff/markdown/upload/"):
        assert visitor.post(path, {"a": "b" * 2000}).status_code == 413


def test_it_writes_a_feed_of_a_title_with_control_characters(client):
    make.clinic(name="Spine\x0bClinic")
    make.live(title="One\x0btwo\x08")
    response = client.get("/feed.xml")
    assert response.status_code == 200
    assert b"\x0b" not in response.content


def test_it_keeps_a_live_page_when_its_words_are_scheduled_again():
    live = make.live(title="Here")
    with pytest.raises(publishing.Refused):
        publishing.publish(live, by=None, at=timezone.now() + timedelta(days=1))
    assert [entry.title for entry in current_guide().articles()] == ["Here"]


def test_it_keeps_the_date_of_a_page_that_is_published_again():
    live = make.live(days_ago=30)
    before = live.published_at
    publishing.publish(live, by=None)
    assert Revision.objects.get().published_at == before


def test_it_refuses_a_page_that_links_to_a_deleted_one():
    gone = make.draft(make.article(slug="gone")).article
    page = make.draft(body="## Link\n\n[Read on](article:gone).\n")
    publishing.delete(gone, by=None)
    page.refresh_from_db()
    with pytest.raises(publishing.Refused):
        publishing.publish(page, by=None)


def test_it_refuses_a_phone_number_without_digits():
    details = make.clinic()
    details.phone = "(---) --- ---"
    with pytest.raises(ValidationError):
        details.full_clean()


def test_it_refuses_more_forms_of_a_word_than_a_database_can_look_for():
    forms = "\n".join(f"form {number}" for number in range(2000))
    with pytest.raises(ValidationError):
        Term(word="Knot", slug="knot", forms=forms, definition="A sore spot.").full_clean()
