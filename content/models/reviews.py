"""A review is a clinician's signature on the words of one revision.

A small correction of signed words may keep the signature; it is then a row of its own and listed
in public.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from content.models.revisions import Revision


class ReviewQuerySet(models.QuerySet):
    def standing(self) -> "ReviewQuerySet":
        """Without those that were taken back."""
        return self.filter(taken_back_at=None)

    def on(self, revision: Revision) -> "ReviewQuerySet":
        """Those that stand on exactly these words, whichever revision they were given to."""
        return self.standing().filter(
            revision__article=revision.article_id, signed_hash=revision.words_hash()
        )


class SmallCorrectionQuerySet(models.QuerySet):
    def standing(self) -> "SmallCorrectionQuerySet":
        """Without those whose signature was taken back."""
        return self.filter(review__taken_back_at=None)


class Review(models.Model):
    """`writer` is who wrote the revision: nobody signs their own words."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name = models.CharField(max_length=100)
    credentials = models.CharField(max_length=60, help_text="Like: MD")
    role = models.CharField(max_length=120, help_text="Like: Spine and pain doctor")
    signed_at = models.DateTimeField(default=timezone.now)
    next_due = models.DateField()
    signed_hash = models.CharField(max_length=64)
    taken_back_at = models.DateTimeField(
        null=True, blank=True, help_text="When whoever signed took it back. It counts no more then."
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(writer=None) | ~Q(writer=F("reviewer")),
                name="review_is_by_a_second_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}: {self.revision}"

    def is_overdue(self, today: date | None = None) -> bool:
        return self.next_due < (today or timezone.localdate())


class SmallCorrection(models.Model):
    """A revision that differs so little from signed words that their signature still counts.

    It counts only while the page says what has `content_hash` (SHA-256, hex).
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, related_name="small_correction"
    )
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="corrections")
    content_hash = models.CharField(max_length=64)
    words_changed = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = SmallCorrectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.revision}: {self.words_changed} words since {self.review}"
