"""Uploads: closed to everyone but staff with the right, and judged by their content."""

from io import BytesIO

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from content import publishing
from content.models import Picture
from content.publishing import pictures
from tests import people

pytestmark = pytest.mark.django_db
PREVIEW, UPLOAD = "/staff/desk/new/preview/", "/staff/markdown/upload/"


def photo(size=(600, 400), format_="JPEG", name="photo.jpg", **options) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", size, (180, 90, 60)).save(buffer, format_, **options)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")


def send(client, file, **fields):
    return client.post(UPLOAD, {"image": file, "alt": "A sore spot"} | fields)


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
    answer = send(client, photo(name="../../Maria Lopez.jpg"), credit="A. Ruiz", licence="Ours")
    picture = Picture.objects.get()
    assert answer.json() == {
        "picture": picture.pk,
        "code": f"![](img:{picture.pk})",
        "thumb": picture.file.url,
        "alt": "A sore spot",
        "known": False,
    }
    assert (picture.alt, picture.credit, picture.licence) == ("A sore spot", "A. Ruiz", "Ours")
    assert (picture.width, picture.height) == (600, 400)
    assert all("Lopez" not in name for name in files(settings))
    assert len(files(settings)) == 1
    assert picture.uploaded_by.username == "ana"


def test_it_takes_the_place_and_camera_out_of_a_photo(client, settings):
    client.force_login(people.ana())
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    send(client, photo(size=(80, 40), exif=exif))
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (40, 80)
    for path in settings.MEDIA_ROOT.rglob("*.*"):
        assert b"SecretCamera" not in path.read_bytes()


def test_it_keeps_the_same_picture_once(client):
    client.force_login(people.ana())
    first = send(client, photo()).json()
    again = send(client, photo(), alt="Other words").json()
    assert again == first | {"known": True}
    assert Picture.objects.get().alt == "A sore spot"


def test_it_keeps_a_picture_once_that_two_people_send_at_one_moment(client, settings, monkeypatch):
    client.force_login(people.ana())
    send(client, photo())
    same, asked = pictures.same, []

    def not_yet(upload):
        asked.append(upload)
        return same(upload) if len(asked) > 1 else None

    monkeypatch.setattr(pictures, "same", not_yet)
    assert send(client, photo()).json()["picture"] == Picture.objects.get().pk
    assert len(files(settings)) == 1


@pytest.mark.parametrize("words", [{"alt": ""}, {"alt": "  "}, {"alt": "", "decorative": ""}])
def test_it_wants_a_description_or_the_word_that_it_is_decoration(client, settings, words):
    client.force_login(people.ana())
    response = send(client, photo(), **words)
    assert response.status_code == 400
    assert response.json()["field"] == "alt"
    assert "Describe the picture" in response.json()["error"]
    assert (files(settings), Picture.objects.count()) == ([], 0)


def test_it_takes_a_picture_that_is_only_decoration(client):
    client.force_login(people.ana())
    assert send(client, photo(), alt="", decorative="on").status_code == 200
    assert Picture.objects.get().is_decorative


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("alt", "a" * 251, "Shorten this to 250 characters; it has 251."),
        ("credit", "a" * 121, "Shorten this to 120 characters; it has 121."),
        ("image", "", "Choose a picture."),
        ("consent_until", "some day", "date"),
    ],
)
def test_it_says_to_which_field_a_mistake_belongs(client, settings, field, value, hint):
    client.force_login(people.ana())
    response = send(client, photo(), **{field: value})
    assert response.status_code == 400
    assert response.json()["field"] == field
    assert hint in response.json()["error"]
    assert (files(settings), Picture.objects.count()) == ([], 0)


def test_it_leaves_nothing_on_the_disk_when_the_row_cannot_be_written(
    client, settings, monkeypatch
):
    client.force_login(people.ana())

    def broken(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Picture, "save", broken)
    with pytest.raises(OSError, match="disk full"):
        send(client, photo())
    assert files(settings) == []


def test_it_leaves_no_half_file_when_the_disk_is_full(client, settings, monkeypatch):
    client.force_login(people.ana())
    write = FileSystemStorage._save

    def half(storage, name, content):
        write(storage, name, content)
        raise OSError("no space")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    with pytest.raises(OSError, match="no space"):
        send(client, photo())
    assert (files(settings), Picture.objects.count()) == ([], 0)


def test_it_serves_a_picture_that_cannot_act_as_a_page(client):
    client.force_login(people.ana())
    send(client, photo())
    client.logout()
    response = client.get(Picture.objects.get().file.url)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


@pytest.mark.django_db(transaction=True)
def test_it_takes_a_deleted_picture_off_the_disk(client, settings):
    client.force_login(people.max_())
    send(client, photo())
    assert files(settings)
    publishing.delete(Picture.objects.get(), by=None)
    assert files(settings) == []


@pytest.mark.parametrize("path", ["/media/../settings.py", "/media/%2e%2e/secret_key", "/media/"])
def test_it_serves_nothing_outside_the_pictures_and_takes_it_for_no_fault(client, caplog, path):
    assert client.get(path).status_code == 404
    assert not [line for line in caplog.records if line.levelname == "ERROR"]
