"""An article is an address: where it stands in the guide and who looks after it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from content.models.topics import Topic


class ArticleQuerySet(models.QuerySet):
    def gone(self, at: datetime | None = None) -> "ArticleQuerySet":
        """Articles that were public until they were withdrawn, by that moment (now by default)."""
        at = at or timezone.now()
        was_public = Q(revisions__published_at__lt=F("withdrawn_at"))
        return self.filter(was_public, withdrawn_at__lte=at).distinct()

    def once_at(self, slug: str) -> "ArticleQuerySet":
        """The article that patients knew by this slug before it moved."""
        return self.filter(slug=moved_slugs().get(slug))


class Article(models.Model):
    class Kind(models.TextChoices):
        ARTICLE = "article", "Article"
        TREATMENT = "treatment", "Treatment page"
        MUSCLE = "muscle", "Muscle of the body map"

    # What these pages say about treatment is folded away when a check is missed for too long.
    FOLDING = (Kind.TREATMENT, Kind.MUSCLE)

    class Withdrawn(models.TextChoices):
        """What patients find at the address of a withdrawn article."""

        NOTICE = "notice", "The old text, with the reason and the date on top"
        MOVED = "moved", "Another page takes its place"
        GONE = "gone", "Only a note that the page is gone, and why"

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="articles")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    slug = models.SlugField(
        max_length=80, help_text="The last part of the address, like: the-first-day"
    )
    position = models.PositiveSmallIntegerField(
        default=100, help_text="The place within its topic; lower numbers come first."
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ARTICLE)
    quick_answer = models.BooleanField("show its first question on the home page", default=False)
    translation_group = models.UUIDField(
        default=uuid.uuid4, help_text="The same value for an article and its translations."
    )
    related = models.ManyToManyField("self", symmetrical=False, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False)
    withdrawn_as = models.CharField(
        max_length=6, choices=Withdrawn, default=Withdrawn.GONE, editable=False
    )
    withdrawn_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["topic__position", "position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="article_address_is_its_own",
                violation_error_message=(
                    "Another article has this address already. Choose another slug."
                ),
            ),
            models.UniqueConstraint(
                fields=["translation_group", "language"],
                name="article_one_per_language",
                violation_error_message="This translation group has an article in this language.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.slug}"

    def newest(self) -> "models.Model | None":
        """The revision where writing goes on; drafts that were thrown away do not count."""
        return self.revisions.kept().first()


def moved_slugs() -> dict[str, str]:
    """The slugs of articles that moved, by those under which patients knew them. Words that are
    saved still link to these."""
    moves = Redirect.objects.filter(site_id=settings.SITE_ID).order_by("pk")
    paths = moves.values_list("old_path", "new_path")
    places = ([path.strip("/").split("/") for path in move] for move in paths)
    return {old[1]: new[1] for old, new in places if len(old) == len(new) == 2}
