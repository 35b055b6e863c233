"""The last backup that was made, and the last one that was restored to see that it can be."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from enquiries.hours import spoken_short
from tpi_site.health.part import Part, State, timestamp

ADVICE = "Ask whoever runs the site. Until a backup was restored, nobody knows that it can be."


def backup(now: datetime) -> Part:
    proof, made_at = last_proof(), last_made()
    figures = {
        "guide_backup_last_made_timestamp_seconds": timestamp(made_at),
        "guide_backup_last_proven_timestamp_seconds": timestamp(proof and proof.at),
    }
    made = "No backup is here."
    if made_at:
        made = f"The last backup was made {_spoken(made_at, now)}."
    if proof is None:
        words = f"{made} None was ever restored to see that it is whole."
        return Part("backup", State.AMBER, words, ADVICE, figures)
    words = f"{made} One was last restored and found whole {_spoken(proof.at, now)}."
    if proof.is_late(now):
        words += " That is to be done each week."
        return Part("backup", State.AMBER, words, ADVICE, figures)
    return Part("backup", State.GOOD, words, "", figures)


def last_proof():
    """Of a site without tpi_site.backup nothing was ever proven."""
    try:
        from tpi_site.backup import last_proven
    except ImportError:
        return None
    return last_proven()


def last_made() -> datetime | None:
    """Of the newest file in the folder of this machine."""
    try:
        from tpi_site.backup import keeping
    except ImportError:
        return None
    return next(map(keeping.made_at, keeping.stored(Path(settings.BACKUP_DIR))), None)


def _spoken(at: datetime, now: datetime) -> str:
    words = spoken_short(at, now)
    is_name = not words.startswith(("Today", "Yesterday"))
    return words if is_name else words[0].lower() + words[1:]
