"""Every figure that the benchmarks take: printed at once, kept for the record of the run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """`met` is None where there is no goal."""

    name: str
    value: str
    goal: str = ""
    met: bool | None = None


@dataclass
class Section:
    title: str
    how: str
    figures: list[Figure] = field(default_factory=list)


@dataclass
class Book:
    """The figures of one run in their order."""

    sections: list[Section] = field(default_factory=list)

    def section(self, title: str, how: str) -> None:
        self.sections.append(Section(title, how))
        print(f"\n{title}\n  {how}", flush=True)

    def note(
        self,
        name: str,
        number: float,
        unit: str = "ms",
        *,
        digits: int = 1,
        most: float | None = None,
        least: float | None = None,
        more: str = "",
    ) -> None:
        """`most` or `least` is the goal; `more` is said after the figure."""
        value = f"{number:,.{digits}f} {unit}".rstrip() + (f", {more}" if more else "")
        goal = ""
        if most is not None:
            goal = f"{most:,g} {unit} or less".replace("  ", " ")
        if least is not None:
            goal = f"{least:,g} {unit} or more".replace("  ", " ")
        met = (most is None or number <= most) and (least is None or number >= least)
        self.add(Figure(name, value, goal, met if goal else None))

    def missing(self, name: str, why: str) -> None:
        """For what could not be measured here; a goal that nobody looked at is not met."""
        self.add(Figure(name, f"not measured: {why}", "to be measured", met=False))

    def add(self, figure: Figure) -> None:
        self.sections[-1].figures.append(figure)
        goal = f"  goal {figure.goal}: {'met' if figure.met else 'MISSED'}" if figure.goal else ""
        print(f"  {figure.name:56} {figure.value}{goal}", flush=True)

    def measure(
        self, name: str, work: Callable[[], object], runs: int = 200, goal: float | None = None
    ) -> float:
        """Notes the median in milliseconds of so many runs after five that do not count."""
        times = timed(work, runs)
        middle = statistics.median(times)
        self.note(name, middle, digits=2, most=goal, more=f"p99 {p99(times):.1f}")
        return middle

    @property
    def goals(self) -> list[Figure]:
        return [one for part in self.sections for one in part.figures if one.met is not None]


def timed(work: Callable[[], object], runs: int, warm: int = 5) -> list[float]:
    """Milliseconds of each run."""
    for _ in range(warm):
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


BOOK = Book()
