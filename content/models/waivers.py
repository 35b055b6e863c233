"""A reason why a warning about an article may stand. It ends by itself and is then read again."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.articles import Article


class WaiverQuerySet(models.QuerySet):
    def standing(self) -> "WaiverQuerySet":
        return self.filter(expires_at__gt=timezone.now())


class Waiver(models.Model):
    """For one finding: `finding` is the id of its rule, `fingerprint` the hash (SHA-256, hex) of
    the words it is about, so that other words need a reason of their own."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="waivers")
    finding = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    excerpt = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = WaiverQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "finding", "fingerprint"], name="one_waiver_for_each_finding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding} in {self.article_id}: {self.reason}"
