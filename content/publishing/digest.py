"""What is due, whom it concerns, and one mail a person about all of it, repeated until it is done:
pages to be checked again, and pictures of people whose consent has ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from content.models import Article, Picture, ReviewDigest, Revision, valid_reviews
from content.outbox import outbox
from content.publishing.pictures import pictures_with_ended_consent

SIGN, PUBLISH = "content.sign_revision", "content.publish_revision"
BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that keeps rights
SOON = timedelta(days=30)
AGAIN_AFTER = timedelta(days=7)
CLOCKS_DIFFER = timedelta(hours=1)
NOBODY = "NobodyToTell"


class PageDue(NamedTuple):
    """A public page whose signature stands and whose next check is due on `on`, the last day that
    is in time."""

    article: Article
    title: str
    on: date
    days_left: int

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0

    @property
    def days_late(self) -> int:
        return -self.days_left

    @property
    def folds_on(self) -> date | None:
        """The day from which what it says about treatment is folded away."""
        if self.article.kind not in Article.FOLDING:
            return None
        return self.on + timedelta(days=self.article.topic.grace_days + 1)


@dataclass(frozen=True)
class Digest:
    """All pages that are due, the longest waiting first; public pictures without consent; and, by
    key, who signs pages and who looks after all pictures."""

    pages: tuple[PageDue, ...]
    pictures: tuple[Picture, ...]
    signers: frozenset[int]
    publishers: frozenset[int]

    def pages_for(self, person: AbstractBaseUser) -> tuple[PageDue, ...]:
        """Whoever may sign is told of every page, whoever looks after pages of those."""
        if person.pk in self.signers:
            return self.pages
        return tuple(page for page in self.pages if page.article.owner_id == person.pk)

    def pictures_for(self, person: AbstractBaseUser) -> tuple[Picture, ...]:
        """Whoever may publish is told of every picture, whoever brought some of those."""
        if person.pk in self.publishers:
            return self.pictures
        return tuple(picture for picture in self.pictures if picture.uploaded_by_id == person.pk)

    def people(self) -> list[AbstractBaseUser]:
        """Everyone whom this concerns and whom a mail can reach."""
        keys = {page.article.owner_id for page in self.pages} | self.signers
        keys |= {picture.uploaded_by_id for picture in self.pictures} | self.publishers
        people = get_user_model().objects.filter(pk__in=keys - {None})
        return list(reachable(people).order_by("pk"))


def digest(now: datetime | None = None) -> Digest:
    now = now or timezone.now()
    pages, pictures = pages_due(now), tuple(pictures_with_ended_consent(now))
    return Digest(
        pages,
        pictures,
        signers=those_with(SIGN) if pages else frozenset(),
        publishers=those_with(PUBLISH) if pictures else frozenset(),
    )


def pages_due(now: datetime) -> tuple[PageDue, ...]:
    today = timezone.localdate(now)
    days = {pk: review.next_due for pk, review in valid_reviews(now).items()}
    due = [pk for pk, day in days.items() if day <= today + SOON]
    revisions = Revision.objects.filter(pk__in=due).select_related("article__topic")
    pages = (
        PageDue(revision.article, revision.title, days[pk], (days[pk] - today).days)
        for pk, revision in revisions.defer(*NOT_NEEDED).in_bulk().items()
    )
    return tuple(sorted(pages, key=lambda page: (page.on, page.title, page.article.pk)))


NOT_NEEDED = ("body", "body_html", "references_html", "plain_text", "headings", "questions")


def those_with(right: str) -> frozenset[int]:
    """Administrators of the whole site may do everything, but are told only where nobody else
    is there to do it."""
    people = get_user_model().objects
    usual = people.with_perm(right, backend=BACKEND, include_superusers=False)
    first, then = (
        reachable(those).values_list("pk", flat=True)
        for those in (usual, people.filter(is_superuser=True))
    )
    return frozenset(first or then)


def reachable(people):
    return people.filter(is_active=True, is_staff=True).exclude(email="")


def tell_who_checks(now: datetime) -> str:
    """Posts one mail to each person who was not told lately; "NobodyToTell" when something is due
    and no mail can reach anybody."""
    due = digest(now)
    people = due.people()
    # Whoever has nothing left is told at once of the next.
    ReviewDigest.objects.exclude(person__in=people).delete()
    told = set(ReviewDigest.objects.exclude(is_time(now)).values_list("person_id", flat=True))
    for person in people:
        if person.pk not in told:
            tell(person, now)
    return NOBODY if (due.pages or due.pictures) and not people else ""


def is_time(now: datetime) -> Q:
    """A moment that lies ahead was written by a clock that was wrong."""
    return Q(told_at__lte=now - AGAIN_AFTER) | Q(told_at__gt=now + CLOCKS_DIFFER)


def tell(person: AbstractBaseUser, now: datetime) -> None:
    """Once, though two runners should meet: the mail and the moment are kept together."""
    with transaction.atomic():
        row, is_new = ReviewDigest.objects.get_or_create(
            person_id=person.pk, defaults={"told_at": now}
        )
        again = ReviewDigest.objects.filter(is_time(now), pk=row.pk)
        if is_new or again.update(told_at=now):
            outbox().post("reviews_due", to=person, about={})
