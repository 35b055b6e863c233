"""The measures of a page in the shape in which they are stored with its words."""

from content.editorial import checklist
from content.editorial.reading_grade import Grade
from content.editorial.results import Checked


def measures(checked: Checked) -> dict:
    """Plain values: the grades, the words of the longest sentence over 20 (else 0), how many things
    the rules found, and what the site answers to the items of the instruments, with its reasons."""
    return grades(checked.grade) | {
        "found": len(checked.findings),
        "answers": checklist.machine_answers(checked),
        "reasons": checklist.machine_reasons(checked),
    }


def grades(grade: Grade) -> dict:
    longest = grade.long_sentences[0].words if grade.long_sentences else 0
    names = ("fk", "smog", "ease", "inflesz", "words", "sentences")
    return {name: getattr(grade, name) for name in names} | {"longest": longest}
