"""When each person was last told which pages are due for a check."""

from django.conf import settings
from django.db import models


class ReviewDigest(models.Model):
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person_id} was told at {self.told_at}"
