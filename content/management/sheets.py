"""What check_articles says of the sheets of the instruments: the scores of a page, what is missing
from its sheet, and an empty sheet to fill in."""

from collections.abc import Iterator

from content.editorial import checklist
from content.editorial.checklist import Item, Score
from content.models import Revision


def unanswered(revision: Revision) -> list[str]:
    """The questions for people that have no answer, or none with a reason."""
    answers, reasons = revision.checklist, revision.checklist_reasons
    return [
        item.id
        for item in checklist.for_people()
        if not (answers.get(item.id) and reasons.get(item.id))
    ]


def all_scores(revision: Revision) -> tuple[Score, ...]:
    return checklist.scores(revision.checklist | revision.measures.get("answers", {}))


def score_line(revision: Revision) -> str:
    """Like: recovery/the-first-day: grade 2.4, SMOG 5.2, ease 94.7, …"""
    article, measures = revision.article, revision.measures
    grades = [f"{name} {measures.get(key)}" for name, key in GRADES]
    longest = measures.get("longest")
    # Shorter ones are not measured, and kept as 0.
    length = "no sentence over 20 words" if longest == 0 else f"longest sentence {longest} words"
    points = [
        f"{score.instrument} {score.yes} of {score.applicable}" for score in all_scores(revision)
    ]
    missing = unanswered(revision)
    sheet = f"sheet without {', '.join(missing)}" if missing else "sheet complete"
    return f"{article.topic.slug}/{article.slug}: {', '.join([*grades, length, *points])}; {sheet}."


GRADES = (
    ("grade", "fk"),
    ("SMOG", "smog"),
    ("ease", "ease"),
)


def sheet_to_fill(revision: Revision) -> Iterator[str]:
    """The lines of a .sheet.toml, with the answers that are there already."""
    article = revision.article
    yield f"# The sheet of {article.topic.slug}/{article.slug}. The site answers the other items."
    for item in checklist.for_people():
        yield from _table(item, revision)


def _table(item: Item, revision: Revision) -> Iterator[str]:
    yield ""
    yield f"# {item.instrument}: {item.question} ({', '.join(item.answers)})"
    yield f"[{item.id}]"
    yield f'answer = "{revision.checklist.get(item.id, "")}"'
    reason = revision.checklist_reasons.get(item.id, "")
    yield f'reason = "{reason.translate(ESCAPED)}"'


ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"'})
