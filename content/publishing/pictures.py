"""Taking in a picture: its copies on disk and its row, both or neither."""

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from content.imaging import Rendition, Upload, renditions
from content.models import Picture
from content.publishing.rights import Person, may, write_history


def add_picture(upload: Upload, *, by: Person) -> Picture:
    """Stores a checked upload in all its copies; the same picture twice is one picture."""
    may(by, "content.add_picture")
    known = Picture.objects.filter(sha256=upload.sha256).first()
    if known:
        return known
    written: list[str] = []
    try:
        with transaction.atomic():
            copies = [store(copy, written) for copy in renditions(upload.image)]
            return write_row(upload, copies, by)
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def remove_files(picture: Picture) -> None:
    """Takes the copies off the disk once the row is gone for good."""
    names = [copy["name"] for copy in picture.renditions]
    transaction.on_commit(lambda: [default_storage.delete(name) for name in names])


def store(copy: Rendition, written: list[str]) -> dict:
    """Writes one copy under a name of our own and describes it for the row."""
    name = f"pictures/{uuid.uuid4()}-{copy.width}.{copy.format}"
    name = default_storage.save(name, ContentFile(copy.bytes))
    written.append(name)
    return {
        "name": name,
        "type": copy.media_type,
        "width": copy.width,
        "height": copy.height,
        "size": len(copy.bytes),
    }


def write_row(upload: Upload, copies: list[dict], by: Person) -> Picture:
    """The largest JPEG is the picture itself, for browsers that know no other format."""
    largest = max(
        (copy for copy in copies if copy["type"] == "image/jpeg"), key=lambda copy: copy["width"]
    )
    picture = Picture(
        file=largest["name"],
        sha256=upload.sha256,
        size=largest["size"],
        width=largest["width"],
        height=largest["height"],
        renditions=copies,
        uploaded_by=by,
    )
    picture.save()
    write_history(by, picture, "Uploaded.", new=True)
    return picture
