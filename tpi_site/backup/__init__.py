"""Backups, and the proof that they can be restored.

A backup is one encrypted file that is made while the site serves. It counts only once it was
restored in a scratch place and looked over: `last_proven` says when that was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpi_site.backup.models import RestoreProof

LATE_AFTER = timedelta(days=8)  # the proof is due each week


def last_proven() -> RestoreProof | None:
    """The newest proof: `at`, `backup` (a file name), `made_at` (of the backup) and `is_late()`.

    None while nothing was ever proven. Raises DatabaseError when the database cannot be asked.
    """
    from tpi_site.backup.models import RestoreProof

    return RestoreProof.objects.order_by("-at", "-pk").first()
