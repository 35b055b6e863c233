"""What is in order on a page, said as plainly as what is not."""

from collections.abc import Iterable, Iterator

from content.editorial.grades import page_grade
from content.editorial.results import Done, Finding
from content.editorial.rules.reading import goal, measured
from content.editorial.sheet import Sheet
from content.rendering.fences import CARE


def in_order(sheet: Sheet, findings: Iterable[Finding]) -> tuple[Done, ...]:
    wrong = {finding.id for finding in findings}
    return tuple(_done(sheet, wrong))


def _done(sheet: Sheet, wrong: set[str]) -> Iterator[Done]:
    grade = page_grade(sheet)
    if grade.words and "grade-page" not in wrong:
        yield Done("Reading grade", f"The page reads at {measured(grade)}. {goal(sheet)}")
    if "sentence-long" not in wrong:
        yield Done("Short sentences", "No sentence has more than 20 words.")
    cards = [passage for passage in sheet.body if passage.block in CARE]
    if cards and not wrong & {"help-missing", "help-no-emergency", "care-twice", "care-order"}:
        yield Done("When to get help", "The get-help cards are there.")
