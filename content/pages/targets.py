"""The goals that this guide sets itself for each measure, and how a value is shown beside its
goal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.editorial.checklist import Score

GRADE, SMOG, EASE = 6.0, 8.0, 70.0
GOALS = {
    "PEMAT-P understandability": 90,
    "PEMAT-P actionability": 90,
    "CDC Clear Communication Index": 90,
    # 63 of 75 points.
    "DISCERN": 84,
}
SHORT = {
    "PEMAT-P understandability": "PEMAT-P, to understand",
    "PEMAT-P actionability": "PEMAT-P, to act on",
    "CDC Clear Communication Index": "CDC Index",
    "DISCERN": "DISCERN",
}
JAMA = 4
NOT_RATED = "Not rated yet"


@dataclass(frozen=True)
class Value:
    """`goal` says what was missed, and is empty when nothing was; `number` is for counting."""

    label: str
    text: str
    goal: str = ""
    number: float | None = None

    @property
    def is_met(self) -> bool:
        return self.number is not None and not self.goal


def grades(measures: Mapping) -> Iterator[Value]:
    """In English the grades, in Spanish the ease alone: there are no grades for it."""
    yield at_most("Grade", measures.get("fk"), GRADE)
    yield at_most("SMOG", measures.get("smog"), SMOG)
    ease = measures.get("ease")
    missed = ease is not None and ease < EASE
    yield Value("Ease", _number(ease), f"goal {EASE:.0f} or more" if missed else "", ease)


def at_most(label: str, number: float | None, limit: float) -> Value:
    missed = number is not None and number > limit
    return Value(label, _number(number), f"goal {limit:.0f} or less" if missed else "", number)


def _number(number: float | None) -> str:
    """A formula can fall below the first grade there is, or go past 100."""
    return "–" if number is None else f"{min(max(number, 0), 100):.1f}"


def percent(score: Score) -> Value:
    label, number = SHORT[score.instrument], score.percent
    if score.unanswered or number is None:
        return Value(label, NOT_RATED)
    return Value(label, f"{number}%", _missed(score), number)


def discern(score: Score) -> Value:
    """As percent, so that nobody has to divide, with the points that the instrument counts."""
    if score.unanswered or score.percent is None:
        return Value("DISCERN", NOT_RATED)
    text = f"{score.percent}% ({score.yes} of {score.applicable})"
    return Value("DISCERN", text, _missed(score), score.percent)


def _missed(score: Score) -> str:
    goal = GOALS[score.instrument]
    return f"goal {goal}%" if score.percent < goal else ""


def jama(points: int) -> Value:
    return Value("JAMA", f"{points} of {JAMA}", "" if points == JAMA else f"goal {JAMA}", points)
