"""Picture files made for tests, some with things in them that must not come out again."""

import struct
import zlib
from functools import cache
from io import BytesIO
from itertools import count

from PIL import Image, ImageCms, PngImagePlugin

from content import publishing
from content.imaging import open_upload

_numbers = count(1)
SECRET = b"Secret-4711"
GPS = 0x8825
ORIENTATION = 0x0112


def picture(width=120, height=80, mode="RGB"):
    return Image.linear_gradient("L").resize((width, height)).convert(mode)


def saved(image, kind, **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation=1):
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[0x010E] = SECRET.decode()
    data.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    return data


@cache
def rgb_profile():
    """Always the same one: a profile tells the second in which it was made."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def raw_png(width, height, *, bits=8, body=bytes(100_000), words=b""):
    """An RGB picture whose header may promise more than its body holds, with packed words."""
    header = struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0)
    said = [(b"zTXt", b"Comment\0\0" + zlib.compress(words, 9))] if words else []
    parts = ((b"IHDR", header), *said, (b"IDAT", zlib.compress(body)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, part) for name, part in parts)


def _chunk(name, part):
    return struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))


def with_metadata(kind):
    options = {"exif": exif(), "xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    if kind == "JPEG":
        options["comment"] = SECRET
    if kind == "PNG":
        options.pop("xmp")
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", SECRET.decode())
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return saved(picture(500, 300), kind, **options)


def shades(width=1500, height=1000, number=0):
    """A picture unlike that of any other number."""
    return Image.new("RGB", (width, height), (number % 256, 60 + number // 256, 90))


def in_library(width=1500, height=1000, **about):
    """A picture as the desk has just taken it in; its copies are still to come."""
    file = BytesIO(saved(shades(width, height, next(_numbers)), "PNG"))
    about = {"alt": "A hand on a shoulder"} | about
    return publishing.add_picture(open_upload(file), by=None, **about)


def fresh_upload(width=1500, height=1000):
    return open_upload(BytesIO(saved(shades(width, height, next(_numbers)), "PNG")))


def files(settings):
    """The names of all that lies in the folder of uploads."""
    return {path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
