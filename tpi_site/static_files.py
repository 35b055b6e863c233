"""Collects the static files when a start finds other ones than the last, and only then: hashing and
compressing them takes longer than all the rest of a start.

What they were made from and what was made is compared by content, so a damaged file is made again.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

NOTE = "collected.json"
MANIFEST = "staticfiles.json"
COMPRESSED = ("", ".gz", ".br")


def collect() -> bool:
    """Whether there was anything to do. Raises OSError."""
    made_from, before = sources(), made()
    if before and _note() == {"from": made_from, "made": before}:
        return False
    note = Path(settings.STATIC_ROOT) / NOTE
    with suppress(FileNotFoundError):
        note.unlink()  # a start that is cut short leaves none, and the next one collects
    call_command("collectstatic", interactive=False, verbosity=0)
    handle, draft = tempfile.mkstemp(prefix=f".{NOTE}-", dir=note.parent)
    with os.fdopen(handle, "w") as file:
        json.dump({"from": made_from, "made": made()}, file)
    os.replace(draft, note)
    return True


def sources() -> str:
    """The files, and whatever else decides on what is made of them."""
    programs = [django.__version__, *map(version, ("whitenoise", "brotli"))]
    how = [settings.STORAGES["staticfiles"], settings.WHITENOISE_KEEP_ONLY_HASHED_FILES]
    return _digest([("", json.dumps([programs, how]).encode()), *found()])


def found() -> Iterator[tuple[str, bytes]]:
    """The path, after its prefix and a slash, and the content of each file to collect."""
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    for finder in get_finders():
        for path, storage in sorted(finder.list(ignored), key=lambda found: found[0]):
            with storage.open(path) as file:
                yield f"{getattr(storage, 'prefix', '') or ''}/{path}", file.read()


def made() -> str:
    """What visitors get: each file that the manifest names, compressed and as it is. "" when one is
    missing."""
    root = Path(settings.STATIC_ROOT)
    try:
        manifest = (root / MANIFEST).read_bytes()
        names = sorted(json.loads(manifest)["paths"].values())
        # Small files are not compressed.
        files = [(root / f"{name}{more}", not more) for name in names for more in COMPRESSED]
        kept = [
            (str(path.relative_to(root)), path.read_bytes())
            for path, must in files
            if must or path.exists()
        ]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ""
    return _digest([(MANIFEST, manifest), *kept])


def _digest(files: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, content in files:
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def _note() -> dict:
    try:
        return dict(json.loads((Path(settings.STATIC_ROOT) / NOTE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}
