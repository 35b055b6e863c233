"""How a page came about, for patients: its public versions, who wrote and who signed them, and the
small corrections. Tells nothing of drafts, comments, or who asked for a check."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from content.models import Review, Revision, SmallCorrection
from content.pages.shown import Shown


@dataclass(frozen=True)
class Signature:
    """`counts` while the page prints it; `missed_check` when its next check is overdue;
    `taken_back_at` when whoever signed took it back."""

    name: str
    credentials: str
    role: str
    signed_at: datetime
    next_due: date
    fingerprint: str
    counts: bool
    missed_check: bool
    taken_back_at: datetime | None


@dataclass(frozen=True)
class Version:
    """What patients read from `since` on. A small correction has `words_changed` and the
    fingerprint of the corrected words; `carried` is the signature that counts for it as well."""

    number: int
    since: datetime
    written_by: str
    note: str
    is_major: bool
    is_first: bool
    is_shown: bool
    signatures: tuple[Signature, ...]
    words_changed: int | None = None
    fingerprint: str = ""
    carried: Signature | None = None


def chain(shown: Shown) -> list[Version]:
    """Newest first. Three queries at most, whatever the number of versions."""
    revisions = public_revisions(shown)
    reviews = Review.objects.filter(revision__article=shown.revision.article_id)
    signed = [(review, signature(review, shown)) for review in reviews.order_by("signed_at")]
    small = small_corrections(shown) if signed else {}
    versions = [version(revision, shown, signed, small.get(revision.pk)) for revision in revisions]
    return [*versions[:-1], replace(versions[-1], is_first=True)]


def small_corrections(shown: Shown) -> dict[int, SmallCorrection]:
    """By the revision that they made. Each rests on a signature, so there are none without one."""
    standing = SmallCorrection.objects.standing()
    rows = standing.filter(revision__article=shown.revision.article_id)
    return {row.revision_id: row for row in rows}


def public_revisions(shown: Shown) -> list[Revision]:
    """Of several from the same moment, patients saw only the one with the highest number."""
    public = Revision.objects.came_public().filter(article=shown.revision.article_id)
    rows = public.select_related("created_by").only(
        "number", "change", "change_note", "published_at", "content_hash",
        "created_by__first_name", "created_by__last_name",
    )  # fmt: skip
    by_moment: dict[datetime, Revision] = {}
    for revision in rows.order_by("-published_at", "-number"):
        by_moment.setdefault(revision.published_at, revision)
    return list(by_moment.values())


def signature(review: Review, shown: Shown) -> Signature:
    counts = shown.review is not None and shown.review.pk == review.pk
    return Signature(
        name=review.name,
        credentials=review.credentials,
        role=review.role,
        signed_at=review.signed_at,
        next_due=review.next_due,
        fingerprint=review.signed_hash,
        counts=counts,
        missed_check=counts and review.is_overdue(),
        taken_back_at=review.taken_back_at,
    )


def version(
    revision: Revision,
    shown: Shown,
    signed: list[tuple[Review, Signature]],
    small: SmallCorrection | None,
) -> Version:
    """Signed is a version whose own words were signed, be it under another number."""
    own = [
        found
        for review, found in signed
        if review.revision_id == revision.pk or review.signed_hash == revision.content_hash
    ]
    is_carried = small and not own and small.content_hash == revision.content_hash
    carried = [found for review, found in signed if is_carried and review.pk == small.review_id]
    author = revision.created_by
    return Version(
        number=revision.number,
        since=revision.published_at,
        written_by=author.get_full_name() if author else "",
        note=revision.change_note,
        is_major=revision.change == Revision.Change.MAJOR,
        is_first=False,
        is_shown=revision.pk == shown.revision.pk,
        signatures=tuple(own),
        words_changed=small.words_changed if carried else None,
        fingerprint=small.content_hash if carried else "",
        carried=carried[0] if carried else None,
    )
