"""Opening pictures from strangers: what is refused, what is cleaned, what comes out."""

import random
import re
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from content import imaging
from content.imaging import CARD, THUMBNAIL, ImageRefused, crop, master, open_upload, renditions
from tests.content.sample_pictures import (
    GPS,
    SECRET,
    exif,
    picture,
    raw_png,
    rgb_profile,
    saved,
    with_metadata,
)


def opened(data):
    return open_upload(BytesIO(data))


def refusal(data):
    with pytest.raises(ImageRefused) as caught:
        opened(data)
    sentence = str(caught.value)
    assert re.fullmatch(r"[A-Z][^.]+\.", sentence), "one sentence"
    return sentence


def outputs(image):
    return {(made.width, made.format): made for made in renditions(image)}


@pytest.fixture
def no_decoding(monkeypatch):
    def fail(self):
        raise AssertionError("decoded before it was refused")

    monkeypatch.setattr(ImageFile.ImageFile, "load", fail)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_opens_the_usual_formats(kind):
    upload = opened(saved(picture(), kind))
    assert (upload.width, upload.height) == upload.image.size == (120, 80)
    assert upload.image.mode == "RGB"


# What is refused


def test_it_refuses_an_empty_file():
    assert "empty" in refusal(b"")


def test_it_refuses_a_large_file_without_reading_it_all(no_decoding):
    file = BytesIO(saved(picture(), "JPEG") + bytes(imaging.MAX_BYTES * 2))
    with pytest.raises(ImageRefused, match="15 MB"):
        open_upload(file)
    assert file.tell() == imaging.MAX_BYTES + 1


def test_it_takes_a_file_of_just_the_largest_size():
    data = saved(picture(), "JPEG")
    assert opened(data + bytes(imaging.MAX_BYTES - len(data))).width == 120


@pytest.mark.parametrize("size", [(5001, 5000), (9_500, 9_500), (13_000, 13_000), (60_000, 60_000)])
@pytest.mark.filterwarnings("error")
def test_it_refuses_too_many_pixels_from_the_header(size, no_decoding):
    assert "25 million pixels" in refusal(raw_png(*size))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_it_refuses_too_many_pixels_where_warnings_are_only_logged(no_decoding):
    assert "25 million pixels" in refusal(raw_png(10_000, 10_000))


def test_it_refuses_a_very_long_side(no_decoding):
    assert "16,000 pixels" in refusal(raw_png(10, 16_001))


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"<html><script>alert(1)</script></html>", "JPEG, PNG or WebP"),
        (b"GIF89a<html><script>alert(1)</script>", "GIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!DOCTYPE svg><SVG/>", "SVG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"%PDF-1.7", "PDF"),
        (b"MZ\x90\0" + bytes(400), "program"),
        (b"\x7fELF" + bytes(400), "program"),
        (b"#!/bin/sh\nrm -r ~", "program"),
        (b"PK\x03\x04word/document.xml", "document"),
        (b"\0", "JPEG, PNG or WebP"),
        (b"just text", "JPEG, PNG or WebP"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "damaged"),
    ],
)
def test_it_says_why_a_file_is_no_usable_picture(data, hint):
    assert hint in refusal(data)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_it_names_picture_formats_it_does_not_take(kind):
    assert kind in refusal(saved(picture(), kind))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_it_refuses_moving_pictures(kind):
    frames = [picture(), picture().rotate(180)]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert "moving" in refusal(data).lower()


def test_it_takes_the_first_picture_of_a_double_jpeg():
    data = saved(picture(), "MPO", save_all=True, append_images=[picture(60, 40)])
    assert opened(data).image.size == (120, 80)


def test_it_refuses_words_in_a_picture_that_unpack_to_very_much():
    bomb = raw_png(4, 4, body=bytes(52), words=b"a" * 80_000_000)
    assert len(bomb) < 100_000
    assert opened(raw_png(4, 4, body=bytes(52), words=b"a")).width == 4
    assert "damaged" in refusal(bomb)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_it_refuses_truncated_pictures(kind, share):
    data = saved(Image.effect_noise((200, 150), 60).convert("RGB"), kind)
    assert "damaged" in refusal(data[: int(len(data) * share)])


# What is cleaned


def test_it_stores_a_sideways_photo_upright():
    upload = opened(saved(picture(800, 400), "JPEG", exif=exif(orientation=6)))
    assert (upload.width, upload.height) == (400, 800)
    assert outputs(upload.image)[400, "jpeg"].height == 800


def test_it_turns_the_right_way():
    image = Image.new("RGB", (80, 40), "white")
    image.paste("red", (0, 0, 40, 40))
    upright = opened(saved(image, "PNG", exif=exif(orientation=6))).image
    assert upright.getpixel((20, 10)) == (255, 0, 0)
    assert upright.getpixel((20, 70)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_takes_place_and_comments_out_of_every_copy(kind):
    data = with_metadata(kind)
    assert SECRET in data
    assert Image.open(BytesIO(data)).getexif().get_ifd(GPS)
    for made in renditions(opened(data).image):
        copy = Image.open(BytesIO(made.bytes))
        assert SECRET not in made.bytes
        assert not copy.getexif()
        assert not {"exif", "xmp", "comment", "photoshop"} & set(copy.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_drops_what_hangs_behind_the_picture(kind):
    tail = b"<script>alert('" + SECRET + b"')</script>"
    for made in renditions(opened(saved(picture(), kind) + tail).image):
        assert SECRET not in made.bytes


def test_it_keeps_the_profile_of_a_colour_picture():
    upload = opened(saved(picture(), "JPEG", icc_profile=rgb_profile()))
    for made in renditions(upload.image):
        assert Image.open(BytesIO(made.bytes)).info["icc_profile"] == rgb_profile()


@pytest.mark.parametrize(
    "profile", [b"nonsense " * 20, rgb_profile() + bytes(imaging.MAX_PIXELS // 250)]
)
def test_it_drops_a_broken_or_huge_profile(profile):
    upload = opened(saved(picture(), "PNG", icc_profile=profile))
    assert "icc_profile" not in upload.image.info


@pytest.mark.parametrize("options", [{}, {"icc_profile": rgb_profile()}])
def test_it_turns_print_colours_into_screen_colours(options):
    data = saved(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG", quality=95, **options)
    image = opened(data).image
    red, green, blue = image.getpixel((30, 20))
    assert (image.mode, image.info) == ("RGB", {})
    assert red > 200
    assert max(green, blue) < 60


def test_it_brings_sixteen_bit_grey_down_to_eight():
    image = opened(saved(Image.new("I;16", (20, 10), 0x8000), "PNG")).image
    assert (image.mode, image.getpixel((5, 5))) == ("RGB", (128, 128, 128))


def test_it_opens_sixteen_bit_colour():
    rows = b"".join(b"\0" + b"\xff\xff\x80\x00\x00\x00" * 4 for _ in range(4))
    data = raw_png(4, 4, bits=16, body=rows)
    assert opened(data).image.getpixel((0, 0)) == (255, 128, 0)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "PA", "RGB", "RGBA"])
def test_it_makes_plain_colour_of_every_opaque_mode(mode):
    source = (
        picture(mode="RGBA").convert("P") if mode == "P" else picture(mode=mode.strip("A") or "L")
    )
    source = source.convert(mode)
    assert opened(saved(source, "PNG" if mode != "PA" else "WEBP")).image.mode == "RGB"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_it_keeps_transparency_that_shows(kind):
    source = Image.new("RGBA", (40, 40), (200, 0, 0, 255))
    source.paste((0, 0, 0, 0), (0, 0, 20, 40))
    made = outputs(opened(saved(source, kind, lossless=True)).image)
    for form in ("avif", "webp"):
        copy = Image.open(BytesIO(made[40, form].bytes)).convert("RGBA")
        assert (copy.getpixel((5, 5))[3], copy.getpixel((35, 35))[3]) == (0, 255)
    white = Image.open(BytesIO(made[40, "jpeg"].bytes)).getpixel((5, 5))
    assert min(white) > 245


def test_it_keeps_transparency_named_by_a_palette():
    source = Image.new("P", (10, 10), 0)
    assert opened(saved(source, "PNG", transparency=0)).image.mode == "RGBA"


# What comes out


def test_it_makes_three_widths_in_three_formats():
    made = list(renditions(picture(3000, 1500)))
    assert [(copy.format, copy.width, copy.height) for copy in made] == [
        (kind, width, width // 2) for kind in ("avif", "webp", "jpeg") for width in (480, 960, 1440)
    ]


def test_it_makes_files_that_are_what_they_say():
    for made in renditions(picture(500, 300)):
        copy = Image.open(BytesIO(made.bytes))
        assert copy.get_format_mimetype() == made.media_type
        assert copy.size == (made.width, made.height)


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, {1}), (300, {300}), (480, {480}), (700, {480, 700}), (1440, {480, 960, 1440})],
)
def test_it_never_enlarges(width, widths):
    assert {made.width for made in renditions(picture(width, 90))} == widths


def test_it_makes_thin_pictures_at_least_one_pixel_high():
    assert {made.height for made in renditions(picture(1000, 1))} == {1}


def test_it_makes_progressive_jpegs():
    made = outputs(picture(500, 300))[500, "jpeg"]
    assert Image.open(BytesIO(made.bytes)).info["progressive"]


def test_it_reads_a_very_large_jpeg_at_a_smaller_size():
    upload = opened(saved(picture(5000, 4000), "JPEG"))
    assert 1440 <= upload.width < 5000
    assert upload.height == round(upload.width * 4 / 5)


def test_it_knows_the_same_picture_with_other_metadata():
    assert opened(with_metadata("PNG")).sha256 == opened(saved(picture(500, 300), "PNG")).sha256


def test_it_tells_different_pictures_apart():
    plain = opened(saved(picture(), "PNG"))
    other = opened(saved(picture().rotate(180), "PNG"))
    assert plain.sha256 != other.sha256
    assert re.fullmatch(r"[0-9a-f]{64}", plain.sha256)


def test_it_tells_the_same_numbers_in_other_colours_apart():
    plain = opened(saved(picture(), "PNG"))
    assert plain.sha256 != opened(saved(picture(), "PNG", icc_profile=rgb_profile())).sha256


# The file that is kept, and the crops


@pytest.mark.parametrize(("width", "kept"), [(700, 700), (2880, 2880), (3600, 2880)])
def test_it_keeps_one_file_of_high_quality_and_sensible_width(width, kept):
    made = master(picture(width, 400))
    assert (made.format, made.width) == ("jpeg", kept)
    assert Image.open(BytesIO(made.bytes)).size == (kept, round(400 * kept / width))


def test_it_keeps_what_shows_through_in_the_kept_file():
    made = master(Image.new("RGBA", (40, 40), (200, 0, 0, 120)))
    assert made.format == "webp"
    assert Image.open(BytesIO(made.bytes)).convert("RGBA").getpixel((5, 5))[3] == 120


def quarters():
    """Red, green, blue and white, clockwise from the top left."""
    image = Image.new("RGB", (800, 800), "white")
    image.paste((255, 0, 0), (0, 0, 400, 400))
    image.paste((0, 255, 0), (400, 0, 800, 400))
    image.paste((0, 0, 255), (400, 400, 800, 800))
    return image


@pytest.mark.parametrize(
    ("focal", "colour"),
    [((0, 0), (255, 0, 0)), ((100, 0), (0, 255, 0)), ((100, 100), (0, 0, 255))],
)
def test_it_cuts_around_the_focal_point(focal, colour):
    at = tuple(5 if side == 0 else 314 for side in focal)
    for size in ((1600, 400), (400, 1600)):
        made = crop(quarters().resize(size), THUMBNAIL, focal)
        seen = Image.open(BytesIO(made.bytes)).getpixel(at)
        assert max(abs(a - b) for a, b in zip(seen, colour, strict=True)) < 12


def test_it_cuts_where_css_would_cut():
    ramp = Image.linear_gradient("L").resize((100, 1000)).convert("RGB")
    top = Image.open(BytesIO(crop(ramp, THUMBNAIL, (50, 25)).bytes)).getpixel((50, 0))[0]
    assert abs(top - 255 * (1000 - 100) * 0.25 / 1000) < 6


@pytest.mark.parametrize(
    ("size", "made"),
    [((2000, 1500), CARD), ((600, 600), (600, 315)), ((9, 4000), (9, 5)), ((4000, 1), (2, 1))],
)
def test_it_makes_cards_of_the_right_shape_and_never_larger(size, made):
    card = crop(picture(*size), CARD, (50, 50))
    assert (card.width, card.height, card.format) == (*made, "jpeg")
    assert Image.open(BytesIO(card.bytes)).size == made


def test_it_keeps_the_profile_in_crops_and_in_the_kept_file():
    image = opened(saved(picture(3000, 900), "JPEG", icc_profile=rgb_profile())).image
    for made in (crop(image, CARD, (50, 50)), master(image)):
        assert Image.open(BytesIO(made.bytes)).info["icc_profile"] == rgb_profile()


def test_it_keeps_a_picture_of_noise_which_nothing_makes_smaller():
    noise = Image.frombytes("RGB", (700, 500), random.Random(1).randbytes(700 * 500 * 3))
    kept = master(noise)
    assert len(kept.bytes) > 700 * 500
    for copy in [kept, *renditions(noise), crop(noise, CARD, (50, 50))]:
        with Image.open(BytesIO(copy.bytes)) as image:
            image.load()
