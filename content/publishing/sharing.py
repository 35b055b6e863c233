"""Sharing a draft with somebody who has no account, by a secret link that ends by itself."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from content.models import Comment, Revision, ShareLink
from content.publishing.commenting import heading_of, worded
from content.publishing.newest import hold, refuse_old_words
from content.publishing.rights import Person, Refused, in_a_line, may, write_history

LONGEST_DAYS = 30
MOST_LINKS = 20  # that work at once, for one article
MOST_COMMENTS = 100  # by one link


def share(revision: Revision, *, by: Person, for_whom: str, days: int) -> str:
    """The secret of a new link. It is in no place but this answer: the database keeps its hash."""
    may(by, "content.change_article")
    for_whom = in_a_line(for_whom)
    if not for_whom or len(for_whom) > 80:
        raise Refused("Write whom the link is for, in 80 letters or fewer.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(f"Choose from 1 to {LONGEST_DAYS} days.")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        hold(revision.article)
        refuse_old_words(revision)
        working = ShareLink.objects.working().filter(revision__article=revision.article_id)
        if working.count() >= MOST_LINKS:
            raise Refused(f"{MOST_LINKS} links to this page work already. End one of them first.")
        ShareLink.objects.create(
            revision=revision,
            token_hash=hashed(token),
            for_whom=for_whom,
            made_by=by,
            expires_at=timezone.now() + timedelta(days=days),
        )
        write_history(by, revision.article, f"Shared revision {revision.number} by a link.")
    return token


def end_share(link: ShareLink, *, by: Person) -> None:
    """The link opens nothing from now on. Its comments stay."""
    may(by, "content.change_article")
    with transaction.atomic():
        found = ShareLink.objects.filter(pk=link.pk, ended_at=None)
        if found.update(ended_at=timezone.now()):
            write_history(by, link.revision.article, "Ended a link to a draft.")


def opened(token: str) -> ShareLink | None:
    """The link of this secret while it works. A wrong, old or ended one is all the same."""
    working = ShareLink.objects.working().filter(revision__discarded_at=None)
    found = working.select_related("revision__article__topic", "revision__created_by")
    return found.filter(token_hash=hashed(token)).first()


def comment_as_guest(link: ShareLink, anchor: str, text: str) -> Comment:
    """Keeps what somebody says who came by the link; the same words twice are one comment."""
    text, heading = worded(text), heading_of(link.revision, anchor)
    with transaction.atomic():
        working = ShareLink.objects.select_for_update().working().filter(pk=link.pk)
        if not working.order_by("pk").exists():
            raise Refused("This link has ended. Ask the clinic for a new one.")
        said = link.comments.filter(anchor=anchor, text=text).first()
        if said is None and link.comments.count() >= MOST_COMMENTS:
            raise Refused("This link holds no more comments. Ask the clinic for a new one.")
        return said or Comment.objects.create(
            revision=link.revision,
            share_link=link,
            anchor=anchor,
            heading=heading,
            text=text,
            by_name=link.for_whom,
        )


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
