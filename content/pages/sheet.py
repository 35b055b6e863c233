"""How a page was rated: the answers to every question of the instruments, each with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.editorial import checklist
from content.editorial.checklist import Item
from content.editorial.jama import Benchmark, benchmarks
from content.models import Revision
from content.pages.targets import Value, discern, grades, percent

NAMES = {"yes": "Yes", "no": "No", "na": "Does not apply"}
NOT_ANSWERED = "Not answered yet"
SITE_FOUND_NOTHING = "This site checks this. It found nothing wrong."


@dataclass(frozen=True)
class Answer:
    question: str
    answer: str
    reason: str
    by_site: bool


@dataclass(frozen=True)
class Rated:
    """An instrument with its score and its questions; `unanswered` wait for a person."""

    name: str
    score: Value
    unanswered: int
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class SheetShown:
    grades: tuple[Value, ...]
    instruments: tuple[Rated, ...]
    jama: tuple[Benchmark, ...]

    @property
    def jama_points(self) -> int:
        return sum(benchmark.met for benchmark in self.jama)


def sheet_of(revision: Revision, *, signed: bool) -> SheetShown | None:
    """None for words that were saved before this site measured any."""
    measures = revision.measures
    if not measures:
        return None
    return SheetShown(
        grades=tuple(grades(measures)),
        instruments=tuple(_instruments(revision)),
        jama=benchmarks(measures["answers"], signed=signed),
    )


def _instruments(revision: Revision) -> Iterator[Rated]:
    given = revision.checklist | revision.measures["answers"]
    reasons = revision.checklist_reasons | revision.measures["reasons"]
    for score in checklist.scores(given):
        shown = discern(score) if score.instrument == checklist.DISCERN else percent(score)
        answers = tuple(
            _answer(item, given.get(item.id), reasons.get(item.id, ""))
            for item in checklist.items()
            if item.instrument == score.instrument
        )
        yield Rated(score.instrument, shown, score.unanswered, answers)


def _answer(item: Item, given: str | None, reason: str) -> Answer:
    if item.by_machine and not reason:
        reason = SITE_FOUND_NOTHING
    words = NOT_ANSWERED if given is None else NAMES.get(given) or f"{given} of 5"
    return Answer(item.question, words, reason, item.by_machine)
