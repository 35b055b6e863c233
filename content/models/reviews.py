"""A review is a clinician's signature on the words of one revision."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.revisions import Revision


class Review(models.Model):
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)
    credentials = models.CharField(max_length=60, help_text="Like: MD")
    role = models.CharField(max_length=120, help_text="Like: Spine and pain doctor")
    signed_at = models.DateTimeField(default=timezone.now)
    next_due = models.DateField()
    signed_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-signed_at"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}: {self.revision}"

    def is_overdue(self, today: date | None = None) -> bool:
        return self.next_due < (today or timezone.localdate())
