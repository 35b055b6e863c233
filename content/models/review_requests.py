"""A request that a clinician reads one revision and signs it or sends it back."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.articles import Article
from content.models.revisions import Revision


class ReviewRequest(models.Model):
    """At most one is open for an article. Without a reviewer it is for all who may sign."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for review"
        SIGNED = "signed", "Signed"
        SENT_BACK = "back", "Sent back"
        TAKEN_BACK = "taken", "Taken back"

    article = models.ForeignKey(Article, models.CASCADE, related_name="review_requests")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="review_requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    message = models.TextField(blank=True, help_text="What the reviewer should look at.")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="What the reviewer said to it as a whole.")

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(state="open"),
                name="one_open_review_request_for_each_article",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_state_display().lower()}"
