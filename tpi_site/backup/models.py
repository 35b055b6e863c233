"""When a backup was last restored in a scratch place and found whole.

In the database and not beside the file: every machine sees it, and it is asked the same way as
whether due work runs.
"""

from datetime import datetime

from django.db import models
from django.utils import timezone

from tpi_site.backup import LATE_AFTER


class RestoreProof(models.Model):
    at = models.DateTimeField(default=timezone.now)
    backup = models.CharField(max_length=80, help_text="The name of the file.")
    made_at = models.DateTimeField(help_text="When the backup was made.")
    rows = models.PositiveBigIntegerField()
    files = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.backup}, proven {self.at:%Y-%m-%d}"

    def is_late(self, now: datetime | None = None) -> bool:
        """A proof from ahead of the clock proves nothing either."""
        now = now or timezone.now()
        return not now - LATE_AFTER <= self.at <= now + LATE_AFTER
