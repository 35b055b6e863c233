"""A revision holds the words. It is never edited after it is saved: a change makes a new one.

What a patient may see is decided here, by `published()`, and nowhere else.
"""

import hashlib
import json
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString

from content.models.articles import Article
from content.rendering.sanitizer import stored_html

WORDS_A_MINUTE = 180
A_MOMENT = timedelta(microseconds=1)  # the least that both databases tell apart


class RevisionQuerySet(models.QuerySet):
    def published(self, at: datetime | None = None) -> "RevisionQuerySet":
        """The live revision of every article that is public at that moment (now by default).

        Live is the revision with the latest `published_at` not after that moment, of an article
        that has not been withdrawn by then.
        """
        at = at or timezone.now()
        in_place = Q(article__withdrawn_at__isnull=True) | Q(article__withdrawn_at__gt=at)
        return self.filter(in_place, pk=Subquery(self.newest(at)))

    def standing(self, at: datetime | None = None) -> "RevisionQuerySet":
        """What articles say at that moment or will say later, withdrawn articles included.

        For work that is done ahead, such as indexing; it does not decide what a patient may see.
        """
        at = at or timezone.now()
        return self.filter(Q(published_at__gt=at) | Q(pk=Subquery(self.newest(at))))

    def scheduled(self) -> "RevisionQuerySet":
        """What goes on the site later, the next first."""
        return self.filter(published_at__gt=timezone.now()).order_by("published_at")

    def with_first_moment(self) -> "RevisionQuerySet":
        """Each with `first_published_at`, the first date that its article was given."""
        all_of_it = self.model._base_manager.filter(article=OuterRef("article")).order_by()
        first = all_of_it.values("article").annotate(first=Min("published_at")).values("first")
        return self.annotate(first_published_at=Subquery(first))

    def came_public(self, at: datetime | None = None) -> "RevisionQuerySet":
        """All that has ever become public until then, replaced and withdrawn words included.

        For work on the past, such as telling what is new; it does not decide what a patient may
        see.
        """
        return self.filter(published_at__lte=at or timezone.now())

    def taken_off(self, article: Article) -> "RevisionQuerySet":
        """What patients read of a withdrawn article until then. Revisions that came later were
        never public."""
        return self.published(article.withdrawn_at - A_MOMENT).filter(article=article)

    def coming_back(self, article: Article) -> "RevisionQuerySet":
        """What patients would read of a withdrawn article if it came back now."""
        now = timezone.now()
        return self.standing(now).came_public(now).filter(article=article)

    def kept(self) -> "RevisionQuerySet":
        """Without drafts that were thrown away. The first of an article's is where writing goes
        on."""
        return self.filter(discarded_at=None)

    def in_use(self, at: datetime | None = None) -> "RevisionQuerySet":
        """What patients read or will read, and where staff go on writing."""
        newest = (
            self.model._base_manager.filter(article=OuterRef("article"), discarded_at=None)
            .order_by("-number")
            .values("pk")[:1]
        )
        at = at or timezone.now()
        is_public = Q(published_at__gt=at) | Q(pk=Subquery(self.newest(at)))
        return self.filter(is_public | Q(pk=Subquery(newest)))

    def newest(self, at: datetime) -> "RevisionQuerySet":
        """For an outer query: the key of the article's revision with the latest date that came."""
        return (
            self.model._base_manager.filter(article=OuterRef("article"), published_at__lte=at)
            .order_by("-published_at", "-number")
            .values("pk")[:1]
        )

    def update(self, **fields):
        refuse_words(fields)
        return super().update(**fields)


class RevisionIsFinal(TypeError):
    """Somebody tried to change the words of a saved revision."""


class Revision(models.Model):
    class Change(models.TextChoices):
        MAJOR = "major", "Major: patients are told what changed"
        MINOR = "minor", "Minor: spelling or layout"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.TextField(help_text="Two or three short sentences.")
    key_points = models.TextField(
        help_text="Three or four points, one a line. Each is one sentence that stands on its own."
    )
    body = models.TextField()
    change = models.CharField(max_length=5, choices=Change, default=Change.MAJOR)
    change_note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    taken_off_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it was withdrawn, where the article came back with other words.",
    )
    restored_from = models.PositiveIntegerField(
        null=True, blank=True, help_text="The number of the earlier revision that this one repeats."
    )
    discarded_at = models.DateTimeField(null=True, blank=True)
    # What the writer answered to the questions that no machine can decide, by the id of the item:
    # "yes", "no", "na" or a number of points, and why.
    checklist = models.JSONField(default=dict)
    checklist_reasons = models.JSONField(default=dict)

    # Made from the words by the renderer, and made again whenever it changes.
    content_hash = models.CharField(max_length=64)
    body_html = models.TextField()
    # How many characters of it stand before the list of contents, and how many words in what is
    # closed at first. Unknown of what was rendered before these were kept; such a page is measured
    # whenever it is asked for.
    leading_length = models.PositiveIntegerField(null=True)
    words_of_more = models.PositiveIntegerField(null=True)
    references_html = models.TextField(blank=True)
    reference_count = models.PositiveSmallIntegerField(default=0)
    headings = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    uses = models.JSONField(default=dict)
    # What the body map shows of a page about a muscle, as `rendering.MuscleWords`; else empty.
    muscle = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    plain_text = models.TextField(blank=True)
    word_count = models.PositiveIntegerField(default=0)
    # Made from the words by the checks: grades, and what the site answers to the instruments.
    measures = models.JSONField(default=dict)
    # By which version of the program all this was made; empty of what is to be made again.
    rendered_by = models.CharField(max_length=16, db_default="", db_index=True)

    objects = RevisionQuerySet.as_manager()

    WORDS = ("article_id", "number", "title", "summary", "key_points", "body")

    class Meta:
        ordering = ["article", "-number"]
        permissions = [
            ("publish_revision", "Can publish and withdraw"),
            ("sign_revision", "Can sign as a clinician"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_is_its_own")
        ]
        indexes = [
            models.Index(
                fields=["article", "-published_at", "-number"], name="revision_live_lookup"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @classmethod
    def from_db(cls, db, field_names, values, **how):
        revision = super().from_db(db, field_names, values, **how)
        revision._saved = {name: revision.__dict__.get(name) for name in cls.WORDS}
        return revision

    def save(self, *args, **kwargs):
        """Raises RevisionIsFinal when the words of a saved revision were changed."""
        saved = getattr(self, "_saved", {})
        changed = [n for n, old in saved.items() if old is not None and self.__dict__[n] != old]
        refuse_words(changed)
        super().save(*args, **kwargs)
        self._saved = {name: self.__dict__.get(name) for name in self.WORDS}

    @property
    def key_point_list(self) -> list[str]:
        return [line.strip() for line in self.key_points.splitlines() if line.strip()]

    @property
    def safe_body(self) -> SafeString:
        return stored_html(self.body_html)

    @property
    def safe_references(self) -> SafeString:
        return stored_html(self.references_html)

    @property
    def reading_minutes(self) -> int:
        return minutes_to_read(self.word_count)

    def words_hash(self) -> str:
        """SHA-256 (hex) of what the page says now, clinic facts and pictures included.

        The page that shows a signature computes this and does not trust `content_hash`.
        """
        return hash_of(
            title=self.title,
            summary=self.summary,
            key_points=self.key_point_list,
            body=self.body,
            facts=self.uses.get("facts", {}),
            pictures=self.uses.get("pictures", {}),
        )


def minutes_to_read(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


def refuse_words(names) -> None:
    final = sorted(set(names) & set(Revision.WORDS))
    if final:
        raise RevisionIsFinal(
            f"A saved revision keeps its {', '.join(final)}. Make a new revision."
        )


def hash_of(**content) -> str:
    """SHA-256 (hex) of content, the same for the same words whatever their line ends."""
    content = {
        name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
        for name, value in content.items()
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
