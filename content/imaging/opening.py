"""Opens pictures from strangers: refuses what is none, and cleans what is one."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from content.imaging.copies import WIDTHS

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 25_000_000
MAX_SIDE = 16_000  # WebP ends at 16,383

_FORMATS = ("JPEG", "PNG", "WEBP")
# A larger profile would weigh more than a small picture itself.
_MAX_PROFILE_BYTES = 64 * 1024

_SAVE_AGAIN = "save the picture as JPEG or PNG and send that."
_DAMAGED = "The picture is damaged or not complete; send it again from where it was first saved."
_PROGRAM = "This file is a program and not a picture; choose the picture itself."
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_OTHER_FILES = (
    (b"GIF8", "GIF pictures, moving or still, cannot be used"),
    (b"BM", "BMP pictures cannot be used"),
    (b"II*\0", "TIFF pictures cannot be used"),
    (b"MM\0*", "TIFF pictures cannot be used"),
    (b"%PDF", "This is a PDF, not a picture"),
    (b"PK\x03\x04", "This is a document or a packed folder, not a picture"),
)
_APPLE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class ImageRefused(ValueError):
    """The upload cannot be used; the text is one sentence for the person who sent it."""


@dataclass(frozen=True)
class Upload:
    """A picture that is safe to use.

    `image` is upright, in mode RGB or (only if something shows through) RGBA, and
    carries nothing but its colour profile. `width` and `height` are those of `image`:
    a very large JPEG is already read at a smaller size, never below 1440 pixels.
    `sha256` is over pixels and profile: the same picture with other metadata is the same.
    """

    image: Image.Image
    width: int
    height: int
    sha256: str


def open_upload(file: BinaryIO) -> Upload:
    """Check, read and clean the picture in `file` (read from its present position).

    Raises ImageRefused when the file is empty, larger than 15 MB, no JPEG, PNG or WebP,
    animated, over 25 million pixels (known from the header, before decoding) or damaged.
    """
    clean = _cleaned(_open(_read(file)))
    return Upload(clean, clean.width, clean.height, _fingerprint(clean))


def open_own(file: BinaryIO) -> Image.Image:
    """A picture that this site stored itself, ready for `renditions` and `crop`."""
    return _cleaned(_open(file.read()))


def _read(file: BinaryIO) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ImageRefused("The picture is larger than 15 MB; send a smaller copy of it.")
    if not data:
        raise ImageRefused("The file is empty; choose the picture again.")
    return data


def _open(data: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:  # decoders raise whatever hostile bytes lead them to
        raise ImageRefused(_why_not_opened(data)) from None
    _refuse_unusable(image)
    return image


def _why_not_opened(data: bytes) -> str:
    if data.startswith(_PROGRAMS):
        return _PROGRAM
    head = data[:2048].lower()
    if data[4:8] == b"ftyp" and data[8:12] in _APPLE_BRANDS:
        return f"HEIC pictures from an iPhone or iPad cannot be used; {_SAVE_AGAIN}"
    if b"<svg" in head:
        return f"SVG drawings cannot be used because they can carry programs; {_SAVE_AGAIN}"
    for start, reason in _OTHER_FILES:
        if data.startswith(start):
            return f"{reason}; {_SAVE_AGAIN}"
    if data.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")):
        return _DAMAGED
    return "This file is not a picture that can be used; send a JPEG, PNG or WebP picture."


def _refuse_unusable(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if max(image.size) > MAX_SIDE:
        raise ImageRefused(
            "One side is over 16,000 pixels; crop the picture or send a smaller copy."
        )
    # A phone may hide a second picture in a JPEG; that is no animation.
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        raise ImageRefused(f"Moving pictures cannot be used; {_SAVE_AGAIN}")


def _too_many_pixels() -> ImageRefused:
    return ImageRefused("The picture has over 25 million pixels; send a smaller copy of it.")


def _cleaned(image: Image.Image) -> Image.Image:
    try:
        image.draft(image.mode, (WIDTHS[-1], WIDTHS[-1]))
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return _without_metadata(*_as_rgb(image, image.info.get("icc_profile")))
    except Exception:  # decoders raise whatever hostile bytes lead them to
        raise ImageRefused(_DAMAGED) from None


def _as_rgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """The picture as RGB or RGBA and the profile that is right for it then."""
    image = _in_plain_mode(image)
    if image.mode in ("RGB", "RGBA") and profile and _can_stay(profile):
        return image, profile
    return _in_screen_colours(image, profile), None


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """The picture in mode L, CMYK, RGB or, if something shows through, RGBA."""
    if image.mode.startswith("I"):
        return _eight_bits(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        return image.convert("RGB") if image.getextrema()[3][0] == 255 else image
    return image if image.mode in ("L", "CMYK", "RGB") else image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _can_stay(profile: bytes) -> bool:
    if len(profile) > _MAX_PROFILE_BYTES:
        return False
    try:
        return ImageCms.ImageCmsProfile(BytesIO(profile)).profile.xcolor_space.strip() == "RGB"
    except (ImageCms.PyCMSError, OSError):
        return False


def _in_screen_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB, which browsers take for granted; unmanaged if `profile` is no use."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if not profile:
        return image if image.mode == mode else image.convert(mode)
    try:
        source, screen = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, screen, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image.convert(mode)


def _without_metadata(image: Image.Image, profile: bytes | None) -> Image.Image:
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    if profile:
        clean.info["icc_profile"] = profile
    return clean


def _fingerprint(image: Image.Image) -> str:
    digest = hashlib.sha256(f"{image.mode} {image.width}x{image.height} ".encode())
    digest.update(image.info.get("icc_profile", b""))
    digest.update(image.tobytes())
    return digest.hexdigest()
