"""The files of pictures: written before the row that names them, removed after it is gone."""

import logging
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from content.imaging import Copy
from content.models import Picture

logger = logging.getLogger(__name__)

FOLDER = "pictures"
OURS = re.compile(r"[0-9a-f-]{36}-[0-9]+\.(avif|webp|jpeg)")
# Whoever is at work has long ended, or been ended, by then.
STRAY_AFTER = timedelta(days=1)


@contextmanager
def kept_if_all_goes_well() -> Iterator[list[str]]:
    """Files whose names are put into the list are removed when the block fails."""
    written: list[str] = []
    try:
        yield written
    except BaseException:
        remove(written)
        raise


def store(copy: Copy, written: list[str]) -> dict:
    """Writes one file under a name of our own and describes it for the row."""
    name = f"{FOLDER}/{uuid.uuid4()}-{copy.width}.{copy.format}"
    written.append(name)  # before it is there: a full disk leaves half a file
    default_storage.save(name, ContentFile(copy.bytes))
    return {
        "name": name,
        "type": copy.media_type,
        "width": copy.width,
        "height": copy.height,
        "size": len(copy.bytes),
    }


def remove(names: Iterable[str]) -> None:
    """What cannot be removed now is a stray file from then on."""
    for name in names:
        try:
            default_storage.delete(name)
        except OSError as error:
            logger.warning("A picture file could not be removed: %s", type(error).__name__)


def remove_when_done(names: Iterable[str]) -> None:
    """Only after the row that named them is gone for good."""
    names = list(names)
    transaction.on_commit(lambda: remove(names))


def damaged_files(picture: Picture) -> set[str]:
    """The names of those of its files that are gone, or have not the length they were stored with,
    as a full disk or a copy that was cut short leaves them."""
    crops = [picture.crops.get(name) for name in ("thumbnail", "card")]
    kept = [copy for copy in (*picture.renditions, *crops) if copy]
    sizes = {picture.file.name: picture.size} | {copy["name"]: copy["size"] for copy in kept}
    return {name for name, size in sizes.items() if length(name) != size}


def length(name: str) -> int | None:
    try:
        return default_storage.size(name)
    except FileNotFoundError:
        return None


def remove_stray_files(now: datetime) -> str:
    """Takes away what a process left behind that was ended in the middle. Returns ""."""
    # Listed before the rows are read: whatever is written meanwhile is not among them.
    there = stored()
    if there:
        named = {name for picture in Picture.objects.iterator() for name in picture.files}
        remove(name for name in there if name not in named and is_old(name, now))
    return ""


def stored() -> list[str]:
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{name}" for name in names if OURS.fullmatch(name)]


def is_old(name: str, now: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < now - STRAY_AFTER
    except FileNotFoundError:
        return False
