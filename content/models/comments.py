"""What reviewers and outside experts say about a place in a revision."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.revisions import Revision
from content.models.share_links import ShareLink


class CommentQuerySet(models.QuerySet):
    def unsettled(self) -> "CommentQuerySet":
        return self.filter(settled_at=None)


class Comment(models.Model):
    """`anchor` is the id of a heading of that revision ("" for the page as a whole) and `heading`
    its words, which still tell the place when a later revision has other headings."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="comments")
    anchor = models.CharField(max_length=120, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=100)
    share_link = models.ForeignKey(ShareLink, models.SET_NULL, null=True, related_name="comments")
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.by_name} on {self.heading or 'the whole page'}"
