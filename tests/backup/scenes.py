"""What happens to a site on a database of its own; each scene answers in JSON."""

import os
import resource
import shutil
import signal
import stat
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from content import publishing
from content.models import Picture
from enquiries.models import AuditEvent
from tests.backup import site
from tests.backup.keys import OTHER
from tests.enquiries import apart
from tpi_site import duties
from tpi_site.backup import (
    LATE_AFTER,
    archive,
    last_proven,
    making,
    pictures,
    proving,
    restoring,
    turns,
)
from tpi_site.backup.duties import back_up
from tpi_site.backup.engines import close_all, engine
from tpi_site.backup.refusals import Refused
from tpi_site.backup.sealed import Sealer

WORDS_INSIDE = (b"SQLite", b"PGDMP", b"ustar", b"manifest", b"petra")
YES = {"over": "guide.example.org"}
DAMAGE = {
    "the name of the key": 20,
    "the salt": 40,
    "the first piece": 100,
    "the middle": 0.5,
    "the end": -5,
}


def said(name: str, *arguments: str, **options) -> str:
    """What a command says, or why it refuses."""
    out = StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=out, **options)
    except CommandError as why:
        return f"Refused: {why}"
    return out.getvalue()


def round_trip() -> dict:
    """Backup, wipe, restore, and over what is there; then the proof."""
    site.build()
    before, found = site.export(), {}
    found["backup"] = said("backup")
    path = proving.newest()
    found["mode"] = stat.S_IMODE(path.stat().st_mode)
    closed = path.read_bytes()
    found["in clear"] = [word.decode() for word in WORDS_INSIDE if word in closed]
    site.wipe()
    found["gone"] = not site.files() and not engine().has_data()
    close_all()
    found["restored"] = said("restore", str(path))
    found["same"] = site.export() == before
    found["sessions"] = Session.objects.count()
    found["files"] = [stat.S_IMODE(path.stat().st_mode) for path in site.paths()]

    publishing.save_shared(renamed_clinic(), by=None)
    default_storage.save("pictures/later.txt", ContentFile(b"later"))
    changed = site.export()
    found["untold"] = said("restore", str(path))
    found["told once"] = said("restore", str(path), "--overwrite")
    told = [str(path), "--overwrite", "--yes-i-mean"]
    found["told wrong"] = said("restore", *told, "another.example")
    found["untouched"] = site.export() == changed
    found["overwritten"] = said("restore", *told, YES["over"])
    found["same again"] = site.export() == before
    found["put aside"] = [
        p.name for p in Path(settings.DATA_DIR).glob("before-restore-*/media/pictures/later*")
    ]

    found["unproven"] = last_proven() is None
    found["proven"] = said("prove_restore")
    proof = last_proven()
    found["proof"] = [proof.backup == path.name, proof.pages, proof.files, proof.is_late()]
    found["late"] = proof.is_late(timezone.now() + LATE_AFTER + timedelta(minutes=1))
    found["by the clock"] = by_the_clock()
    found["leftovers"] = site.leftovers()
    site.forget_databases()
    return found


def renamed_clinic():
    from content.models import ClinicDetails

    details = ClinicDetails.objects.get()
    details.name = "Another Clinic"
    return details


def by_the_clock() -> list:
    settings.BACKUP_DAILY, count = True, len(stored())
    now = timezone.now() + timedelta(days=1)
    done = duties.run_due(now)
    settings.BACKUP_DAILY = False
    proven_at = last_proven().at == now
    again = duties.run_due(now + timedelta(minutes=1))
    names = {"make a backup", "prove the backup"}
    return [names <= set(done), len(stored()) - count, proven_at, not names & set(again)]


def stored() -> list[Path]:
    from tpi_site.backup import keeping

    return keeping.stored(settings.BACKUP_DIR)


def refusals() -> dict:
    """{case: [what was said, whether the live site is as it was, what was left lying about]}"""
    site.build_small()
    made = making.make()
    before = site.export()

    def restore(path: Path = made.path):
        return restoring.restore(path, **YES)

    cases: dict[str, Callable[[], object]] = {
        "wrong key": lambda: with_setting("BACKUP_KEYS", [OTHER], restore),
        "cut": lambda: restore(changed(made.path, cut=0.7)),
        "nothing": lambda: restore(changed(made.path, cut=0.0)),
        "no such file": lambda: restore(Path("nowhere")),
        **{
            f"flipped in {name}": lambda at=at: restoring.restore(
                changed(made.path, flip=at), **YES
            )
            for name, at in DAMAGE.items()
        },
        "missing picture": lambda: restore(rewritten(made, without="media/")),
        "changed picture": lambda: restore(rewritten(made, other="media/")),
        "stranger inside": lambda: restore(rewritten(made, add="../../etc/x")),
        "other database": lambda: restore(rewritten(made, database="oracle")),
        "newer program": lambda: with_newer_program(made),
        "other numbers": lambda: with_other_numbers(made),
        "no enquiry key": lambda: with_setting("ENQUIRY_KEYS", [OTHER], restore),
        "full disk, backup": lambda: on_a_full_disk(making.make),
        "full disk, restore": lambda: on_a_full_disk(restore),
        "full disk, proof": lambda: on_a_full_disk(proving.prove),
        "site runs": lambda: beside_the_site(restore),
        "somebody writes": lambda: beside_a_writer(restore),
        "two at once": lambda: at_once(making.make),
        "proof of a cut one": lambda: proving.prove(changed(made.path, cut=0.9)),
        "proof of a broken trail": with_a_broken_trail,
    }
    found = {name: refused(case, before) for name, case in cases.items()}
    found["kept"] = [path.name for path in stored()] == [made.path.name]
    found["unproven"] = last_proven() is None
    return found


def refused(case: Callable[[], object], before: str) -> list:
    try:
        case()
        said = "It was done."
    except Refused as why:
        said = f"{type(why).__name__}: {why}"
    return [said, site.export() == before, site.leftovers()]


def with_setting(name: str, value, work: Callable[[], object]):
    kept = getattr(settings, name)
    setattr(settings, name, value)
    try:
        return work()
    finally:
        setattr(settings, name, kept)


def changed(path: Path, *, cut: float | None = None, flip: float | None = None) -> Path:
    data = bytearray(path.read_bytes())
    if cut is not None:
        del data[int(len(data) * cut) :]
    if flip is not None:
        data[int(len(data) * flip) if 0 < flip < 1 else int(flip)] ^= 4
    other = apart.FOLDER / "changed"
    other.write_bytes(data)
    return other


def rewritten(made: making.Made, *, without="", other="", add="", **fields) -> Path:
    """Closed with the right key, by somebody who got it wrong."""
    folder, path = apart.FOLDER / "unpacked", apart.FOLDER / "rewritten"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    manifest = archive.unpack(made.path, settings.BACKUP_KEYS, folder)
    with path.open("wb") as file:
        writer = archive.Writer(Sealer(file, settings.BACKUP_KEYS[0]))
        for name in manifest.files:
            if without and name.startswith(without):
                continue
            data = (folder / name).read_bytes()
            writer.add_bytes(name, b"x" + data if other and name.startswith(other) else data)
        if add:
            writer.add_bytes(add, b"")
        writer.files = manifest.files
        for name, value in fields.items():
            setattr(manifest, name, value)
        writer.finish(manifest)
    return path


def with_newer_program(made: making.Made):
    found = made.manifest.facts
    newer = replace(found, migrations=[*found.migrations, "content.9999_tomorrow"])
    return restoring.restore(rewritten(made, facts=newer), **YES)


def with_other_numbers(made: making.Made):
    found = made.manifest.facts
    other = replace(found, counts=found.counts | {"content_term": 1})
    return restoring.restore(rewritten(made, facts=other), **YES)


def on_a_full_disk(work: Callable[[], object]):
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, kept[1]))
    try:
        return work()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)


@contextmanager
def another(work: Callable[[], object]):
    """A process that has done its work and waits."""
    ready, told = os.pipe()

    def do() -> None:
        kept = work()
        os.write(told, b"x")
        signal.pause()
        del kept

    process = apart.begin(do)
    os.read(ready, 1)
    try:
        yield
    finally:
        os.kill(process, signal.SIGKILL)
        apart.end(process)


def beside_the_site(work: Callable[[], object]):
    with another(turns.running):
        return work()


def beside_a_writer(work: Callable[[], object]):
    def write():
        connection.ensure_connection()
        connection.set_autocommit(False)
        AuditEvent.objects.create(number=10**6, at=timezone.now(), action="x")

    with another(write):
        return work()


def at_once(work: Callable[[], object]):
    with another(lambda: held(turns.alone())):
        return work()


def held(lock):
    lock.__enter__()
    return lock


def with_a_broken_trail():
    """In the backup only: the live trail is put right again."""
    forge("other")
    try:
        broken = making.make()
    finally:
        forge("")
    try:
        return proving.prove(broken.path)
    finally:
        broken.path.unlink()


def forge(detail: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_auditevent SET detail = %s WHERE number = 1", [detail])


def killed() -> dict:
    """Killed at each step of the swap: afterwards it is all of the old site or all of the new."""
    site.build_small()
    made = making.make()
    old = site.export()
    publishing.save_shared(renamed_clinic(), by=None)
    default_storage.save("pictures/later.txt", ContentFile(b"later"))
    new = site.export()
    rounds = []
    for step in range(1, 30):
        code = apart.end(apart.begin(lambda step=step: restore_until(step, made.path)))
        noted = "restore-under-way.json" in site.leftovers()
        apart.end(apart.begin(turns.running))
        state = {old: "old", new: "new"}.get(site.export(), "half")
        rounds.append([code, noted, state])
        if code == 0:
            break
    site.forget_databases()
    return {"rounds": rounds}


def restore_until(step: int, path: Path) -> None:
    taken = 0
    rename, take_its_place = os.rename, engine().Staged.take_its_place

    def counted(work):
        def around(*arguments):
            nonlocal taken
            taken += 1
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)
            done = work(*arguments)
            taken += 1
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return around

    os.rename = counted(rename)
    engine().Staged.take_its_place = counted(take_its_place)
    restoring.restore(path, **YES)


def keys_inside() -> dict:
    """A site that puts the keys of enquiries into its backups, and lost its own."""
    site.build_small()
    before, found = site.export(), {}
    settings.BACKUP_INCLUDES_KEYS = True
    made = making.make()
    settings.BACKUP_INCLUDES_KEYS = False
    found["inside"] = "enquiry_keys" in made.manifest.files
    found["usually"] = "enquiry_keys" in making.make().manifest.files
    mine = list(settings.ENQUIRY_KEYS)
    kept = Path(settings.DATA_DIR) / "enquiry_keys"
    kept.write_text(OTHER)
    settings.ENQUIRY_KEYS = [OTHER]
    os.environ["ENQUIRY_KEYS"] = OTHER
    try:
        restoring.restore(made.path, **YES)
    except Refused as why:
        found["by the environment"] = str(why)
    del os.environ["ENQUIRY_KEYS"]
    restoring.restore(made.path, **YES)
    found["put back"] = kept.read_text().split() == mine
    found["mode"] = stat.S_IMODE(kept.stat().st_mode)
    aside = list(Path(settings.DATA_DIR).glob("before-restore-*/enquiry_keys"))
    found["put aside"] = [path.read_text() for path in aside] == [OTHER]
    settings.ENQUIRY_KEYS = mine
    found["same"] = site.export() == before
    site.forget_databases()
    return found


def deleted_meanwhile() -> dict:
    """Pictures that go while a backup is made, and one whose file is lost."""
    site.build_small()
    gone, lost = Picture.objects.order_by("pk")
    write_all, tries = pictures.write_all, []

    def deleting(writer):
        tries.append(len(tries))
        if len(tries) == 1:
            publishing.delete(gone, by=None)
        return write_all(writer)

    pictures.write_all = deleting
    made = making.make()
    found = {"tries": len(tries), "missing": made.manifest.missing}
    found["rows"] = made.manifest.facts.counts["content_picture"]
    default_storage.delete(lost.file.name)
    found["lost"] = making.make().manifest.missing == [lost.file.name]
    found["said"] = said("backup")
    found["duty"] = back_up(timezone.now())
    found["proof"] = said("prove_restore")
    return found
