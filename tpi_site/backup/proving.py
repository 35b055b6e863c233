"""Proves a backup: restores it in a scratch place, looks it over there and writes down that it did.

The live site is not touched: the looking is done by a process that knows only the scratch place.
"""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from tpi_site.backup import archive, keeping, turns
from tpi_site.backup.engines import engine
from tpi_site.backup.fitting import check_fit
from tpi_site.backup.manifest import Manifest
from tpi_site.backup.models import RestoreProof
from tpi_site.backup.refusals import NotProven, Refused, in_a_sentence
from tpi_site.backup.scratch import scratch

PATIENCE = 1800  # seconds
# Of the environment of this process; nothing that leads to the live site.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT")
MOST_TOLD = 5


def prove(path: Path | None = None, now: datetime | None = None) -> RestoreProof:
    """Of the newest backup, or of this one. Raises Refused."""
    path = path or newest()
    in_words = in_a_sentence("The backup could not be restored for the proof")
    with turns.alone(), in_words, scratch(Path(settings.DATA_DIR)) as place:
        manifest = archive.unpack(path, settings.BACKUP_KEYS, place)
        check_fit(manifest, place)
        found = _look(manifest, place)
    if found["problems"]:
        raise NotProven(
            f"{path.name} was restored in a scratch place and is not right: "
            f"{' '.join(found['problems'][:MOST_TOLD])}"
        )
    return RestoreProof.objects.create(
        at=now or timezone.now(),
        backup=path.name[:80],
        made_at=manifest.made,
        rows=manifest.facts.rows,
        files=len(manifest.files),
        pages=found["pages"],
    )


def newest() -> Path:
    found = keeping.stored(settings.BACKUP_DIR)
    if not found:
        raise Refused(
            f"There is no backup in {settings.BACKUP_DIR} yet. Make one: manage.py backup"
        )
    return found[0]


def _look(manifest: Manifest, place: Path) -> dict:
    keys = place / archive.KEYS
    if not keys.exists():  # those in the backup are proven when there are some
        keys.touch(0o600)
        keys.write_text("\n".join(settings.ENQUIRY_KEYS))
    with engine().scratch(place / archive.DATABASE, place) as database:
        return _look_in_a_process(place, database)


def _look_in_a_process(place: Path, database: dict[str, str]) -> dict:
    env = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | database
    env |= {
        "DATA_DIR": str(place),
        "DJANGO_SETTINGS_MODULE": "tpi_site.backup.scratch_settings",
        "SITE_URL": settings.SITE_URL,
        "TIME_ZONE": settings.TIME_ZONE,
    }
    looking = [sys.executable, "-m", "tpi_site.backup", str(place / archive.MANIFEST)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            looking, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True,
            timeout=PATIENCE, check=True, preexec_fn=_politely,
        )  # fmt: skip
        return json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        raise NotProven(f"Looking over the restored site took more than {PATIENCE} s.") from None
    except (subprocess.CalledProcessError, IndexError, ValueError):
        raise NotProven(
            "The site that was restored in a scratch place cannot be started. Make a new backup "
            "and prove that one; if it fails too, ask somebody who knows the program."
        ) from None


def _politely() -> None:
    """Readers come first."""
    os.nice(10)
