"""Who has an article open for writing at this moment."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.articles import Article

STILL_HERE = timedelta(minutes=2)


class PresenceQuerySet(models.QuerySet):
    def now(self) -> "PresenceQuerySet":
        return self.filter(seen_at__gt=timezone.now() - STILL_HERE)


class Presence(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person"], name="one_presence_for_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} has {self.article_id} open"
