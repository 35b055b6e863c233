"""Who has an enquiry open at this moment."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from enquiries.models.enquiry import Enquiry

STILL_THERE = timedelta(minutes=2)


class Viewing(models.Model):
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="viewings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "user"], name="one_viewing_for_each_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} has {self.enquiry_id} open"
