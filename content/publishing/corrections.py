"""Carries a clinician's signature over to words that hardly differ from the signed ones."""

from collections.abc import Iterator

from content.editorial.corrections import ChangeSize, change_size, is_small, why_not_small
from content.models import Review, Revision, SmallCorrection

# The newest signatures of an article; older ones hardly resemble what it says today.
MOST_TRIED = 20


def carry_signature(revision: Revision) -> SmallCorrection | None:
    """For a minor change that becomes public: notes that the newest signature it can carry still
    counts. Called inside the transaction that publishes it."""
    found = signature_to_carry(revision)
    if found is None:
        SmallCorrection.objects.filter(revision=revision).delete()
        return None
    review, size = found
    values = {
        "review": review,
        "content_hash": revision.words_hash(),
        "words_changed": size.words,
    }
    return SmallCorrection.objects.update_or_create(revision=revision, defaults=values)[0]


def signature_to_carry(revision: Revision) -> tuple[Review, ChangeSize] | None:
    """The newest signature that still counts for this minor change, and how much changed since.

    The words are compared with those that were signed and not with the last correction, so that
    small changes cannot add up.
    """
    if not needs_carrying(revision):
        return None
    for review in signatures(revision):
        size = change_size(review.revision, revision)
        if is_small(size):
            return review, size
    return None


def why_not_carried(revision: Revision) -> str:
    """What to tell somebody who publishes a minor change that has to be signed anew; nothing when
    the signature stays or there is none."""
    if not needs_carrying(revision) or signature_to_carry(revision):
        return ""
    newest = next(signatures(revision), None)
    return why_not_small(change_size(newest.revision, revision)) if newest else ""


def needs_carrying(revision: Revision) -> bool:
    """Words that are signed as they are need nothing; a major change has to be signed."""
    return revision.change == Revision.Change.MINOR and not Review.objects.on(revision).exists()


def signatures(revision: Revision) -> Iterator[Review]:
    """Those of the article that still hold for the words they were given to, the newest first.

    A clinic fact or a picture is part of what was signed: the revision must show the same ones.
    """
    reviews = Review.objects.standing().filter(revision__article=revision.article_id)
    newest = reviews.order_by("-signed_at", "-pk").select_related("revision")
    for review in newest[:MOST_TRIED]:
        is_as_signed = review.signed_hash == review.revision.words_hash()
        if is_as_signed and things(review.revision) == things(revision):
            yield review


def things(revision: Revision) -> tuple[dict, dict]:
    return revision.uses.get("facts", {}), revision.uses.get("pictures", {})
