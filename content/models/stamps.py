"""Which signatures stand under what patients read, and from when their next check is missed.

A signature stands only while the words, the clinic facts and the pictures of the live revision are
the signed ones, or differ from them by a small correction that is a row of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

from content.models.articles import Article
from content.models.clinic import clinic_facts
from content.models.pictures import Picture
from content.models.reviews import Review, SmallCorrection
from content.models.revisions import Revision
from content.rendering.characters import tidy


@dataclass(frozen=True, slots=True)
class Correction:
    """A small correction that patients read since `date`; `words` is how many it changed."""

    date: datetime
    note: str
    words: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """A signature that stands. `holds` is the hash (SHA-256, hex) that the page must have for it.

    From `overdue_from` on the page is due for a check; from `folded_from` on, if it is a page
    about treatment or a muscle, what it says about treatment is folded away.
    """

    review: Review
    holds: str
    corrections: tuple[Correction, ...]
    overdue_from: datetime
    folded_from: datetime | None

    def is_overdue(self, at: datetime) -> bool:
        return self.overdue_from <= at

    def is_folded(self, at: datetime) -> bool:
        return self.folded_from is not None and self.folded_from <= at

    def moments(self) -> Iterable[datetime]:
        """When what patients see of the stamp changes with no one doing anything."""
        return filter(None, (self.overdue_from, self.folded_from))


Stamps = dict[int, Stamp]


def standing_stamps(at: datetime) -> Stamps:
    """The signature that stands under each live revision, by the revision's key."""
    live = Revision.objects.published(at)
    signed = signatures(live)
    made = corrections(at)
    rows = live.filter(
        Q(content_hash__in=Review.objects.standing().values("signed_hash"))
        | Q(small_correction__isnull=False)
    ).values_list(
        "pk", "content_hash", "article", "uses", "article__kind", "article__topic__grace_days"
    )
    rows = as_rendered(list(rows))
    found = {}
    for pk, words, article, _, kind, grace in rows:
        review, since = standing(signed.get((article, words)), made.get(pk), words)
        if review:
            days = grace if kind in Article.FOLDING else None
            found[pk] = stamp(review, words, since, made, days)
    return found


def valid_reviews(at: datetime) -> dict[int, Review]:
    """The review that stands under each live revision, by the revision's key."""
    return {pk: found.review for pk, found in standing_stamps(at).items()}


def signatures(live) -> dict[tuple[int, str], Review]:
    """The newest review of each article and hash, of hashes that are live."""
    reviews = Review.objects.standing().filter(signed_hash__in=live.values("content_hash"))
    with_article = reviews.annotate(article_id=F("revision__article_id")).order_by("signed_at")
    return {(review.article_id, review.signed_hash): review for review in with_article}


def corrections(at: datetime) -> dict[int, SmallCorrection]:
    """By the revision's key, of revisions that were public by then."""
    standing = SmallCorrection.objects.standing()
    own = standing.filter(review__revision__article=F("revision__article"))
    public = own.filter(revision__published_at__lte=at).select_related("review")
    rows = public.annotate(
        published_at=F("revision__published_at"), note=F("revision__change_note")
    )
    return {row.revision_id: row for row in rows.order_by("published_at", "made_at")}


def standing(
    signed: Review | None, made: SmallCorrection | None, words: str
) -> tuple[Review | None, SmallCorrection | None]:
    """The review that covers words with this hash, and the correction that carried it to them."""
    if signed:
        return signed, None
    if made and made.content_hash == words:
        return made.review, made
    return None, None


def stamp(
    review: Review,
    words: str,
    since: SmallCorrection | None,
    made: dict[int, SmallCorrection],
    grace_days: int | None,
) -> Stamp:
    listed = [
        Correction(other.published_at, other.note, other.words_changed)
        for other in (made.values() if since else ())
        if other.review_id == review.pk and other.published_at <= since.published_at
    ]
    grace_end = None if grace_days is None else review.next_due + timedelta(days=grace_days)
    return Stamp(
        review=review,
        holds=words,
        corrections=tuple(listed),
        overdue_from=midnight_after(review.next_due),
        folded_from=grace_end and midnight_after(grace_end),
    )


def midnight_after(day: date) -> datetime:
    """The first moment, in the clinic's time zone, that is no longer that day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def as_rendered(rows: list[tuple]) -> list[tuple]:
    """Without pages that still show a clinic fact or a picture which is another one by now.

    The verbs render such pages again. This is for what was changed behind their back.
    """
    facts = {name: tidy(text).strip() for name, text in clinic_facts().items()} if rows else {}
    used = {int(pk) for row in rows for pk in row[3].get("pictures", {})}
    shown = Picture.objects.filter(pk__in=used).only("sha256", "alt", "is_decorative", "credit")
    pictures = {str(picture.pk): picture.digest for picture in shown} if used else {}
    return [
        row
        for row in rows
        if row[3].get("facts", {}).items() <= facts.items()
        and row[3].get("pictures", {}).items() <= pictures.items()
    ]
