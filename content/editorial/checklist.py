"""The questions of PEMAT-P, the CDC Index and DISCERN: some are answered by the site, the rest by
the person who writes, and those answers are stored with the revision, each with its reason."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.editorial.results import Checked

YES, NO, NOT_APPLICABLE = "yes", "no", "na"
ANSWERS = (YES, NO, NOT_APPLICABLE)
SCALE = ("1", "2", "3", "4", "5")
DISCERN = "DISCERN"
LONGEST_REASON = 300

MAIN_MESSAGE, OF_THE_MESSAGE = "cdc-1", ("cdc-2", "cdc-3", "cdc-4")


@dataclass(frozen=True)
class Item:
    """A question. The site decides it by `rules`, or by counting; else a person does. On a `scale`
    the answer is a number of points and not yes or no."""

    id: str
    instrument: str
    question: str
    by_machine: bool
    rules: tuple[str, ...] = ()
    may_be_na: bool = False
    scale: bool = False

    @property
    def answers(self) -> tuple[str, ...]:
        answers = SCALE if self.scale else (YES, NO)
        return (*answers, NOT_APPLICABLE) if self.may_be_na else answers


@dataclass(frozen=True)
class Score:
    """Points of an instrument: `yes` of the `applicable` ones, and how many items wait for an
    answer. What nobody has answered earns nothing."""

    instrument: str
    yes: int
    applicable: int
    unanswered: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that it never seems to reach a line that it misses."""
        return 100 * self.yes // self.applicable if self.applicable else None


@cache
def items() -> tuple[Item, ...]:
    return (
        *(_item(**row) for row in _rows("checklist")),
        *(_item(**row, instrument=DISCERN, scale=True) for row in _rows("discern")),
    )


@cache
def instruments() -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.instrument for item in items()))


def _rows(name: str) -> list[dict]:
    path = Path(__file__).parent / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["items"]


def _item(decided_by: str, **row) -> Item:
    kind, _, rules = decided_by.partition(":")
    named = tuple(rules.split(",")) if rules else ()
    return Item(**row, by_machine=kind == "machine", rules=named)


def for_people() -> tuple[Item, ...]:
    """The questions to ask the writer, in the order of the instruments."""
    return tuple(item for item in items() if not item.by_machine)


def valid(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers worth storing: one of those that its question allows."""
    allowed = {item.id: item.answers for item in for_people()}
    return {id: answer for id, answer in answers.items() if answer in allowed.get(id, ())}


def valid_reasons(reasons: Mapping[str, str], answers: Mapping[str, str]) -> dict[str, str]:
    """The reasons worth storing: one line each, for a question that has an answer."""
    lines = {id: " ".join(reason.split())[:LONGEST_REASON] for id, reason in reasons.items()}
    return {id: line for id, line in lines.items() if line and id in answers}


def machine_answers(checked: Checked) -> dict[str, str]:
    """What the site says: yes while none of an item's rules has found anything, or what it
    counted."""
    found = {finding.id for finding in checked.findings}
    by_rules = {item.id: NO if found & set(item.rules) else YES for item in items() if item.rules}
    return by_rules | {id: counted.answer for id, counted in checked.counted.items()}


def machine_reasons(checked: Checked) -> dict[str, str]:
    """What was counted, and what stands in the way of a yes."""
    reasons = {id: counted.reason for id, counted in checked.counted.items()}
    for item in items():
        titles = dict.fromkeys(f.title for f in checked.findings if f.id in item.rules)
        if titles:
            reasons[item.id] = f"The site found: {'; '.join(titles)}."
    return reasons


def scores(answers: Mapping[str, str]) -> tuple[Score, ...]:
    """One score for each instrument, in their order, from the answers of people and of the site."""
    if answers.get(MAIN_MESSAGE) == NO:
        # The CDC Index: without one main message, nothing can be said of where and how it stands.
        answers = {**answers, **dict.fromkeys(OF_THE_MESSAGE, NO)}
    return tuple(
        _score(name, [answers.get(item.id) for item in items() if item.instrument == name])
        for name in instruments()
    )


def _score(instrument: str, given: Iterable[str | None]) -> Score:
    given = list(given)
    applicable = len(given) - given.count(NOT_APPLICABLE)
    most = int(SCALE[-1]) if instrument == DISCERN else 1
    points = sum(int(answer) if answer in SCALE else answer == YES for answer in given)
    return Score(instrument, points, applicable * most, given.count(None))
