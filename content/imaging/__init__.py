"""Opens pictures from strangers safely (`opening`) and writes the files that pages show (`copies`).

Whatever comes in leaves as plain upright pixels: only the colour profile stays of everything else
that a picture file can carry.
"""

from content.imaging.copies import CARD, THUMBNAIL, WIDTHS, Copy, crop, master, renditions
from content.imaging.opening import (
    MAX_BYTES,
    MAX_PIXELS,
    ImageRefused,
    Upload,
    open_own,
    open_upload,
)

__all__ = [
    "CARD",
    "MAX_BYTES",
    "MAX_PIXELS",
    "THUMBNAIL",
    "WIDTHS",
    "Copy",
    "ImageRefused",
    "Upload",
    "crop",
    "master",
    "open_own",
    "open_upload",
    "renditions",
]
