"""Making revisions public, taking them back, and signing them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from content import search
from content.models import Article, Edition, Review, Revision
from content.publishing.corrections import carry_signature
from content.publishing.pictures import picture_problems
from content.publishing.rights import Person, Refused, may, write_history
from content.publishing.waivers import checked, why_not_yet


def publish(*revisions: Revision, by: Person, at: datetime | None = None) -> None:
    """Makes revisions public now, or from `at` on. Raises Refused when one has an error in it.

    One that patients read already stays as it is, with its date.
    """
    may(by, "content.publish_revision")
    at = at or timezone.now()
    asked = [revision.pk for revision in revisions]
    here = set(Revision.objects.published().filter(pk__in=asked).values_list("pk", flat=True))
    new = [revision for revision in revisions if revision.pk not in here]
    refuse_a_gap(revisions, new, at)
    for revision in new:
        refuse_errors(revision, at, together=revisions, by=by)
    with transaction.atomic():
        for revision in new:
            revision.published_at = at
            revision.save(update_fields=["published_at"])
            carry_signature(revision)
            search.refresh(revision)
            search.prune(revision.article)
            write_history(by, revision.article, f"Published revision {revision.number}.")
        Edition.begin()


def refuse_a_gap(revisions: Iterable[Revision], new: Iterable[Revision], at: datetime) -> None:
    """A page that is public now would be missing until `at`."""
    here = [f"“{revision.title}”" for revision in revisions if revision not in new]
    if here and at > timezone.now():
        raise Refused(
            f"{', '.join(here)} is on the site already, as it is. "
            "Change its words first; they can then come at a later time."
        )


def unschedule(revision: Revision, *, by: Person) -> None:
    """Takes back a publication whose moment has not come."""
    may(by, "content.publish_revision")
    if revision.published_at is None or revision.published_at <= timezone.now():
        raise Refused("Only a publication that is still to come can be taken back.")
    with transaction.atomic():
        revision.published_at = None
        revision.save(update_fields=["published_at"])
        search.prune(revision.article)
        write_history(by, revision.article, f"Took revision {revision.number} off the schedule.")
        Edition.begin()


def withdraw(article: Article, *, by: Person, reason: str, at: datetime | None = None) -> None:
    """Takes an article off the site; its address then says that it is gone, and why."""
    may(by, "content.publish_revision")
    if not reason.strip():
        raise Refused("Write a reason. Patients who come to this page will read it.")
    stand(article, at or timezone.now(), reason.strip(), by, "Withdrew the article.")


def reinstate(article: Article, *, by: Person) -> None:
    """Brings a withdrawn article back as it was."""
    may(by, "content.publish_revision")
    stand(article, None, "", by, "Brought the article back.")


def stand(article: Article, at: datetime | None, reason: str, by: Person, history: str) -> None:
    with transaction.atomic():
        article.withdrawn_at, article.withdrawn_reason = at, reason
        article.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        write_history(by, article, history)
        Edition.begin()


def sign(
    revision: Revision, *, by: AbstractBaseUser, credentials: str, role: str, next_due: date
) -> Review:
    """A clinician's signature on the words of a revision as they are now."""
    may(by, "content.sign_revision")
    if not credentials.strip() or not role.strip():
        raise Refused("A signature needs the credentials and the role of the clinician.")
    with transaction.atomic():
        review = Review.objects.create(
            revision=revision,
            reviewer=by,
            name=by.get_full_name() or by.get_username(),
            credentials=credentials.strip(),
            role=role.strip(),
            next_due=next_due,
            signed_hash=revision.words_hash(),
        )
        write_history(by, revision.article, f"Signed revision {revision.number}.")
        Edition.begin()
    return review


def refuse_errors(
    revision: Revision, at: datetime, together: Iterable[Revision], by: Person
) -> None:
    """Errors stand in the way of everybody. A person needs a reason for each warning too."""
    result = checked(revision)
    errors = [finding.message for finding in result.checked.errors]
    errors += links_to_nothing(revision, at, together)
    withdrawn = revision.article.withdrawn_at
    if withdrawn and withdrawn <= at:
        errors.append("The article is withdrawn. Bring it back first.")
    if revision.discarded_at:
        errors.append("This draft was discarded. Restore it from the history first.")
    errors += [words for words in picture_problems(revision, at) if words not in errors]
    if errors:
        raise Refused(" ".join(errors))
    if by is not None and result.unexcused:
        raise Refused(why_not_yet(revision, result.unexcused))


def links_to_nothing(revision: Revision, at: datetime, together: Iterable[Revision]) -> list[str]:
    """A sentence for each linked article that patients will not find at that moment."""
    wanted = {int(pk) for pk in revision.uses.get("articles", {})}
    wanted -= {other.article_id for other in together}
    found = Revision.objects.published(at).filter(article__in=wanted)
    missing = wanted - set(found.values_list("article_id", flat=True))
    return [
        f"It links to “{article.slug}”, which is not public. Publish that one first."
        for article in Article.objects.filter(pk__in=missing)
    ]
