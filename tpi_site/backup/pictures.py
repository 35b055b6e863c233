"""The files of pictures, wherever the site keeps them. They are never changed once written, so
copying them after the database is enough."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from content.models import Picture
from tpi_site.backup.archive import MEDIA, Writer


def named_files() -> set[str]:
    return {name for picture in Picture.objects.iterator() for name in picture.files}


def write_all(writer: Writer) -> set[str]:
    """The names of those that were written; one that is deleted meanwhile is not among them."""
    written = set()
    for name in _stored(default_storage, ""):
        try:
            size = default_storage.size(name)
            with default_storage.open(name) as file:
                writer.add(f"{MEDIA}/{name}", file, size)
        except FileNotFoundError:
            continue
        written.add(name)
    return written


def _stored(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from sorted(f"{folder}{name}" for name in files)
    for name in sorted(folders):
        yield from _stored(storage, f"{folder}{name}/")


def lies_in_a_folder() -> Path | None:
    """None when pictures are kept by another service."""
    is_folder = isinstance(default_storage, FileSystemStorage)
    return Path(default_storage.location) if is_folder else None


def there_are_any() -> bool:
    return next(_stored(default_storage, ""), None) is not None


def put_missing(unpacked: Path) -> None:
    """Into a storage that cannot be swapped: adds what is not there and changes nothing that is."""
    for path in sorted(unpacked.rglob("*")):
        name = path.relative_to(unpacked).as_posix()
        if path.is_file() and not default_storage.exists(name):
            with path.open("rb") as file:
                default_storage.save(name, file)


def as_uploaded(unpacked: Path, live: Path) -> None:
    """Whoever may read the files of the site, like a server in front of it, may read these."""
    folder_mode = live.stat().st_mode & 0o777 if live.exists() else 0o700
    for path in (unpacked, *unpacked.rglob("*")):
        path.chmod(folder_mode if path.is_dir() else settings.FILE_UPLOAD_PERMISSIONS)
