"""What the database knows of the things that a page uses: its outside sources and its pictures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from content.models import Picture, SourceLink


@dataclass(frozen=True)
class KnownPicture:
    """`consent_problem` is a sentence that says why patients must not see it today, if so."""

    alt: str
    is_decorative: bool
    consent_problem: str = ""


@dataclass(frozen=True)
class KnownSource:
    """`read_on` is the day a person last read it, `failing_since` when it began not to answer."""

    read_on: date | None
    answered_at: datetime | None
    failing_since: datetime | None


@dataclass(frozen=True)
class Known:
    now: datetime = field(default_factory=timezone.now)
    pictures: dict[int, KnownPicture] = field(default_factory=dict)
    sources: dict[str, KnownSource] = field(default_factory=dict)


def known(pictures: Iterable[int], addresses: Iterable[str]) -> Known:
    """Asks two questions at most, however much the page uses."""
    return Known(pictures=known_pictures(set(pictures)), sources=known_sources(set(addresses)))


def known_pictures(ids: set[int]) -> dict[int, KnownPicture]:
    if not ids:
        return {}
    return {
        picture.pk: KnownPicture(
            picture.alt.strip(), picture.is_decorative, picture.consent_problem()
        )
        for picture in Picture.objects.filter(pk__in=ids)
    }


def known_sources(addresses: set[str]) -> dict[str, KnownSource]:
    if not addresses:
        return {}
    rows = SourceLink.objects.filter(url__in=addresses)
    fields = ("url", "read_on", "answered_at", "failing_since")
    return {url: KnownSource(*rest) for url, *rest in rows.values_list(*fields)}
