"""A secret link by which somebody without an account reads one draft and may comment on it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.revisions import Revision


class ShareLinkQuerySet(models.QuerySet):
    def working(self) -> "ShareLinkQuerySet":
        return self.filter(ended_at=None, expires_at__gt=timezone.now())


class ShareLink(models.Model):
    """The database holds only a hash (SHA-256, hex) of the secret in the address."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="share_links")
    token_hash = models.CharField(max_length=64, unique=True)
    for_whom = models.CharField(max_length=80, help_text="The name that stands at their comments.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Link for {self.for_whom} to {self.revision}"
