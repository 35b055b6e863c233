"""What is known of the outside addresses that articles give as their sources."""

from django.conf import settings
from django.db import models


class SourceLink(models.Model):
    """`answered_at` is when the address last answered well, `failing_since` when it began not to.
    `read_on` is the day a person last read the source and found that it still says what we say."""

    url = models.URLField(max_length=500, unique=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=80, blank=True, help_text="The kind of failure only.")
    read_on = models.DateField(null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "source"
        default_permissions = ("view", "change")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url
