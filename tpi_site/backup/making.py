"""Makes a backup while the site serves, and takes older ones away."""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tpi_site import environment
from tpi_site.backup import keeping, pictures, turns
from tpi_site.backup.archive import DATABASE, KEYS, Writer
from tpi_site.backup.engines import engine
from tpi_site.backup.manifest import Manifest, key_name
from tpi_site.backup.refusals import Refused, in_a_sentence
from tpi_site.backup.scratch import hand_over, scratch
from tpi_site.backup.sealed import Sealer
from tpi_site.environment import write_through

TRIES = 5
STALE_AFTER = timedelta(days=1)


@dataclass
class Made:
    path: Path
    manifest: Manifest
    removed: list[Path] = field(default_factory=list)


def make(now: datetime | None = None) -> Made:
    """Raises Refused, and then there is no new file and every older one is left."""
    now = now or timezone.now()
    is_new = not settings.BACKUP_DIR.exists()
    folder = environment.own_folder(settings.BACKUP_DIR, "folder for backups", "BACKUP_DIR")
    if is_new:
        hand_over(folder)
    with turns.alone(), in_a_sentence("The backup could not be written"):
        _forget_parts(folder)
        engine().forget_staged()
        with scratch(Path(settings.DATA_DIR)) as place:
            path = keeping.free_path(folder, now)
            part = path.with_name(f".{path.name}.part")
            try:
                manifest = _write(part, place / DATABASE, now)
                hand_over(part)
                os.rename(part, path)
                write_through(folder)
            finally:
                part.unlink(missing_ok=True)
        return Made(path, manifest, keeping.forget(folder, settings.BACKUP_KEEP))


def _write(part: Path, database: Path, now: datetime) -> Manifest:
    """Begins anew when a picture was deleted meanwhile: the database may still name its files."""
    for _ in range(TRIES):
        database.unlink(missing_ok=True)
        named = pictures.named_files()
        found = engine().snapshot(database)
        manifest = Manifest(
            made_at=now.isoformat(),
            site=settings.SITE_URL,
            database=connection.vendor,
            facts=found,
            enquiry_keys=[key_name(key) for key in settings.ENQUIRY_KEYS],
        )
        if _write_file(part, database, manifest, named):
            return manifest
    raise Refused("Pictures are being deleted all the time. Try again in a quiet hour.")


def _write_file(part: Path, database: Path, manifest: Manifest, named: set[str]) -> bool:
    """False when one of the files was deleted meanwhile."""
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        writer = Writer(Sealer(file, settings.BACKUP_KEYS[0]))
        with database.open("rb") as copy:
            writer.add(DATABASE, copy, database.stat().st_size)
        lost = named - pictures.write_all(writer)
        if lost - pictures.named_files():
            return False
        manifest.missing = sorted(lost)
        if settings.BACKUP_INCLUDES_KEYS:
            writer.add_bytes(KEYS, "".join(f"{k}\n" for k in settings.ENQUIRY_KEYS).encode())
        writer.finish(manifest)
        file.flush()
        os.fsync(file.fileno())
    return True


def _forget_parts(folder: Path) -> None:
    """Those of writers who were killed; a younger one may be of another machine."""
    old = (timezone.now() - STALE_AFTER).timestamp()
    for part in folder.glob(".guide-*.part"):
        if part.stat().st_mtime < old:
            part.unlink(missing_ok=True)
