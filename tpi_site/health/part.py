"""One part of the site, and how it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Look = Callable[[datetime], "Part"]


class State(StrEnum):
    """`BAD` is for what keeps this machine from serving; all else that is amiss is `AMBER`."""

    GOOD = "good"
    AMBER = "amber"
    BAD = "bad"


@dataclass(frozen=True)
class Part:
    """`words` say how it is, `advice` what to do when it is not good. `figures` have the names
    under which /metrics shows them."""

    name: str
    state: State
    words: str
    advice: str = ""
    figures: dict[str, float] = field(default_factory=dict)


def timestamp(at: datetime | None) -> float:
    """0 for what never was."""
    return at.timestamp() if at else 0
