"""Checks a page while it is written: everything that stands in the way of publishing it, with the
place where it stands and how to mend it."""

from collections import Counter
from collections.abc import Iterable, Iterator

from content.editorial.counted import counted
from content.editorial.done import in_order
from content.editorial.results import (
    Checked,
    Done,
    Finding,
    Mend,
    PageToCheck,
    Place,
    SectionGrade,
)
from content.editorial.rules import CHECKS
from content.editorial.sheet import Sheet
from content.editorial.typed import Typed, typed
from content.models import Revision
from content.rendering import Lookups, Rendered, render

__all__ = [
    "Checked",
    "Done",
    "Finding",
    "Mend",
    "PageToCheck",
    "Place",
    "SectionGrade",
    "check",
    "page_of",
]

MOST_OF_A_KIND = 100
_FIELDS = ("title", "summary", "key_points", "body")


def check(page: PageToCheck, world: Lookups, rendered: Rendered | None = None) -> Checked:
    """Everything there is to say about the page as it is typed.

    `world` is what the renderer asks of the site, in the language of the page; `rendered` may be
    handed in when the same body was rendered already. Asks the database about the sources and
    pictures of the page in two questions, and no more through `world` than rendering does.
    """
    fields = {name: typed(getattr(page, name)) for name in _FIELDS}
    clean = PageToCheck(**vars(page) | {name: field.text for name, field in fields.items()})
    sheet = Sheet(clean, rendered or render(page.body, world), world)
    found = list(_first_of_each(finding for rule in CHECKS for finding in rule(sheet)))
    return Checked(
        findings=tuple(_as_typed(_sorted(found), fields)),
        sections=sheet.section_grades,
        grade=sheet.grade,
        done=in_order(sheet, found),
        counted=counted(sheet),
    )


def page_of(revision: Revision) -> PageToCheck:
    """The page that a saved revision makes."""
    article = revision.article
    return PageToCheck(
        title=revision.title,
        summary=revision.summary,
        key_points=revision.key_points,
        body=revision.body,
        language=article.language,
        kind=article.kind,
        needs_help_section=article.topic.needs_help_section,
        topic=article.topic.slug,
        article=article.pk,
        checklist=revision.checklist,
    )


def _first_of_each(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Nobody reads the hundredth finding of a kind before the first is mended."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.id] += 1
        if seen[finding.id] <= MOST_OF_A_KIND:
            yield finding


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """In the order of the form; what concerns the whole page comes first."""

    def order(finding: Finding) -> tuple:
        place = finding.place
        where = (_FIELDS.index(place.field), place.start) if place else (-1, 0)
        return *where, finding.level != "error"

    return sorted(findings, key=order)


def _as_typed(findings: Iterable[Finding], fields: dict[str, Typed]) -> Iterable[Finding]:
    """Places in the text as it was typed, where the renderer reads it tidied up."""
    for finding in findings:
        place = finding.place
        if place and not fields[place.field].is_same:
            yield fields[place.field].moved(finding)
        else:
            yield finding
