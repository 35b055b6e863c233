"""Our numbers: what each public page scores, counted from what is stored with its words."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from content.editorial import checklist
from content.editorial.jama import points
from content.models import ArticleEntry, Guide, Revision
from content.pages.parts import Part, parts
from content.pages.targets import NOT_RATED, Value, discern, grades, jama, percent


@dataclass(frozen=True)
class PageNumbers:
    """One page; `values` in the order of `LABELS`, None when its words were never measured."""

    entry: ArticleEntry
    values: tuple[Value, ...]
    found: int

    @property
    def is_at_grade(self) -> bool:
        return bool(self.values) and self.values[1].is_met


@dataclass(frozen=True)
class PartNumbers:
    part: Part
    pages: tuple[PageNumbers, ...]


def by_part(guide: Guide) -> list[PartNumbers]:
    """One query, whatever the number of pages."""
    stored = stored_with(guide)
    return [
        PartNumbers(part, tuple(page_numbers(entry, stored) for entry in part.entries))
        for part in parts(guide)
    ]


def stored_with(guide: Guide) -> dict[int, Revision]:
    keys = [entry.revision_id for entry in guide.articles()]
    rows = Revision.objects.filter(pk__in=keys).order_by()
    return {row.pk: row for row in rows.only("measures", "checklist")}


def page_numbers(entry: ArticleEntry, stored: dict[int, Revision]) -> PageNumbers:
    revision = stored.get(entry.revision_id)
    measures = revision.measures if revision else {}
    if not measures:
        return PageNumbers(entry, (), 0)
    understand, act, cdc, choices = checklist.scores(revision.checklist | measures["answers"])
    words = Value("Words", f"{measures['words']:,}", number=measures["words"])
    values = (
        words,
        *grades(measures),
        percent(understand),
        percent(act),
        percent(cdc),
        discern(choices),
        jama(points(measures["answers"], signed=entry.is_checked)),
    )
    return PageNumbers(entry, values, measures["found"])


@dataclass(frozen=True)
class Summary:
    """Of all pages together; grades are None when no page was measured."""

    pages: int
    at_grade: int
    middle_grade: float | None
    highest_grade: float | None
    checked: int
    not_rated: int


def summary(listed: list[PartNumbers]) -> Summary:
    pages = [page for part in listed for page in part.pages]
    measured = sorted(
        max(page.values[1].number, 0)
        for page in pages
        if page.values and page.values[1].number is not None
    )
    return Summary(
        pages=len(pages),
        at_grade=sum(page.is_at_grade for page in pages),
        middle_grade=median(measured) if measured else None,
        highest_grade=measured[-1] if measured else None,
        checked=sum(page.entry.is_checked for page in pages),
        not_rated=sum(is_not_rated(page) for page in pages),
    )


def is_not_rated(page: PageNumbers) -> bool:
    return not page.values or any(value.text == NOT_RATED for value in page.values)


@cache
def published_scores() -> list[dict]:
    """What studies found for pages of others."""
    path = Path(__file__).parent / "published_scores.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["studies"]
