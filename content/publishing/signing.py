"""Signing: a clinician's name under the words of one revision, exactly as they were read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from content.models import Article, Edition, Review, ReviewRequest, Revision
from content.publishing.asking import answer_request
from content.publishing.newest import hold, refuse_old_words
from content.publishing.rights import Refused, called, in_a_line, may, write_history
from content.publishing.writers import Writers

LONGEST_TRUST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Signature:
    """What a clinician puts under the words, beside the name."""

    credentials: str
    role: str
    next_due: date


def sign(
    revision: Revision,
    *,
    by: AbstractBaseUser,
    credentials: str,
    role: str,
    next_due: date,
    seen_hash: str | None = None,
) -> Review:
    """A clinician's signature on the words of a revision, which answers an open request for it.

    `seen_hash` is the hash of what the clinician had on screen. Without it that is what `revision`
    holds; it is compared with what the database holds now.
    """
    may(by, "content.sign_revision")
    signature = checked(Signature(in_a_line(credentials), in_a_line(role), next_due))
    seen_hash = seen_hash or revision.words_hash()
    with transaction.atomic():
        hold(revision.article)
        now = Revision.objects.select_for_update().get(pk=revision.pk)
        refuse_to_sign(now, by, seen_hash)
        review = Review.objects.create(
            revision=revision,
            reviewer=by,
            writer_id=now.created_by_id,
            name=called(by),
            credentials=signature.credentials,
            role=signature.role,
            next_due=signature.next_due,
            signed_hash=seen_hash,
        )
        answer_request(revision, ReviewRequest.State.SIGNED, by, letter="review_signed")
        write_history(by, revision.article, f"Signed revision {revision.number}.")
        Edition.begin()
    return review


def take_back_signature(article: Article, *, by: AbstractBaseUser) -> None:
    """All that this clinician signed of the article counts no more. The rows stay: patients have
    read them."""
    may(by, "content.sign_revision")
    with transaction.atomic():
        hold(article)
        theirs = Review.objects.standing().filter(revision__article=article, reviewer=by)
        if not theirs.update(taken_back_at=timezone.now()):
            raise Refused("There is no signature of yours on this page.")
        write_history(by, article, "Took the signature back.")
        Edition.begin()


def say_who_checks(people: Iterable[AbstractBaseUser]) -> None:
    """What these accounts may do was changed. Patients read who checks pages now, so there is a new
    edition if one of them signed a page."""
    if Review.objects.filter(reviewer__in=people).exists():
        Edition.begin()


def checked(signature: Signature) -> Signature:
    today = timezone.localdate()
    if not signature.credentials or not signature.role:
        raise Refused("A signature needs the credentials and the role of the clinician.")
    for name, limit in (("credentials", 60), ("role", 120)):
        if len(getattr(signature, name)) > limit:
            raise Refused(f"Write your {name} in {limit} letters or fewer.")
    if signature.next_due <= today:
        raise Refused("The next check has to be on a day that is still to come.")
    if signature.next_due > today + LONGEST_TRUST:
        raise Refused("The next check has to be within three years.")
    return signature


def refuse_to_sign(revision: Revision, by: AbstractBaseUser, seen_hash: str) -> None:
    if part := Writers(revision).part_of(by):
        raise Refused(part)
    if not by.get_full_name().strip():
        raise Refused(
            "Your account has no name yet, and patients read who signed. Ask whoever looks after "
            "the accounts to enter your first and last name."
        )
    refuse_old_words(revision)
    if revision.words_hash() != seen_hash:
        raise Refused(
            "A picture or a clinic fact on this page changed while you were reading. "
            "Read it once more as it is now, then sign."
        )
