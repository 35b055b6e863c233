"""How hard the page is to read: grades, long sentences, long paragraphs."""

from collections.abc import Iterator
from math import ceil

from content.editorial.reading_grade import LONG_SENTENCE_WORDS, Grade
from content.editorial.results import Finding
from content.editorial.rule import GRADE_SIX, PEMAT, SHORT_WORDS, Rule
from content.editorial.sheet import Sheet

PAGE_GRADE = 6.0
SECTION_GRADE = 7.0
# SMOG runs one or two grades higher, and is meant for 30 sentences or more.
PAGE_SMOG, SMOG_SENTENCES = 8.0, 30
# INFLESZ of 55 and more is "normal" and easier.
SPANISH_EASE = 55.0
# A grade of fewer words says more about chance than about the text.
FEWEST_WORDS = 60
MOST_SENTENCES = 3

PAGE = Rule(
    "grade-page",
    "warning",
    "The page is hard to read",
    "Health pages should read at grade 6 or lower. Most people read below the grade they left "
    "school with, and pain makes it harder.",
    GRADE_SIX,
)
SECTION = Rule("grade-section", "warning", "This section is hard to read", PAGE.why, GRADE_SIX)
LONG_SENTENCE = Rule(
    "sentence-long",
    "warning",
    "Long sentence",
    "Short sentences are easier to follow. Aim for 15 words and never go past 20.",
    SHORT_WORDS,
)
LONG_PARAGRAPH = Rule(
    "paragraph-long",
    "warning",
    "Long paragraph",
    "One idea a paragraph, in three sentences at most, is easier to take in on a phone.",
    PEMAT,
)


def page_grade(sheet: Sheet) -> Iterator[Finding]:
    grade = sheet.grade
    long_words = grade.sentences >= SMOG_SENTENCES and (grade.smog or 0) > PAGE_SMOG
    if grade.words >= FEWEST_WORDS and (long_words or _is_hard(grade, PAGE_GRADE)):
        yield PAGE.finding(
            f"The page reads at {measured(grade)}. {goal(sheet)} {_advice(grade)}",
            None,
            f"Page: {_step(grade)}",
        )


def section_grades(sheet: Sheet) -> Iterator[Finding]:
    sections = [section for section in sheet.sections if section.heading]
    for section, graded in zip(sections, sheet.section_grades, strict=True):
        grade = graded.grade
        if grade.words >= FEWEST_WORDS and _is_hard(grade, SECTION_GRADE):
            yield SECTION.finding(
                f"“{section.title}” reads at {measured(grade)}. {goal(sheet)} {_advice(grade)}",
                section.heading.place(),
                f"{section.title}: {_step(grade)}",
            )


def measured(grade: Grade) -> str:
    """The figure with the name of its formula, which can fall below the first grade there is."""
    if grade.fk is None:
        return f"an ease of {grade.inflesz} (INFLESZ, {grade.band})"
    return f"grade {max(grade.fk, 0)} (Flesch-Kincaid; SMOG {grade.smog})"


def goal(sheet: Sheet) -> str:
    if sheet.english:
        return f"The goal is grade {PAGE_GRADE:.0f} or lower (SMOG {PAGE_SMOG:.0f})."
    return f"The goal is an ease of {SPANISH_EASE:.0f} or higher."


def _is_hard(grade: Grade, limit: float) -> bool:
    if grade.fk is not None:
        return grade.fk > limit
    return grade.inflesz is not None and grade.inflesz < SPANISH_EASE


def _step(grade: Grade) -> str:
    """Coarse on purpose: a reason for a grade holds until the text gets a whole grade harder."""
    return f"grade {ceil(grade.fk)}" if grade.fk is not None else f"INFLESZ {grade.band}"


def _advice(grade: Grade) -> str:
    average = grade.words / grade.sentences
    words = ", ".join(f"“{hard.word}”" for hard in grade.hard_words[:4])
    if average > 13 or not words:
        return f"Sentences have {average:.0f} words on average: cut long ones in two."
    return f"Use shorter words where you can. The longest are {words}."


def long_sentences(sheet: Sheet) -> Iterator[Finding]:
    for passage, sentence in sheet.sentences():
        if sentence.words > LONG_SENTENCE_WORDS:
            yield LONG_SENTENCE.finding(
                f"This sentence has {sentence.words} words. Cut it into two sentences of 15 words "
                "or fewer.",
                passage.place(sentence.start, sentence.end),
                sentence.text,
            )


def long_paragraphs(sheet: Sheet) -> Iterator[Finding]:
    for passage in sheet.body:
        if passage.kind == "paragraph" and len(passage.sentences) > MOST_SENTENCES:
            yield LONG_PARAGRAPH.finding(
                f"This paragraph has {len(passage.sentences)} sentences. Begin a new one after "
                "the third, or make a list.",
                passage.place(),
                passage.text,
            )
