"""Uploads: closed to everyone but staff with the right, and judged by their content."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from content import publishing
from content.models import Picture
from tests import people

pytestmark = pytest.mark.django_db
PREVIEW, UPLOAD = "/staff/desk/new/preview/", "/staff/markdown/upload/"


def photo(size=(600, 400), format_="JPEG", name="photo.jpg", **options) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", size, (180, 90, 60)).save(buffer, format_, **options)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")


def files(settings) -> list[str]:
    return sorted(p.name for p in settings.MEDIA_ROOT.rglob("*") if p.is_file())


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD])
@pytest.mark.parametrize("somebody", [None, people.stranger, people.carla, people.ben])
def test_it_turns_away_everybody_without_the_right(client, settings, path, somebody):
    if somebody:
        client.force_login(somebody())
    response = client.post(path, {"content": "# x", "image": photo()})
    assert response.status_code == 403
    assert "Location" not in response
    assert len(response.content) < 100
    assert files(settings) == []


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD])
def test_it_refuses_get(client, path):
    client.force_login(people.ana())
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("path", ["/markdownx/upload/", "/markdownx/markdownify/"])
def test_it_has_no_stock_addresses(client, settings, path):
    response = client.post(path, {"content": "x", "image": photo()})
    assert response.status_code in {404, 405}
    assert files(settings) == []


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD])
def test_it_wants_the_form_token(path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.ana())
    response = client.post(path, {"content": "x"}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 403
    assert len(response.content) < 100


def test_it_stores_a_picture_under_a_name_of_our_own(client, settings):
    client.force_login(people.ana())
    answer = client.post(UPLOAD, {"image": photo(name="../../Maria Lopez.jpg")}).json()
    picture = Picture.objects.get()
    assert answer["image_code"] == f"![](img:{picture.pk})"
    assert (picture.width, picture.height) == (600, 400)
    assert all("Lopez" not in name for name in files(settings))
    assert len(files(settings)) == 1
    assert picture.uploaded_by.username == "ana"


def test_it_takes_the_place_and_camera_out_of_a_photo(client, settings):
    client.force_login(people.ana())
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    client.post(UPLOAD, {"image": photo(size=(80, 40), exif=exif)})
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (40, 80)
    for path in settings.MEDIA_ROOT.rglob("*.*"):
        assert b"SecretCamera" not in path.read_bytes()


def test_it_keeps_the_same_picture_once(client):
    client.force_login(people.ana())
    codes = {client.post(UPLOAD, {"image": photo()}).json()["image_code"] for _ in range(2)}
    assert len(codes) == Picture.objects.count() == 1


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("x.jpg", b"<html><script>alert(1)</script>", "image/jpeg"),
        SimpleUploadedFile("x.svg", b'<svg onload="alert(1)"/>', "image/svg+xml"),
        SimpleUploadedFile("x.gif", b"GIF89a<script>", "image/gif"),
        SimpleUploadedFile("x.jpg", b"", "image/jpeg"),
    ],
    ids=["html", "svg", "gif", "empty"],
)
def test_it_refuses_what_is_no_picture_and_leaves_nothing(client, settings, file):
    client.force_login(people.ana())
    response = client.post(UPLOAD, {"image": file})
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")
    assert (files(settings), Picture.objects.count()) == ([], 0)


def test_it_leaves_nothing_on_the_disk_when_the_row_cannot_be_written(
    client, settings, monkeypatch
):
    client.force_login(people.ana())

    def broken(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Picture, "save", broken)
    with pytest.raises(OSError, match="disk full"):
        client.post(UPLOAD, {"image": photo()})
    assert files(settings) == []


def test_it_serves_a_picture_that_cannot_act_as_a_page(client):
    client.force_login(people.ana())
    client.post(UPLOAD, {"image": photo()})
    client.logout()
    response = client.get(Picture.objects.get().file.url)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


@pytest.mark.django_db(transaction=True)
def test_it_takes_a_deleted_picture_off_the_disk(client, settings):
    client.force_login(people.max_())
    client.post(UPLOAD, {"image": photo()})
    assert files(settings)
    publishing.delete(Picture.objects.get(), by=None)
    assert files(settings) == []


@pytest.mark.parametrize("path", ["/media/../settings.py", "/media/%2e%2e/secret_key", "/media/"])
def test_it_serves_nothing_outside_the_pictures(client, path):
    assert client.get(path).status_code in {400, 404}
