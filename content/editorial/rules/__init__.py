"""The rules, by subject. Each check takes the working sheet and yields findings."""

from collections.abc import Callable, Iterator

from content.editorial.results import Finding
from content.editorial.rules import care, claims, form, lead, reading
from content.editorial.sheet import Sheet

Check = Callable[[Sheet], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    form.rendering_problems,
    lead.key_points,
    lead.summary,
    reading.page_grade,
    reading.section_grades,
    reading.long_sentences,
    reading.long_paragraphs,
    claims.percents,
    claims.absolutes,
    care.help_section,
)
