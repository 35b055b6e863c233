"""What the search reads: one row for each revision that is or will be public, and synonyms."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from content.models.revisions import Revision


class SearchDocument(models.Model):
    """The searchable text of a revision, in the order of its weight, and its distinct words.

    Both databases keep a full-text index of this table up to date (migration 0002).
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, primary_key=True, related_name="search_document"
    )
    language = models.CharField(max_length=5)
    title = models.TextField()
    key_points = models.TextField()
    headings = models.TextField()
    body = models.TextField()
    words = models.TextField()

    def __str__(self) -> str:
        return self.title


class Synonym(models.Model):
    """A group of words that patients use for the same thing."""

    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    words = models.TextField(help_text="Words or phrases with commas between, like: knot, TPI")

    class Meta:
        ordering = ["language", "words"]
        constraints = [
            models.UniqueConstraint(fields=["language", "words"], name="synonym_group_is_its_own")
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        if len(self.word_list) < 2:
            raise ValidationError({"words": "Write two words or more, like: knot, trigger point"})

    @property
    def word_list(self) -> list[str]:
        return [word.strip() for word in self.words.split(",") if word.strip()]
