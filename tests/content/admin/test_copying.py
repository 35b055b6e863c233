"""Copies of an article, for those who may make them."""

import tomllib
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse

from content import starter
from content.models import Article
from tests import make, people

pytestmark = pytest.mark.django_db
LIST = "admin:content_article_changelist"
ODD = 'A "quoted" \\ title\x7f with é and 😀'


@pytest.fixture
def article():
    return make.live(make.article(slug="page"), title=ODD).article


def url(name, article) -> str:
    return reverse(f"admin:content_article_{name}", args=[article.pk])


def test_it_begins_a_new_page_with_the_same_words(client, article):
    client.force_login(people.ana())
    page = client.post(url("copy", article), follow=True)
    assert page.request["PATH_INFO"] == reverse("admin:content_article_add")
    form = page.context["form"]
    assert form["title"].value() == f"Copy of {ODD}"
    assert form["body"].value() == make.BODY
    assert Article.objects.count() == 1


def test_it_keeps_what_was_typed_at_the_desk(client, article):
    client.force_login(people.ana())
    newest = article.newest()
    typed = {name: getattr(newest, name) for name in ("title", "summary", "key_points")}
    typed |= {"body": "Typed and not saved.", "based_on": newest.number}
    client.post(url("copy", article), typed)
    desk = client.get(url("change", article))
    assert desk.context["form"]["body"].value() == "Typed and not saved."


def test_it_is_not_made_by_a_link(client, article):
    client.force_login(people.ana())
    assert client.get(url("copy", article)).status_code == 405


def test_it_exports_a_file_that_the_starter_guide_could_read(client, article, tmp_path):
    client.force_login(people.ana())
    make.draft(article, title="The newest", key_points="One.\nTwo.")
    answer = client.get(url("export", article))
    assert answer["Content-Disposition"] == 'attachment; filename="page.md"'
    file = tmp_path / "page.md"
    file.write_bytes(answer.content)
    read = starter.read_article(file)
    assert read.head["key_points"] == ["One.", "Two."]
    assert (read.words.title, read.body) == ("The newest", make.BODY.strip() + "\n")


def test_it_writes_any_title_as_toml(client, article):
    client.force_login(people.ana())
    text = client.get(url("export", article)).content.decode()
    assert tomllib.loads(text.split("+++\n")[1])["title"] == ODD.replace("\x7f", "\x7f")


def test_it_exports_many_at_once(client, article):
    client.force_login(people.ana())
    other = make.draft(make.article(topic=article.topic, slug="other")).article
    data = {"action": "export", "_selected_action": [article.pk, other.pk]}
    answer = client.post(reverse(LIST), data)
    names = zipfile.ZipFile(BytesIO(answer.content)).namelist()
    assert sorted(name.rpartition("/")[2] for name in names) == ["other.md", "page.md"]


@pytest.mark.parametrize("somebody", [people.carla, people.stranger])
def test_it_gives_nothing_to_the_wrong_person(client, article, somebody):
    client.force_login(somebody())
    assert client.post(url("copy", article)).status_code in {302, 403}
    assert client.get(url("export", article)).status_code in {302, 403}
    data = {"action": "export", "_selected_action": [article.pk]}
    assert client.post(reverse(LIST), data).status_code in {302, 403}


def test_it_lets_a_reviewer_export_but_not_copy(client, article):
    client.force_login(people.ben())
    assert client.get(url("export", article)).status_code == 200
    assert client.post(url("copy", article)).status_code == 403
