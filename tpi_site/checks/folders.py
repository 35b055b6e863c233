"""Whether the folders of the site are open to nobody else, and serve nothing that is secret."""

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

SECRETS = ("secret_key", "enquiry_keys", "backup_key")


@register(Tags.security)
def folders_are_safe(app_configs, **kwargs) -> list[CheckMessage]:
    return [*served(), *open_to_others(), *uploads()]


def served() -> Iterator[CheckMessage]:
    """What lies in these two folders is sent to whoever asks."""
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        public = Path(getattr(settings, name)).resolve()
        inside = [what for what, path in private() if path.resolve().is_relative_to(public)]
        if inside:
            yield Error(
                f"{name} is {public}, and {inside[0]} lies in it: it is sent to everyone who asks.",
                hint=f"Give {name} a folder of its own.",
                id="tpi.E004",
            )


def private() -> Iterator[tuple[str, Path]]:
    yield "the data folder", Path(settings.DATA_DIR)
    yield "the program", Path(settings.BASE_DIR)
    if folder := getattr(settings, "BACKUP_DIR", None):
        yield "the folder of backups", Path(folder)
    if settings.EMAIL_FILE_PATH:
        yield "the folder of mails", Path(settings.EMAIL_FILE_PATH)
    if connection.vendor == "sqlite":
        yield "the database", Path(connection.settings_dict["NAME"])


def open_to_others() -> Iterator[CheckMessage]:
    folder = Path(settings.DATA_DIR)
    if mode(folder) & stat.S_IRWXO:
        yield Warning(
            f"Every user of this machine may look into {folder}.",
            hint=f"chmod o-rwx {folder}",
            id="tpi.W005",
        )
    for path in (folder / name for name in SECRETS):
        if mode(path) & (stat.S_IRWXG | stat.S_IRWXO):
            yield Warning(
                f"Others on this machine may read {path}.", hint=f"chmod 600 {path}", id="tpi.W006"
            )


def uploads() -> Iterator[CheckMessage]:
    media = Path(settings.MEDIA_ROOT)
    if mode(media) & stat.S_IWOTH:
        yield Warning(
            f"Every user of this machine may put files into {media}, which are then on the site.",
            hint=f"chmod o-w {media}",
            id="tpi.W007",
        )
    if (settings.FILE_UPLOAD_PERMISSIONS or 0) & 0o111:
        yield Error(
            "Files that are uploaded could be run as programs.",
            hint="Take the x bits out of FILE_UPLOAD_PERMISSIONS.",
            id="tpi.E005",
        )


def mode(path: Path) -> int:
    """0 for what is not there, or may not be looked at."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0
