"""Going back to earlier words, and throwing away a draft. The history keeps all of it."""

from django.db import transaction
from django.utils import timezone

from content.models import ReviewRequest, Revision
from content.publishing.drafts import Words, save_draft
from content.publishing.newest import hold
from content.publishing.rights import Person, Refused, may, write_history


def restore(revision: Revision, *, by: Person) -> Revision:
    """Saves the words of an earlier revision as the newest; what patients see stays as it is.

    It has no note yet: patients are told what is new, and a number of ours tells them nothing.
    """
    may(by, "content.change_article")
    words = words_of(revision)
    newest = revision.article.newest()
    if newest and words_of(newest) == words:
        raise Refused("These are the newest words already. There is nothing to bring back.")
    return save_draft(
        revision.article,
        words,
        by=by,
        based_on=newest.number if newest else None,
        restored_from=revision.number,
        checklist=revision.checklist,
        checklist_reasons=revision.checklist_reasons,
    )


def discard(revision: Revision, *, by: Person) -> None:
    """Throws away a draft: writing goes on from the revision before it, links to it end. It stays
    in the history and can be restored."""
    may(by, "content.change_article")
    with transaction.atomic():
        # Somebody may publish it or ask for a review at this very moment.
        hold(revision.article)
        revision = Revision.objects.select_for_update(of=("self",)).get(pk=revision.pk)
        if reason := why_not_discard(revision):
            raise Refused(reason)
        now = timezone.now()
        revision.discarded_at = now
        revision.save(update_fields=["discarded_at"])
        revision.share_links.filter(ended_at=None).update(ended_at=now)
        write_history(by, revision.article, f"Discarded revision {revision.number}.")


def why_not_discard(revision: Revision) -> str:
    """The sentence that says why this revision stays, or nothing when it may go."""
    if revision.discarded_at:
        return "This draft is discarded already. You can restore it from the history."
    if revision.published_at and revision.published_at <= timezone.now():
        return "This revision has been on the site, so it stays. Write a new one in its place."
    if revision.published_at:
        return "This revision goes on the site later. Take it off the schedule first."
    if revision.review_requests.filter(state=ReviewRequest.State.OPEN).exists():
        return "Somebody was asked to review this draft. Take the request back first."
    return ""


def words_of(revision: Revision) -> Words:
    return Words(revision.title, revision.summary, revision.key_points, revision.body)
