"""What is in order on a page, said as plainly as what is not."""

from collections.abc import Iterable, Iterator

from content.editorial.results import Done, Finding
from content.editorial.rules.reading import goal, measured
from content.editorial.sheet import Sheet
from content.rendering.fences import CARE


def in_order(sheet: Sheet, findings: Iterable[Finding]) -> tuple[Done, ...]:
    wrong = {finding.id for finding in findings}
    return tuple(_done(sheet, wrong))


def _done(sheet: Sheet, wrong: set[str]) -> Iterator[Done]:
    grade = sheet.grade
    if grade.words and "grade-page" not in wrong:
        yield Done("Reading grade", f"The page reads at {measured(grade)}. {goal(sheet)}")
    if "sentence-long" not in wrong:
        yield Done("Short sentences", "No sentence has more than 20 words.")
    cards = [passage for passage in sheet.body if passage.block in CARE]
    if cards and not wrong & {"help-missing", "help-no-emergency", "care-twice", "care-order"}:
        yield Done("When to get help", "The get-help cards are there.")
    yield from _parts(sheet, wrong)


def _parts(sheet: Sheet, wrong: set[str]) -> Iterator[Done]:
    points = sum(passage.field == "key_points" for passage in sheet.lead)
    if points and not wrong & {"key-points-many", "key-point-sentences"}:
        yield Done("Key points", f"{_counted(points, 'key point')} at the top of the page.")
    sources = sheet.rendered.reference_count
    if sources and not wrong & {"source-dead", "source-old", "claim-unsourced"}:
        yield Done("Sources", f"{_counted(sources, 'source')}, and none is known to be broken.")
    links = any(passage.links for passage in sheet.body)
    if links and not wrong & LINK_TROUBLES:
        yield Done("Links", "Every link on this site leads to a page that is there.")
    if sheet.rendered.uses.pictures and not wrong & {"alt-missing", "alt-file-name"}:
        yield Done("Pictures", "Every picture has a description, or is only decoration.")


LINK_TROUBLES = {
    "article-unknown", "anchor-unknown", "term-unknown", "link-refused", "link-wordless",
}  # fmt: skip


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
