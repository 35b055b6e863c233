"""Cuts a page into its parts, one for each heading, and finds which part became which."""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from functools import cached_property

from content.editorial.comparing.results import Words
from content.editorial.comparing.sequences import Allowance, likeness
from content.editorial.comparing.units import Unit, cut, cut_lines

# Two parts without a heading in common are the same when this much of their words is.
ALIKE = 0.5
MOST_PAIRS = 2_500


@dataclass(frozen=True)
class Part:
    """What stands below one heading; the first may have none. `where` says which part of the page
    it is: title, summary, key_points, body or sources."""

    where: str
    heading: Unit | None
    units: tuple[Unit, ...]

    @cached_property
    def name(self) -> tuple:
        words = self.heading.text.casefold() if self.heading else ""
        return (self.where, words)

    @cached_property
    def key(self) -> tuple:
        heading = self.heading.key if self.heading else ()
        return (self.where, heading, tuple(unit.key for unit in self.units))

    @cached_property
    def bag(self) -> Counter:
        return sum((unit.bag for unit in self.units), Counter())


def page_parts(words: Words) -> list[Part]:
    """Title, summary, key points, the parts of the body, and the sources."""
    fields = [
        Part("title", None, tuple(cut_lines(words.title, "paragraph"))),
        Part("summary", None, tuple(cut_lines(words.summary, "paragraph"))),
        Part("key_points", None, tuple(cut_lines(words.key_points, "key point"))),
    ]
    units = cut(words.body)
    sources = tuple(unit for unit in units if unit.kind == "source")
    parts = [*fields, *body_parts(units), Part("sources", None, sources)]
    return [part for part in parts if part.heading or part.units]


def body_parts(units: list[Unit]) -> list[Part]:
    parts: list[Part] = []
    heading, below = None, []
    for unit in units:
        if unit.kind == "heading":
            parts.append(Part("body", heading, tuple(below)))
            heading, below = unit, []
        elif unit.kind != "source":
            below.append(unit)
    parts.append(Part("body", heading, tuple(below)))
    return [part for part in parts if part.heading or part.units]


def partners(old: list[Part], new: list[Part], allowance: Allowance) -> dict[int, int]:
    """Place in new to place in old: by all that they say, by the heading, then by likeness."""
    found: dict[int, int] = {}
    for name in ("key", "name"):
        _pair_equal(name, old, new, found)
    taken = set(found.values())
    left_old = [i for i in range(len(old)) if i not in taken]
    left_new = [j for j in range(len(new)) if j not in found]
    if len(left_old) * len(left_new) <= MOST_PAIRS:
        _pair_alike(old, new, left_old, left_new, found, allowance)
    return found


def _pair_equal(name: str, old: list[Part], new: list[Part], found: dict[int, int]) -> None:
    """Pairs equal ones, the first with the first."""
    free: dict[tuple, deque[int]] = defaultdict(deque)
    taken = set(found.values())
    for i, part in enumerate(old):
        if i not in taken:
            free[getattr(part, name)].append(i)
    for j, part in enumerate(new):
        places = free.get(getattr(part, name))
        if j not in found and places:
            found[j] = places.popleft()


def _pair_alike(
    old: list[Part],
    new: list[Part],
    left_old: list[int],
    left_new: list[int],
    found: dict[int, int],
    allowance: Allowance,
) -> None:
    """Pairs the most alike first, of equals those that stand nearest."""
    scored = [
        (score, -abs(i - j), i, j)
        for i in left_old
        for j in left_new
        if (score := _alike(old[i], new[j], allowance)) >= ALIKE
    ]
    taken = set()
    for _, _, i, j in sorted(scored, reverse=True):
        if j not in found and i not in taken:
            found[j] = i
            taken.add(i)


def _alike(old: Part, new: Part, allowance: Allowance) -> float:
    if old.where != new.where or not allowance.grants(len(old.bag) + len(new.bag)):
        return 0.0
    headings = [part.heading.bag if part.heading else Counter() for part in (old, new)]
    share = likeness(old.bag, new.bag)
    return max(share, 0.5 * share + 0.5 * likeness(*headings))


def in_order(places: list[int]) -> set[int]:
    """The longest rising chain of places: these stayed, the others moved."""
    tops: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        k = bisect_left(tops, place)
        before.append(at[k - 1] if k else None)
        tops[k : k + 1] = [place]
        at[k : k + 1] = [index]
    chain: set[int] = set()
    index = at[-1] if at else None
    while index is not None:
        chain.add(places[index])
        index = before[index]
    return chain
