"""The rules, by subject. Each check takes the working sheet and yields findings."""

from collections.abc import Callable, Iterator

from content.editorial.results import Finding
from content.editorial.rules import (
    balance,
    care,
    claims,
    days,
    evidence,
    form,
    lead,
    links,
    muscles,
    pictures,
    reading,
    structure,
    voice,
    words,
)
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
    words.hard_words,
    words.medical_words,
    words.abbreviations,
    voice.passives,
    voice.speaks_to_nobody,
    voice.shouting,
    claims.percents,
    claims.absolutes,
    care.help_section,
    days.one_after_the_other,
    days.when_to_call,
    muscles.has_block,
    muscles.emergencies,
    muscles.lungs,
    evidence.unsourced_claims,
    evidence.sources_given,
    evidence.state_of_sources,
    links.vague_links,
    links.typed_phones,
    pictures.descriptions,
    pictures.captions,
    pictures.consents,
    structure.sections,
    structure.headings,
    structure.lists,
    structure.typed_lists,
    structure.tables,
    structure.something_to_do,
    balance.both_sides,
    balance.comparable_numbers,
)
