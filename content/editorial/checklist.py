"""The questions of PEMAT-P and of the CDC Index: some are answered by the rules, the rest by the
person who writes, and those answers are stored with the revision."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.editorial.results import Checked

YES, NO, NOT_APPLICABLE = "yes", "no", "na"
ANSWERS = (YES, NO, NOT_APPLICABLE)


@dataclass(frozen=True)
class Item:
    """A question. `rules` decide it when there are some; else a person does."""

    id: str
    instrument: str
    question: str
    rules: tuple[str, ...] = ()
    may_be_na: bool = False

    @property
    def answers(self) -> tuple[str, ...]:
        return ANSWERS if self.may_be_na else (YES, NO)


@dataclass(frozen=True)
class Score:
    """Points of an instrument: `yes` of the `applicable` items, and how many wait for an answer."""

    instrument: str
    yes: int
    applicable: int
    unanswered: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.yes / self.applicable) if self.applicable else None


@cache
def items() -> tuple[Item, ...]:
    text = (Path(__file__).parent / "checklist.toml").read_text(encoding="utf-8")
    return tuple(_item(**row) for row in tomllib.loads(text)["items"])


def _item(decided_by: str, **row) -> Item:
    kind, _, rules = decided_by.partition(":")
    return Item(**row, rules=tuple(rules.split(",")) if kind == "machine" else ())


def for_people() -> tuple[Item, ...]:
    """The questions to ask the writer, in the order of the instruments."""
    return tuple(item for item in items() if not item.rules)


def valid(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers worth storing: one of those that its question allows."""
    allowed = {item.id: item.answers for item in for_people()}
    return {id: answer for id, answer in answers.items() if answer in allowed.get(id, ())}


def machine_answers(checked: Checked) -> dict[str, str]:
    """What the rules say: yes while none of an item's rules has found anything."""
    found = {finding.id for finding in checked.findings}
    return {item.id: NO if found & set(item.rules) else YES for item in items() if item.rules}


def scores(checked: Checked, answers: Mapping[str, str]) -> tuple[Score, ...]:
    """One score for each instrument, in their order. What nobody has answered counts as no."""
    given = {**answers, **machine_answers(checked)}
    names = dict.fromkeys(item.instrument for item in items())
    return tuple(
        _score(name, [given.get(item.id) for item in items() if item.instrument == name])
        for name in names
    )


def _score(instrument: str, given: Iterable[str | None]) -> Score:
    given = list(given)
    applicable = len(given) - given.count(NOT_APPLICABLE)
    return Score(instrument, given.count(YES), applicable, given.count(None))
