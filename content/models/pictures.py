"""Pictures, referenced from Markdown by id so that their use is known."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Picture(models.Model):
    file = models.ImageField(upload_to="pictures", editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    size = models.PositiveIntegerField(help_text="Bytes", editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    renditions = models.JSONField(default=list, editable=False)
    alt = models.CharField(
        "description",
        max_length=250,
        blank=True,
        help_text="What the picture tells, for people who cannot see it.",
    )
    is_decorative = models.BooleanField("is only decoration", default=False)
    credit = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=50, validators=PERCENT)
    focal_y = models.PositiveSmallIntegerField(default=50, validators=PERCENT)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.alt or f"Picture {self.pk}"

    @property
    def thumbnail_url(self) -> str:
        """For lists in the admin."""
        return self.file.url
