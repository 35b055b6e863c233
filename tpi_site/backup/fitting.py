"""Whether a backup that is whole can become this site."""

from pathlib import Path

from django.conf import settings

from tpi_site.backup import archive, facts
from tpi_site.backup.engines import refuse_other
from tpi_site.backup.manifest import Manifest, key_name, named
from tpi_site.backup.refusals import Unfit

ENQUIRIES = "enquiries_enquiry"


def check_fit(manifest: Manifest, place: Path) -> None:
    """Raises Unfit. `place` is where the backup was unpacked."""
    refuse_other(manifest.database)
    if unknown := facts.unknown_migrations(manifest.facts.migrations):
        raise Unfit(
            "This backup was made by a newer version of the program, which knows "
            f"{named(unknown)}. Install that version first."
        )
    if not lacking_keys(manifest) or (place / archive.KEYS).exists():
        return
    if manifest.facts.counts.get(ENQUIRIES):
        raise Unfit(
            "The messages of patients in this backup need a key that is not here "
            f"({named(lacking_keys(manifest))}). Put the file enquiry_keys of that time into "
            f"{settings.DATA_DIR}, or set ENQUIRY_KEYS, and try again."
        )


def lacking_keys(manifest: Manifest) -> list[str]:
    """Names of keys that this site had then and does not have now."""
    have = set(map(key_name, settings.ENQUIRY_KEYS))
    return [name for name in manifest.enquiry_keys if name not in have]
