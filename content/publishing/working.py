"""Working copies: what somebody types before it is saved as a revision, and who else is at it.

A working copy is nobody else's to read. It becomes a revision only when its writer saves.
"""

from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from content.models import Article, Presence, WorkingCopy
from content.publishing.rights import Person, Refused, may

# Twice what a page can hold, with room for its other fields.
LONGEST_COPY = 150_000  # characters


ELSEWHERE = (
    "Other words of yours for this page are kept already, typed in another tab or on another "
    "device. Save these as a draft, or open the page again to see the others."
)


class KeptElsewhere(Refused):
    """Another tab of this person has kept words that are not in this one."""

    def __init__(self):
        super().__init__(ELSEWHERE)


def keep_copy(
    article: Article | None, fields: Mapping[str, str], *, by: Person, base: int
) -> WorkingCopy:
    """Keeps the form as it is typed, in place of what was kept before.

    `base` is the number of the revision that the typing began from, 0 for none. Raises Refused for
    more text than a page can hold, and for other words than those that this tab went on from.
    """
    may(by, "content.change_article" if article else "content.add_article")
    if sum(len(value) for value in fields.values()) > LONGEST_COPY:
        raise Refused("This text is too long to be kept. Split the page into two.")
    fields = {name: value.replace("\0", "") for name, value in fields.items()}
    with transaction.atomic():
        before = held(article, by)
        if before and not goes_on(fields, before):
            raise KeptElsewhere
        copy, _ = WorkingCopy.objects.update_or_create(
            article=article,
            person=by,
            defaults={"fields": fields, "base": base, "saved_at": timezone.now()},
        )
    return copy


def held(article: Article | None, by: Person) -> WorkingCopy | None:
    """The copy as it is; this person's other tabs wait until the transaction ends."""
    get_user_model().objects.select_for_update(no_key=True).filter(pk=by.pk).first()
    return copy_of(article, by)


def goes_on(fields: Mapping[str, str], copy: WorkingCopy) -> bool:
    """Whether what was kept came from the same opening of the desk, or stood in it at first."""
    return (
        copy.fields.get("sitting", "") == fields.get("sitting", "")
        or fields.get("kept") == version_of(copy)
        or typed_in(copy.fields) == typed_in(fields)
    )


def typed_in(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in {"sitting", "kept"}}


def version_of(copy: WorkingCopy) -> str:
    return copy.saved_at.isoformat()


def copy_of(article: Article | None, by: Person) -> WorkingCopy | None:
    return WorkingCopy.objects.filter(article=article, person=by).first()


def forget_copy(
    article: Article | None, *, by: Person, typed: Mapping[str, str] | None = None
) -> bool:
    """Whether there is nothing left. With `typed`, words from another tab stay."""
    with transaction.atomic():
        copy = held(article, by)
        if copy is None:
            return True
        if typed is not None and not goes_on(typed, copy):
            return False
        copy.delete()
    return True


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
