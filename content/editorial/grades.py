"""The reading grades of a page and of its sections."""

from content.editorial.reading_grade import Grade, grade
from content.editorial.results import SectionGrade
from content.editorial.sheet import Sheet


def page_grade(sheet: Sheet) -> Grade:
    """Of everything that a patient reads: summary, key points and body."""
    return grade((p for p in sheet.passages if p.field != "title"), sheet.page.language)


def section_grades(sheet: Sheet) -> tuple[SectionGrade, ...]:
    """Of each part under a `##` heading, in the order of the page."""
    return tuple(
        SectionGrade(
            section.title, section.heading.line, grade(section.passages, sheet.page.language)
        )
        for section in sheet.sections
        if section.heading
    )
