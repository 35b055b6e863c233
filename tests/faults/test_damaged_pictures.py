"""Files of pictures that are gone or cut short: pages stay, and what can be made again is."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from content import publishing
from content.imaging import open_upload
from content.models import Article, Picture
from content.publishing.due import mend_damaged_copies
from content.publishing.picture_files import damaged_files
from tests import make, people
from tests.content.sample_pictures import files, picture, saved

pytestmark = pytest.mark.django_db(transaction=True)
DAMAGES = {"cut short": 100, "empty": 0, "gone": None}


def upload():
    return open_upload(io.BytesIO(saved(picture(1500, 1000), "PNG")))


@pytest.fixture
def shown(settings) -> Picture:
    """On a page that is signed."""
    shown = publishing.add_picture(upload(), by=None, alt="A hand on a shoulder")
    page = make.live(make.article(slug="page"), body=f"## A picture\n\n![](img:{shown.pk})\n")
    publishing.make_due_copies(timezone.now() + timedelta(minutes=1))
    page.refresh_from_db()
    publishing.sign(
        page, by=people.ben(), credentials="MD", role="Surgeon",
        next_due=timezone.localdate() + timedelta(days=300),
    )  # fmt: skip
    shown.refresh_from_db()
    assert not damaged_files(shown)
    return shown


def damage(name: str, length: int | None) -> None:
    if length is None:
        default_storage.delete(name)
        return
    with open(default_storage.path(name), "r+b") as file:
        file.truncate(length)


def expect_whole(shown: Picture, settings) -> None:
    publishing.make_due_copies(timezone.now() + timedelta(minutes=1))
    shown.refresh_from_db()
    assert not damaged_files(shown)
    assert {name.rpartition("/")[2] for name in shown.files} == files(settings)
    for name in shown.files:
        with default_storage.open(name) as file, Image.open(file) as image:
            image.load()


def expect_page(client, shown: Picture) -> None:
    article = Article.objects.get(slug="page")
    page = client.get(f"/{article.topic.slug}/page/").content.decode()
    assert "A hand on a shoulder" in page
    assert "Ben Okafor" in page  # still signed
    assert all(default_storage.url(copy["name"]) in page for copy in shown.renditions)


@pytest.mark.parametrize("how", DAMAGES)
def test_it_makes_a_damaged_copy_again(client, settings, shown, how):
    damage(shown.renditions[0]["name"], DAMAGES[how])
    expect_page(client, shown)
    assert mend_damaged_copies(timezone.now()) == ""
    expect_whole(shown, settings)
    expect_page(client, shown)


def test_it_leaves_whole_pictures_alone(settings, shown):
    before = files(settings)
    assert mend_damaged_copies(timezone.now()) == ""
    shown.refresh_from_db()
    assert shown.copies_due_at is None
    assert files(settings) == before


@pytest.mark.parametrize("how", DAMAGES)
def test_it_says_which_file_only_a_person_can_put_back(client, settings, shown, caplog, how):
    damage(shown.file.name, DAMAGES[how])
    assert mend_damaged_copies(timezone.now()) == "PictureDamaged"
    assert f"picture {shown.pk} is damaged" in caplog.text
    expect_page(client, shown)
    assert publishing.add_picture(upload(), by=people.max_(), alt="Other words").pk == shown.pk
    shown.refresh_from_db()
    assert shown.alt == "A hand on a shoulder"
    expect_whole(shown, settings)
    expect_page(client, shown)
    assert mend_damaged_copies(timezone.now()) == ""


@pytest.mark.parametrize("how", DAMAGES)
def test_it_answers_for_a_damaged_file(client, shown, how):
    damage(shown.renditions[0]["name"], DAMAGES[how])
    answer = client.get(default_storage.url(shown.renditions[0]["name"]))
    answer.close()
    assert answer.status_code == (404 if how == "gone" else 200)
