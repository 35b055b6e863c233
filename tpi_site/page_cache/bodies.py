"""The codings that a page is kept in, and which of them a browser gets."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import brotli

try:
    from compression import zstd
except ImportError:  # before Python 3.14
    from backports import zstd


class Coding(NamedTuple):
    """`press` makes a smaller body than `compress`, and takes its time for it."""

    compress: Callable[[bytes], bytes]
    decompress: Callable[[bytes], bytes]
    press: Callable[[bytes], bytes] | None = None


def brotli_of(quality: int) -> Callable[[bytes], bytes]:
    """Brotli looks back over 64 kB, or over the whole of a larger page: with more than 64 kB, each
    thread that compresses takes 2.6 MB more."""

    def compress(body: bytes) -> bytes:
        window = 16 if len(body) <= 1 << 16 else 18
        return brotli.compress(body, brotli.MODE_TEXT, quality=quality, lgwin=window)

    return compress


# Made once for each edition while the first reader waits: middling levels, 1 to 4 ms a page.
CODINGS = {
    # Pressed it is a seventh smaller, in some 60 ms. Other codings gain a hundredth or two.
    "br": Coding(brotli_of(6), brotli.decompress, press=brotli_of(11)),
    "zstd": Coding(lambda body: zstd.compress(body, level=9), zstd.decompress),
    "gzip": Coding(lambda body: gzip.compress(body, compresslevel=6, mtime=0), gzip.decompress),
}
IDENTITY = ""
INDENTS = re.compile(rb"\n\s+")
KEEP_INDENTS = (b"<pre", b"<textarea")


def tight(page: bytes) -> bytes:
    """HTML without the white space at the beginning of its lines, where it says nothing: a fiftieth
    of a page as it is sent."""
    if any(tag in page for tag in KEEP_INDENTS):
        return page
    return INDENTS.sub(b"\n", page)


@lru_cache(maxsize=256)  # browsers send a few dozen spellings of it
def chosen(accepted: str) -> str:
    """The first of ours that an Accept-Encoding header allows; IDENTITY when there is none."""
    if not accepted:
        return IDENTITY
    offered = dict(map(_weighed, accepted.lower().split(",")))
    for coding in CODINGS:
        if offered.get(coding, offered.get("*", False)):
            return coding
    return IDENTITY


def _weighed(part: str) -> tuple[str, bool]:
    coding, _, parameters = part.partition(";")
    weight = parameters.replace(" ", "")
    return coding.strip(), not (weight.startswith("q=0") and not weight.strip("q=0."))
