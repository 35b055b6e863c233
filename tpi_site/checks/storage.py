"""Whether the database is one that keeps what it has acknowledged, and mail goes anywhere."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

# SQLite's log and locks need memory that all readers share, and these have none.
NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "fuse.sshfs",
}
MOUNTS = Path("/proc/self/mounts")
TO_FILES = "django.core.mail.backends.filebased.EmailBackend"


@register("tpi")
def storage_keeps(app_configs, **kwargs) -> list[CheckMessage]:
    return [*sqlite(settings.DATABASES["default"]), *mail()]


def sqlite(database: dict) -> Iterator[CheckMessage]:
    if not database["ENGINE"].endswith("sqlite3"):
        return
    options = database.get("OPTIONS", {})
    is_wal = "journal_mode=wal" in options.get("init_command", "").lower()
    if options.get("transaction_mode") != "IMMEDIATE" or not is_wal:
        yield Error(
            "SQLite is not in WAL mode with IMMEDIATE transactions: of two who write, one fails.",
            hint="Take DATABASES as tpi_site.environment makes it.",
            id="tpi.E006",
        )
    name = str(database["NAME"])
    if ":memory:" not in name and (kind := file_system(Path(name))) in NETWORK:
        yield Error(
            f"The SQLite file lies on a network share ({kind}), where it will be damaged as soon "
            "as a second machine opens it.",
            hint="Put it on a disk of this machine, or set DATABASE_URL to a PostgreSQL server, "
            "which several machines can share.",
            id="tpi.E007",
        )


def file_system(path: Path) -> str:
    """The kind of what is mounted nearest above the path; "" where the system does not say."""
    try:
        rows = [row.split() for row in MOUNTS.read_text().splitlines()]
    except OSError:
        return ""
    path = path.resolve()
    above = [(row[1], row[2]) for row in rows if path.is_relative_to(row[1])]
    # The later of two on the same place lies on top.
    return max(enumerate(above), key=lambda at: (len(at[1][0]), at[0]))[1][1] if above else ""


def mail() -> Iterator[CheckMessage]:
    if settings.SECURE and settings.EMAIL_BACKEND == TO_FILES:
        yield Warning(
            f"Mails go to {settings.EMAIL_FILE_PATH} and reach nobody.",
            hint="Set EMAIL_URL to a mail server.",
            id="tpi.W008",
        )
