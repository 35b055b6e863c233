"""A site with something in every corner, in a process of its own (see tests.enquiries.apart), and
what identifies it."""

import hashlib
import io
import shutil
import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.files.storage import default_storage
from django.db import connection, transaction

from content import publishing, starter
from content.imaging import open_upload
from content.models import Picture
from enquiries.handling import trail
from tests import make as make_guide
from tests import people
from tests.content import sample_pictures
from tests.enquiries import make
from tpi_site.backup import postgresql
from tpi_site.backup.engines import close_all
from tpi_site.backup.models import RestoreProof


def build() -> None:
    """The whole guide, as a clinic begins with it."""
    starter.load()
    furnish()


def build_small() -> None:
    make_guide.live(make_guide.article(slug="sore-spots"))
    furnish()


def furnish() -> None:
    """What staff and patients leave in it."""
    petra = people.petra()
    for width in (640, 320):
        image = sample_pictures.picture(width, width // 2)
        upload = open_upload(io.BytesIO(sample_pictures.saved(image, "PNG")))
        publishing.add_picture(upload, by=petra, alt="A knot")
    enquiry = make.enquiry()
    make.reply(enquiry)
    with transaction.atomic():
        trail.record(petra, trail.Action.REVIEWED, str(enquiry.reference))
        trail.record(None, trail.Action.REVIEWED)
    session = SessionStore()
    session["who"] = "petra"
    session.create()


def wait_for_copies(at_most: float = 60) -> None:
    """Until due work has made all copies of pictures, and writes nothing more that `export` looks
    at. `TimeoutError` after `at_most` seconds."""
    end = time.monotonic() + at_most
    while Picture.objects.waiting().exists():
        if time.monotonic() > end:
            raise TimeoutError("Due work made no copies of the pictures.")
        time.sleep(0.1)


def export(*without: str) -> str:
    """A hash of all rows, and of all files of pictures. Who is signed in is left out on purpose;
    proofs are written down after the backup that they are about. `without` are names of tables."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model not in (Session, RestoreProof) and model._meta.label not in without:
            rows = model._base_manager.order_by("pk")
            digest.update(serializers.serialize("json", rows).encode())
    for name in files():
        with default_storage.open(name) as file:
            digest.update(name.encode() + file.read())
    close_all()
    return digest.hexdigest()


def files() -> list[str]:
    return [path.relative_to(settings.MEDIA_ROOT).as_posix() for path in paths()]


def paths() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def wipe() -> None:
    close_all()
    shutil.rmtree(settings.MEDIA_ROOT)
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        for path in name.parent.glob(f"{name.name}*"):
            path.unlink()
        return
    name = postgresql.live()
    postgresql._drop(name)
    postgresql._create(name)


def leftovers() -> list[str]:
    """What a command should have taken away: scratch places, notes, halves of files, databases."""
    folders = {Path(settings.DATA_DIR), Path(settings.BACKUP_DIR)}
    if connection.vendor == "sqlite":
        folders.add(Path(connection.settings_dict["NAME"]).parent)
    found = [
        path.name
        for folder in folders
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name.startswith((".backup-scratch", ".restoring", ".guide", "restore-under-way"))
    ]
    return found + scratch_databases()


def scratch_databases() -> list[str]:
    if connection.vendor == "sqlite":
        return []
    like = [f"{postgresql.live()[: postgresql.LONGEST]}_%"]
    with postgresql.connect_elsewhere() as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", like)
        return [name for (name,) in rows if "_before_" not in name]


def forget_databases() -> None:
    """Those that were put aside."""
    if connection.vendor == "sqlite":
        return
    with postgresql.connect_elsewhere() as server:
        rows = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE '%_before_restore_%'"
        )
        names = [name for (name,) in rows]
    for name in names:
        postgresql._drop(name)
