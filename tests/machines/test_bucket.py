"""Pictures in a bucket: their whole life, through our own door, and a store that fails."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.utils import timezone

from content import publishing
from content.models import Picture
from content.publishing.picture_files import remove_stray_files
from tests import make, people
from tests.content.admin.test_markdown import photo, send
from tests.content.sample_pictures import fresh_upload, in_library
from tests.s3 import BUCKET, SECRET, Store
from tpi_site.machines import bucket, configuring

LAST_YEAR = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def running():
    with Store() as store:
        yield store


@pytest.fixture
def store(running, monkeypatch, settings):
    """An empty store, and a site that keeps its pictures there."""
    running.objects.clear()
    running.failing = 0
    running.asked.clear()
    for name, value in running.settings().items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = settings.STORAGES | {"default": configuring.pictures()}
    return running


@pytest.fixture
def database(transactional_db):
    pass


def make_copies():
    return publishing.make_due_copies(timezone.now())


def names(*pictures: Picture) -> set[str]:
    for picture in pictures:
        picture.refresh_from_db()
    return set().union(*(picture.files for picture in pictures))


@pytest.mark.usefixtures("database")
def test_it_keeps_a_picture_and_its_copies_in_the_bucket(store, settings):
    picture = in_library()
    assert names(picture) == set(store.objects)
    assert make_copies() == ""
    assert names(picture) == set(store.objects)
    assert len(store.objects) > 9
    assert {kind for _, kind, _ in store.objects.values()} == {
        "image/avif", "image/webp", "image/jpeg",
    }  # fmt: skip
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.usefixtures("database")
def test_it_has_the_same_addresses_in_the_bucket_and_in_a_folder(store):
    picture = in_library()
    make_copies()
    picture.refresh_from_db()
    folder = FileSystemStorage()
    for name in picture.files:
        assert default_storage.url(name) == folder.url(name) == f"/media/{name}"


@pytest.mark.usefixtures("database")
def test_it_takes_pictures_in_at_the_desk_and_shows_them_through_its_own_door(client, store):
    client.force_login(people.ana())
    assert send(client, photo()).status_code == 200
    picture = Picture.objects.get()
    client.logout()
    response = client.get(picture.file.url)
    assert response.status_code == 200
    assert response.getvalue() == store.objects[picture.file.name][0]
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(len(store.objects[picture.file.name][0]))
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "immutable" in response["Cache-Control"]
    again = client.get(picture.file.url, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("database")
def test_it_shows_them_on_pages_with_no_other_host(client, store):
    picture = in_library()
    page = make.live(body=f"## A picture\n\n![](img:{picture.pk})\n")
    make_copies()
    body = client.get(f"/{page.article.topic.slug}/{page.article.slug}/").content.decode()
    picture.refresh_from_db()
    assert picture.shown["url"] in body
    assert store.url not in body


@pytest.mark.parametrize("name", ["pictures/none.jpeg", "pictures/", "pictures", "a" * 2000, "\0"])
@pytest.mark.django_db
def test_it_has_nothing_else_behind_the_door(client, store, name):
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("name", ["pictures/../../secret", "%2e%2e/secret", "..%2f..%2fsecret"])
@pytest.mark.django_db
def test_it_lets_nobody_out_of_the_bucket(client, store, name):
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.usefixtures("database")
def test_it_takes_the_old_files_away_when_a_picture_is_replaced_or_deleted(store):
    picture = in_library()
    make_copies()
    publishing.replace_picture(picture, fresh_upload(), by=people.max_())
    assert names(picture) == set(store.objects)
    assert len(store.objects) == 1
    publishing.delete(picture, by=None)
    assert not store.objects


@pytest.mark.usefixtures("database")
def test_it_takes_away_what_nobody_names(store):
    picture = in_library()
    stray, young = f"pictures/{'a' * 36}-480.avif", f"pictures/{'b' * 36}-480.avif"
    store.objects |= {
        stray: (b"x", "image/avif", LAST_YEAR),
        young: (b"x", "image/avif", timezone.now()),
        "pictures/notes.txt": (b"x", "text/plain", LAST_YEAR),
    }
    kept, kind, _ = store.objects[picture.file.name]
    store.objects[picture.file.name] = kept, kind, LAST_YEAR
    store.asked.clear()
    assert remove_stray_files(timezone.now()) == ""
    assert set(store.objects) == {picture.file.name, young, "pictures/notes.txt"}
    # Only what nobody names is looked at one by one: a library has thousands of files.
    assert f"HEAD {picture.file.name}" not in store.asked


@pytest.mark.usefixtures("database")
def test_it_has_nothing_to_take_away_from_an_empty_bucket(store):
    assert remove_stray_files(timezone.now()) == ""


@pytest.mark.usefixtures("database")
def test_it_says_so_when_the_store_fails_and_lets_nobody_keep_that(client, store, caplog):
    picture = in_library()
    store.failing = 403
    response = client.get(picture.file.url)
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert "Retry-After" in response
    assert SECRET not in caplog.text
    store.failing = 0
    assert client.get(picture.file.url).status_code == 200


@pytest.mark.usefixtures("database")
def test_it_takes_nothing_in_while_the_store_fails_and_loses_nothing(client, store):
    client.force_login(people.ana())
    store.failing = 403
    with pytest.raises(bucket.StoreFailed):
        send(client, photo())
    assert not Picture.objects.exists()
    store.failing = 0
    picture = in_library()
    store.failing = 400
    assert make_copies() == "StoreFailed"
    store.failing = 0
    again = timezone.now() + timedelta(minutes=10)
    assert publishing.make_due_copies(again) == ""
    assert names(picture) == set(store.objects)


@pytest.mark.usefixtures("database")
def test_it_leaves_a_file_it_cannot_remove_to_the_search_for_strays(store):
    picture = in_library()
    make_copies()
    store.failing = 400
    publishing.delete(picture, by=None)
    assert not Picture.objects.exists()
    store.failing = 0
    assert store.objects
    assert remove_stray_files(timezone.now() + timedelta(days=2)) == ""
    assert not store.objects


def test_it_holds_no_lock_while_a_picture_goes_to_the_store(db, store, monkeypatch):
    """It may be far away, and SQLite has one writer at a time."""
    from django.db import connection

    depth = []
    save = bucket.Bucket.save

    def watched(self, *arguments, **options):
        depth.append(len(connection.savepoint_ids))
        return save(self, *arguments, **options)

    monkeypatch.setattr(bucket.Bucket, "save", watched)
    picture = in_library()
    publishing.replace_picture(picture, fresh_upload(), by=people.max_())
    # The test itself is one transaction; a savepoint would be another in it.
    assert depth == [0, 0]


def test_it_never_writes_over_a_file(store):
    first = default_storage.save("pictures/one.jpeg", ContentFile(b"1"))
    assert default_storage.save("pictures/one.jpeg", ContentFile(b"2")) != first
    assert store.objects[first][0] == b"1"


def test_it_says_at_the_start_that_the_keys_are_wrong(store, monkeypatch, settings):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ANOTHER")
    settings.STORAGES = settings.STORAGES | {"default": configuring.pictures()}
    with pytest.raises(bucket.StoreFailed, match="answers with 403"):
        storages["default"].try_out()


def test_it_knows_where_the_pictures_are(store):
    storages["default"].try_out()
    assert storages["default"].place == f"{store.url}/{BUCKET}"


GOOD = {"S3_BUCKET": "guide-pictures", "S3_ENDPOINT_URL": "https://s3.example.org"}
BAD = [
    ({"S3_BUCKET": "s3://guide"}, "S3_BUCKET is “s3://guide”"),
    ({"S3_BUCKET": "Guide"}, "small letters"),
    ({"S3_BUCKET": ""}, "S3_ENDPOINT_URL is set, but S3_BUCKET is not"),
    ({"S3_BUCKET": "", "S3_ENDPOINT_URL": "", "S3_REGION": "x"}, "leave S3_REGION out"),
    ({"S3_REGION": "us west"}, "S3_REGION is “us west”"),
    ({"S3_ENDPOINT_URL": "s3.example.org"}, "S3_ENDPOINT_URL cannot be used"),
    ({"S3_ENDPOINT_URL": "https://user:password@s3.example.org"}, "without a bucket or a password"),
    ({"S3_ENDPOINT_URL": "https://s3.example.org/bucket"}, "without a bucket"),
    ({"S3_ENDPOINT_URL": "http://s3:port"}, "cannot be used"),
    ({"AWS_ACCESS_KEY_ID": "one"}, "Only one of AWS_ACCESS_KEY_ID and AWS_SECRET"),
]
NAMES = (*GOOD, "S3_REGION", *configuring.KEYS)


@pytest.fixture
def environ(monkeypatch):
    """Sets GOOD and what is given on top."""

    def environ(**values):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in (GOOD | values).items():
            monkeypatch.setenv(name, value)

    return environ


@pytest.mark.parametrize(("values", "words"), BAD)
def test_it_refuses_what_cannot_be_a_store(environ, values, words):
    environ(**values)
    with pytest.raises(ImproperlyConfigured, match=words) as refusal:
        configuring.pictures()
    assert "password@" not in str(refusal.value)


def test_it_takes_a_store_with_and_without_keys(environ):
    environ()
    assert configuring.pictures()["OPTIONS"] == {
        "bucket_name": "guide-pictures",
        "region_name": "us-east-1",
        "endpoint_url": "https://s3.example.org",
    }
    environ(AWS_ACCESS_KEY_ID="one", AWS_SECRET_ACCESS_KEY="two", S3_REGION="eu-central-1")
    assert configuring.pictures()["OPTIONS"]["secret_key"] == "two"


def test_it_keeps_pictures_in_a_folder_when_nothing_is_said(environ):
    environ(S3_BUCKET="", S3_ENDPOINT_URL="")
    assert configuring.pictures() == configuring.FOLDER
