"""What stands in the way of publishing, for the panel beside the text and for its script."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from content.admin.desk.sheet import TypedSheet
from content.admin.screen import str_name
from content.editorial.findings import Checked, Finding, PageToCheck, Place, check
from content.lookups import lookups
from content.models import Article, Topic, Waiver
from content.publishing.waivers import with_reasons

NEW_PAGE = Article(topic=Topic(title="", slug=""), slug="new-page")


def checks_of(words: dict[str, str], article: Article | None, sheet: TypedSheet) -> dict:
    """As plain values, ready for JSON. Without an article the page has no topic yet."""
    article = article or NEW_PAGE
    world = lookups(article.language, body=words["body"])
    checked = check(page_to_check(words, article, sheet.answers), world)
    reasons = with_reasons(checked, article.pk)
    findings = [
        finding_row(finding, words, reasons.waiver(finding)) for finding in checked.findings
    ]
    stops = what_stops(findings)
    return {
        "grade": "" if checked.grade.fk is None else str(max(checked.grade.fk, 0)),
        "findings": findings,
        "done": [asdict(done) for done in checked.done],
        "sections": section_rows(checked),
        "stops": stops,
        "may_publish": not stops,
        "checklist": sheet.rows(),
    }


def page_to_check(
    words: dict[str, str], article: Article, answers: Mapping[str, str]
) -> PageToCheck:
    return PageToCheck(
        **words,
        language=article.language,
        kind=article.kind,
        topic=article.topic.slug,
        needs_help_section=article.topic.needs_help_section,
        article=article.pk,
        checklist=dict(answers),
    )


def finding_row(finding: Finding, words: dict[str, str], waiver: Waiver | None) -> dict[str, Any]:
    return asdict(finding) | {
        "place": place_row(finding.place, words),
        "excused": excuse(waiver) if waiver and finding.level == "warning" else None,
    }


def excuse(waiver: Waiver) -> dict[str, str]:
    return {
        "reason": waiver.reason,
        "by": str_name(waiver.given_by),
        "until": date_format(timezone.localtime(waiver.expires_at), "F j, Y"),
    }


def place_row(place: Place | None, words: dict[str, str]) -> dict | None:
    """Browsers count in UTF-16 units, Python in characters."""
    if place is None:
        return None
    text = words[place.field]
    start = utf16_length(text[: place.start])
    return {
        "field": place.field,
        "start": start,
        "end": start + utf16_length(text[place.start : place.end]),
    }


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def section_rows(checked: Checked) -> list[dict]:
    return [
        {
            "heading": section.heading,
            "line": section.line,
            "grade": "" if section.grade.fk is None else str(max(section.grade.fk, 0)),
            "words": section.grade.words,
        }
        for section in checked.sections
    ]


def what_stops(findings: list[dict]) -> str:
    """Like “Fix 1 thing to publish: a picture has no description.”"""
    errors = [row for row in findings if row["level"] == "error"]
    if errors:
        things = "1 thing" if len(errors) == 1 else f"{len(errors)} things"
        return f"Fix {things} to publish. First: {errors[0]['title']}."
    return ""
