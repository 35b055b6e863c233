"""Files that are no usable picture, sent through both doors: a sentence, and nothing is left."""

import random
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from content.models import Picture
from tests import people
from tests.content.sample_pictures import SECRET, files, picture, raw_png, saved

pytestmark = pytest.mark.django_db
DESK, LIBRARY = "/staff/markdown/upload/", "/admin/content/picture/add/"

FRAMES = [picture(), picture().rotate(180)]
MOVING = {"save_all": True, "append_images": FRAMES[1:], "duration": 100}
NOISE = saved(Image.effect_noise((300, 200), 60).convert("RGB"), "JPEG")
HTML = b"<!doctype html><script>alert('" + SECRET + b"')</script>"
BAD = {
    "renamed executable": (b"MZ\x90\x00" + bytes(5000), "This file is a program"),
    "renamed script": (b"#!/bin/sh\nrm -rf ~\n", "This file is a program"),
    "HTML as JPEG": (HTML, "not a picture that can be used"),
    "HTML behind the head of a PNG": (b"\x89PNG\r\n\x1a\n" + HTML, "damaged or not complete"),
    "HTML behind the head of a GIF": (b"GIF89a" + HTML, "GIF pictures"),
    "SVG with a script": (
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script>",
        "SVG drawings cannot be used because they can carry programs",
    ),
    "SVG with a handler": (b"<svg onload='alert(1)'/>", "SVG drawings"),
    "30,000 by 30,000": (raw_png(30_000, 30_000), "over 25 million pixels"),
    "16,001 high": (raw_png(10, 16_001), "One side is over 16,000 pixels"),
    "PNG that unpacks to 80 MB of words": (
        raw_png(4, 4, body=bytes(52), words=b"a" * 80_000_000),
        "damaged or not complete",
    ),
    "PNG with less than its head promises": (raw_png(4000, 4000), "damaged or not complete"),
    "truncated JPEG": (NOISE[: len(NOISE) // 2], "damaged or not complete"),
    "moving GIF": (saved(FRAMES[0], "GIF", **MOVING), "GIF pictures, moving or still"),
    "moving WebP": (saved(FRAMES[0], "WEBP", **MOVING), "Moving pictures cannot be used"),
    "moving PNG": (saved(FRAMES[0], "PNG", **MOVING), "Moving pictures cannot be used"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500), "HEIC pictures from an iPhone"),
    "AVIF": (saved(picture(), "AVIF"), "send a JPEG, PNG or WebP picture"),
    "BMP": (saved(picture(), "BMP"), "BMP pictures cannot be used"),
    "TIFF": (saved(picture(), "TIFF"), "TIFF pictures cannot be used"),
    "PDF": (b"%PDF-1.7\n" + bytes(500), "This is a PDF, not a picture"),
    "Word document": (b"PK\x03\x04" + bytes(500), "a document or a packed folder"),
    "empty": (b"", "The file is empty"),
    "15 MB and one byte": (NOISE + bytes(15 * 1024**2 + 1 - len(NOISE)), "larger than 15 MB"),
    "noise": (random.Random(4).randbytes(5000), "not a picture that can be used"),
}


def send(client, address, data, name="photo.jpg"):
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return client.post(address, {"image": file, "alt": "Words that were typed"})


@pytest.mark.parametrize("kind", BAD)
def test_it_tells_the_desk_why_a_file_is_refused_and_leaves_nothing(client, settings, kind):
    data, hint = BAD[kind]
    client.force_login(people.ana())
    response = send(client, DESK, data)
    assert response.status_code == 400
    answer = response.json()
    assert hint in answer["error"]
    assert answer["error"].endswith(".")
    assert answer["field"] == "image"
    assert (files(settings), Picture.objects.count()) == (set(), 0)


@pytest.mark.parametrize("kind", BAD)
def test_it_tells_the_library_too_and_keeps_what_was_typed(client, settings, kind):
    data, hint = BAD[kind]
    client.force_login(people.ana())
    response = send(client, LIBRARY, data)
    html = response.content.decode()
    assert response.status_code == 400
    assert html.count(hint) == 2, "beside the field and in the summary"
    assert "Words that were typed" in html
    assert (files(settings), Picture.objects.count()) == (set(), 0)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [({"sec-fetch-mode": "cors"}, "application/json"), ({}, "text/html; charset=utf-8")],
)
def test_it_refuses_sixty_megabytes_before_they_are_read(client, settings, headers, kind):
    settings.LARGEST_BODY = 16_000
    client.force_login(people.ana())
    file = SimpleUploadedFile("photo.jpg", bytes(60_000))
    response = client.post(DESK, {"image": file, "alt": "Words"}, headers=headers)
    assert response.status_code == 413
    assert response["Content-Type"] == kind
    assert "A picture may have 15 MB at most. Choose a smaller copy of it." in (
        response.content.decode()
    )
    assert (files(settings), Picture.objects.count()) == (set(), 0)


def test_it_tells_a_patient_in_other_words(client, settings):
    settings.LARGEST_BODY = 16_000
    html = client.post("/contact/", {"message": "a" * 20_000}).content.decode()
    assert "Make it shorter and send it again" in html
    assert "picture may" not in html


GOOD = {
    "CMYK": saved(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG", quality=95),
    "16-bit grey": saved(Image.new("I;16", (60, 40), 0x8000), "PNG"),
    "16-bit colour": raw_png(4, 4, bits=16, body=(b"\0" + b"\xff\xff\0\0\0\0" * 4) * 4),
    "PNG named as JPEG": saved(picture(), "PNG"),
    "still WebP": saved(picture(), "WEBP"),
    "JPEG with a page behind it": saved(picture(), "JPEG") + HTML,
    "PNG with a page behind it": saved(picture(), "PNG") + HTML,
    "JPEG with a program behind it": saved(picture(), "JPEG") + b"MZ" + bytes(400) + SECRET,
}


@pytest.mark.parametrize("kind", GOOD)
def test_it_takes_odd_pictures_and_keeps_a_plain_file_of_them(client, settings, kind):
    client.force_login(people.ana())
    assert send(client, DESK, GOOD[kind]).status_code == 200
    (kept,) = settings.MEDIA_ROOT.rglob("*.*")
    data = kept.read_bytes()
    image = Image.open(BytesIO(data))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert data.endswith(b"\xff\xd9"), "nothing hangs behind the picture"
    assert SECRET not in data


def test_it_takes_no_name_and_no_ending_from_outside(client, settings):
    client.force_login(people.ana())
    send(client, DESK, GOOD["still WebP"], name="../../evil.php")
    (name,) = files(settings)
    assert name.endswith("-120.jpeg")
