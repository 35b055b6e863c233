"""Comments on a draft: each stands at one of its headings or at the page as a whole."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from content.models import Comment, Revision
from content.publishing.rights import Person, Refused, called, may_either
from content.rendering.characters import tidy

READERS = ("content.change_article", "content.sign_revision")
LONGEST_COMMENT = 2_000


def comment(revision: Revision, *, by: AbstractBaseUser, anchor: str, text: str) -> Comment:
    """Keeps what a colleague says; the same words again at the same place are one comment."""
    may_either(by, *READERS)
    text, heading = worded(text), heading_of(revision, anchor)
    said = Comment.objects.unsettled().filter(revision=revision, anchor=anchor, by=by, text=text)
    return said.first() or Comment.objects.create(
        revision=revision, anchor=anchor, heading=heading, text=text, by=by, by_name=called(by)
    )


def settle(said: Comment, *, by: Person) -> None:
    """Notes that a comment was dealt with; who did it first stays."""
    may_either(by, *READERS)
    with transaction.atomic():
        found = Comment.objects.unsettled().filter(pk=said.pk)
        found.update(settled_at=timezone.now(), settled_by=by)


def worded(text: str) -> str:
    text = tidy(text).strip()
    if not text:
        raise Refused("Write your comment in the box.")
    if len(text) > LONGEST_COMMENT:
        raise Refused(
            f"Your comment is too long. Use {LONGEST_COMMENT:,} letters or fewer. "
            f"You used {len(text):,}."
        )
    return text


def heading_of(revision: Revision, anchor: str) -> str:
    """The words of the heading with this id; "" for the whole page."""
    if not anchor:
        return ""
    for heading in revision.headings:
        if heading["id"] == anchor:
            return heading["text"][:200]
    raise Refused("The page has no such heading. Write the comment about the whole page.")
