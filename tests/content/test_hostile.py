"""What strangers, odd clinics and hurried staff do to a running site."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import Revision, Term, current_guide
from tests import make, people
from tpi_site import environment, keys
from tpi_site.management.commands import start

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
    assert client.get(f"/{topic.slug}/").status_code == 404


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


def test_it_refuses_a_figure_that_was_never_drawn():
    topic = make.topic()
    topic.figures = "no-such-drawing | A title | A caption"
    with pytest.raises(ValidationError):
        topic.full_clean()


@pytest.mark.parametrize("name", ["no-such-drawing", "../../base", "muscle-tight.svg"])
def test_it_leaves_out_a_figure_that_was_never_drawn(client, name):
    topic = make.topic(figures=f"{name} | Never drawn | A caption")
    make.live(make.article(topic=topic))
    page = client.get(f"/{topic.slug}/")
    assert page.status_code == 200
    assert "Never drawn" not in page.content.decode()


def test_it_refuses_more_forms_of_a_word_than_a_database_can_look_for():
    forms = "\n".join(f"form {number}" for number in range(2000))
    with pytest.raises(ValidationError):
        Term(word="Knot", slug="knot", forms=forms, definition="A sore spot.").full_clean()


@pytest.mark.parametrize("value", ["not a host", "a[b", "x:y", "a" * 9 + "/b", "\udcff"])
def test_it_refuses_a_host_that_cannot_be_one(monkeypatch, value):
    monkeypatch.setenv("HOST", value)
    with pytest.raises(ImproperlyConfigured, match="cannot listen"):
        environment.host("127.0.0.1")


def test_it_takes_the_address_of_version_6_with_and_without_brackets(monkeypatch):
    for value in ("::1", "[::1]"):
        monkeypatch.setenv("HOST", value)
        assert environment.host("127.0.0.1") == "::1"


def test_it_listens_on_the_number_behind_a_name(settings):
    settings.HOST, settings.PORT = "localhost", 0
    assert start.Command().free_address() == "127.0.0.1"


@pytest.mark.parametrize("value", ["https://a.example#b", "http://*", "https://u:p@a.example"])
def test_it_refuses_an_address_with_more_than_a_host_in_it(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="public address"):
        environment.site_url("http://127.0.0.1:8000")


@pytest.mark.parametrize("value", ["sqlite:////tmp/a%00b", "postgresql://\udcff@127.0.0.1/n"])
def test_it_refuses_a_database_with_unprintable_signs(monkeypatch, tmp_path, value):
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL cannot be used"):
        environment.database(tmp_path / "site.sqlite3")


def test_it_does_not_wait_for_ever_for_a_silent_database(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@127.0.0.1/n?sslmode=require")
    options = environment.database(tmp_path / "site.sqlite3")["OPTIONS"]
    assert options.pop("pool")
    assert options == environment.PATIENCE | {"sslmode": "require"}
    assert options["connect_timeout"] == 5
    # One that falls silent in the middle is given up as well.
    assert 0 < options["tcp_user_timeout"] <= 30_000
    assert options["keepalives_idle"] + 3 * options["keepalives_interval"] <= 30


def test_it_refuses_a_secret_of_binary_rubbish(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_bytes(b"\xff\xfe" * 50)
    with pytest.raises(ImproperlyConfigured, match="Delete the file"):
        keys.secret_key(tmp_path)


def test_it_says_that_static_files_cannot_be_written(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.write_text("not a folder")
    with pytest.raises(CommandError, match="cannot be written"):
        start.Command().collect_static_files()


def test_it_can_be_stopped_while_it_starts(monkeypatch):
    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(start.Command, "free_address", interrupted)
    with pytest.raises(CommandError, match="Stopped"):
        start.Command().handle()


def test_it_refuses_words_that_would_undo_those_of_another(client):
    article = make.live().article
    client.force_login(people.max_())
    address = reverse("admin:content_article_change", args=[article.pk])
    form = client.get(address).context["form"]
    make.draft(article, title="Saved meanwhile")
    fields = ("title", "summary", "key_points", "body", "based_on")
    data = {name: form[name].value() for name in fields}
    response = client.post(address, data | {"title": "Typed before", "change_note": "Another."})
    assert "while you were writing" in response.content.decode()
    assert article.revisions.first().title == "Saved meanwhile"
