"""Where pictures are shown: the pages that patients read or will read, and those being written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from content.models import Picture, Revision


@dataclass(frozen=True)
class Use:
    title: str
    url: str  # of the desk, where its words are written
    state: str


FIELDS = (
    "picture_uses__picture",
    "article_id",
    "title",
    "number",
    "published_at",
    "article__withdrawn_at",
)


def uses_of(pictures: Iterable[Picture]) -> dict[int, list[Use]]:
    """The pages that show each of the pictures, in one question to the database."""
    now = timezone.now()
    shown = Revision.objects.in_use(now).filter(picture_uses__picture__in=list(pictures))
    pages: dict[int, dict[int, list[tuple]]] = defaultdict(lambda: defaultdict(list))
    for picture, article, *rest in shown.order_by("title", "number").values_list(*FIELDS):
        pages[picture][article].append(tuple(rest))
    return {
        picture: [use_of(article, revisions, now) for article, revisions in articles.items()]
        for picture, articles in pages.items()
    }


def use_of(article: int, revisions: list[tuple], now: datetime) -> Use:
    """One page, by the name that it has now or will have first."""
    title, _, published_at, withdrawn_at = min(revisions, key=lambda found: order(found, now))
    state = "Draft"
    if withdrawn_at and withdrawn_at <= now:
        state = "Taken off the site"
    elif published_at:
        state = "On the site" if published_at <= now else "Scheduled"
    return Use(title, reverse("admin:content_article_change", args=[article]), state)


def order(found: tuple, now: datetime) -> tuple:
    _, number, published_at, _ = found
    if published_at is None:
        return (2, -number)
    return (0 if published_at <= now else 1, -number)


def unused() -> Q:
    """Pictures that no page shows now or will show; earlier versions of a page may."""
    return ~Exists(Revision.objects.in_use().filter(picture_uses__picture=OuterRef("pk")))


def earlier_pages(picture: Picture) -> list[str]:
    """Titles of the pages that showed it once, and keep it from being deleted."""
    now = Revision.objects.in_use().filter(picture_uses__picture=picture).values("article")
    before = Revision.objects.filter(picture_uses__picture=picture).exclude(article__in=now)
    return sorted(set(before.values_list("title", flat=True)))
