"""Working copies: what somebody types before it is saved as a revision, and who else is at it.

A working copy is nobody else's to read. It becomes a revision only when its writer saves.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from content.models import Article, Presence, WorkingCopy
from content.publishing.rights import Person, Refused, may

# Twice what a page can hold, with room for its other fields.
LONGEST_COPY = 150_000  # characters


def keep_copy(
    article: Article | None, fields: Mapping[str, str], *, by: Person, base: int
) -> WorkingCopy:
    """Keeps the form as it is typed, in place of what was kept before.

    `base` is the number of the revision that the typing began from, 0 for none. Raises Refused for
    more text than a page can hold.
    """
    may(by, "content.change_article" if article else "content.add_article")
    if sum(len(value) for value in fields.values()) > LONGEST_COPY:
        raise Refused("This text is too long to be kept. Split the page into two.")
    copy, _ = WorkingCopy.objects.update_or_create(
        article=article,
        person=by,
        defaults={"fields": dict(fields), "base": base, "saved_at": timezone.now()},
    )
    return copy


def copy_of(article: Article | None, by: Person) -> WorkingCopy | None:
    return WorkingCopy.objects.filter(article=article, person=by).first()


def forget_copy(article: Article | None, *, by: Person) -> None:
    WorkingCopy.objects.filter(article=article, person=by).delete()


def seen_at(article: Article, *, by: Person) -> None:
    """Notes that this person has the article open for writing now."""
    may(by, "content.change_article")
    with transaction.atomic():
        Presence.objects.update_or_create(
            article=article, person=by, defaults={"seen_at": timezone.now()}
        )


def others_at(article: Article, by: Person) -> list:
    """The other people who have the article open for writing, by name."""
    here = Presence.objects.now().filter(article=article).exclude(person=by)
    return [presence.person for presence in here.select_related("person").order_by("person__pk")]
