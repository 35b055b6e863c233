"""Signatures and small corrections as rows, for tests of what patients see of them.

The verbs that make them have tests of their own.
"""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from content.models import Article, Edition, Review, Revision, SmallCorrection
from tests import make, people

YEARS = timedelta(days=800)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def reviewer():
    return get_user_model().objects.filter(username="ben").first() or people.ben()


def sign(revision: Revision, *, due: date | None = None, **fields) -> Review:
    """By Ben, on the words as they are now."""
    review = Review.objects.create(
        **{
            "revision": revision,
            "reviewer": reviewer(),
            "name": "Ben Okafor",
            "credentials": "MD",
            "role": "Spine doctor",
            "next_due": due or timezone.localdate() + YEARS,
            "signed_hash": revision.words_hash(),
        }
        | fields
    )
    Edition.begin()
    return review


def carry(review: Review, revision: Revision, *, words: int = 1) -> SmallCorrection:
    correction = SmallCorrection.objects.create(
        revision=revision,
        review=review,
        content_hash=revision.words_hash(),
        words_changed=words,
    )
    Edition.begin()
    return correction


def correct(review: Review, *, note: str = "Mended a spelling.", days_ago: float = 0.5, **words):
    """The next revision of the signed article, live, with the signature carried to it."""
    revision = make.live(review.revision.article, days_ago=days_ago, **words)
    Revision.objects.filter(pk=revision.pk).update(change=Revision.Change.MINOR, change_note=note)
    carry(review, revision)
    return revision


def treatment(**fields) -> Article:
    return make.article(kind=Article.Kind.TREATMENT, **fields)
