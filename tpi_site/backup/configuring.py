"""Reads the settings of backups from the environment."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from tpi_site import environment
from tpi_site.backup.keeping import Keep
from tpi_site.keys import kept_keys


def backup_keys(folder: Path, enquiry_keys: list[str]) -> list[str]:
    """BACKUP_KEY, or a file that is made once: the first key closes, all of them open."""
    keys = kept_keys(
        folder / "backup_key",
        "BACKUP_KEY",
        "the key to the backups",
        "without it no backup can be opened",
    )
    if set(keys) & set(enquiry_keys):
        raise ImproperlyConfigured(
            "BACKUP_KEY holds a key that opens the messages of patients, too. Make a new one, so "
            "that whoever has a backup and its key cannot read those."
        )
    return keys


def backup_folder(default: Path, *served: Path) -> Path:
    """BACKUP_DIR, which is made when the first backup is; never where everyone may read."""
    value = environment.text("BACKUP_DIR", str(default))
    folder = Path(value).expanduser()
    if not folder.is_absolute():
        raise ImproperlyConfigured(
            f"BACKUP_DIR is “{value}”. Write the whole path of a folder, like /srv/backups."
        )
    folder = folder.resolve()
    if any(folder.is_relative_to(public.resolve()) for public in served):
        raise ImproperlyConfigured(
            f"BACKUP_DIR is {folder}, and what lies there is sent to everyone who asks. "
            "Set it to a folder of its own, like /srv/backups."
        )
    return folder


def backups_to_keep() -> Keep:
    """BACKUP_KEEP: how many days, weeks and months."""
    value = environment.text("BACKUP_KEEP", "7,4,12")
    counts = [part.strip() for part in value.split(",")]
    if len(counts) == 3 and all(c.isascii() and c.isdigit() and int(c) <= 366 for c in counts):
        keep = Keep(*map(int, counts))
        if keep.daily:
            return keep
    raise ImproperlyConfigured(
        f"BACKUP_KEEP is “{value}”. Write how many days, weeks and months to keep, like 7,4,12. "
        "At least one day is kept."
    )
