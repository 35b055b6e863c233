"""The files that are made of a cleaned picture: the one that is kept, the copies, the crops."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

WIDTHS = (480, 960, 1440)
# Twice the widest copy: enough to make any copy again, and little enough to show meanwhile.
WIDEST_MASTER = 2 * WIDTHS[-1]
THUMBNAIL = (320, 320)
CARD = (1200, 630)  # what is shown where somebody shares a link

_ENCODINGS = {
    "avif": {"quality": 50, "speed": 8},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "progressive": True, "optimize": True},
}
_MASTERS = {
    "jpeg": {"quality": 92, "subsampling": "4:4:4", "progressive": True, "optimize": True},
    "webp": {"quality": 95, "method": 4},
}


@dataclass(frozen=True)
class Copy:
    """One file of a picture; `format` is "avif", "webp" or "jpeg"."""

    width: int
    height: int
    format: str
    bytes: bytes

    @property
    def media_type(self) -> str:
        return f"image/{self.format}"


def master(image: Image.Image) -> Copy:
    """The file that is kept of a cleaned picture, and that pages show until its copies are made.

    JPEG of high quality, or WebP where something shows through; at most 2880 pixels wide.
    """
    kind = "webp" if image.mode == "RGBA" else "jpeg"
    return _copy(_resized(image, min(image.width, WIDEST_MASTER)), kind, _MASTERS[kind])


def renditions(image: Image.Image) -> Iterator[Copy]:
    """Yield copies of a cleaned `image` in AVIF, then WebP, then JPEG, each from small to large.

    A picture is never enlarged: one that is narrower than a width comes in its own.
    """
    sizes = [_resized(image, width) for width in sorted({min(w, image.width) for w in WIDTHS})]
    for kind, options in _ENCODINGS.items():
        for size in sizes:
            yield _copy(size, kind, options)


def crop(image: Image.Image, size: tuple[int, int], focal: tuple[int, int]) -> Copy:
    """The largest part of `image` in the shape of `size`, as JPEG; never enlarged.

    `focal` is in percent from the left and the top. It stands as far from the edges of the part
    as it does from those of the whole, so it is always inside; CSS's object-position does the same.
    """
    scale = min(image.width / size[0], image.height / size[1])
    width, height = (max(1, round(side * scale)) for side in size)
    left = round((image.width - width) * focal[0] / 100)
    top = round((image.height - height) * focal[1] / 100)
    part = image.crop((left, top, left + width, top + height))
    if width > size[0]:
        part = part.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _copy(part, "jpeg", _ENCODINGS["jpeg"])


def _resized(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _copy(image: Image.Image, kind: str, options: dict) -> Copy:
    profile = image.info.get("icc_profile")
    if kind == "jpeg" and image.mode == "RGBA":
        image = _on_white(image)
    try:
        saved = _saved(image, kind, options | {"icc_profile": profile})
    except OSError:
        if kind != "jpeg":
            raise
        # Pillow gives an optimized JPEG a byte for each pixel, and noise needs more. One that is
        # written line by line has no bound.
        plain = {"progressive": False, "optimize": False, "icc_profile": profile}
        saved = _saved(image, kind, options | plain)
    return Copy(image.width, image.height, kind, saved)


def _saved(image: Image.Image, kind: str, options: dict) -> bytes:
    out = BytesIO()
    image.save(out, kind.upper(), **options)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")
