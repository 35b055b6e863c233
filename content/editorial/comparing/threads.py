"""The three-way merge of units: goes along the base and takes at each place what one side made."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from content.editorial.comparing.pairing import pairs
from content.editorial.comparing.sequences import Allowance
from content.editorial.comparing.units import Unit


@dataclass(frozen=True)
class Clash:
    """What both sides made of one place; empty where one of them took it out. `place` counts the
    units of the base."""

    base: tuple[Unit, ...]
    theirs: tuple[Unit, ...]
    mine: tuple[Unit, ...]
    place: int = 0


@dataclass
class Side:
    """What became of each unit of the base (None: it is gone), and what is new before each."""

    units: list[Unit | None]
    new: list[list[Unit]] = field(default_factory=list)


def merge_units(
    base: Sequence[Unit], theirs: Sequence[Unit], mine: Sequence[Unit], allowance: Allowance
) -> tuple[list[Unit], list[Clash]]:
    they, i = _side(base, theirs, allowance), _side(base, mine, allowance)
    done: list[Unit] = []
    clashes: list[Clash] = []
    for place in range(len(base) + 1):
        done += _new_ones(place, base, they, i, clashes)
        if place < len(base):
            done += _one(place, base[place], they.units[place], i.units[place], clashes)
    return done, clashes


def join(units: Sequence[Unit], *sides: Sequence[Unit]) -> str:
    """The text of units that come from several texts, with empty lines where they are needed."""
    neighbours = {(one.source, other.source) for side in sides for one, other in pairwise(side)}
    text = ""
    for unit, following in zip_longest(units, units[1:]):
        text += unit.source + _tail(unit, following, neighbours)
    return text


def _side(base: Sequence[Unit], other: Sequence[Unit], allowance: Allowance) -> Side:
    side = Side([None] * len(base), [[] for _ in range(len(base) + 1)])
    place = 0
    for i, j in pairs(base, other, allowance):
        if i is None:
            side.new[place].append(other[j])
            continue
        place = i + 1
        side.units[i] = None if j is None else other[j]
    return side


def _new_ones(
    place: int, base: Sequence[Unit], they: Side, i: Side, clashes: list[Clash]
) -> list[Unit]:
    """What was put in before this place. After something that the other one took out it is in
    doubt whether it still fits."""
    theirs, mine = they.new[place], i.new[place]
    if _keys(theirs) == _keys(mine):
        return mine
    in_doubt = place > 0 and (
        (theirs and i.units[place - 1] is None) or (mine and they.units[place - 1] is None)
    )
    both_took_it = place > 0 and i.units[place - 1] is they.units[place - 1] is None
    if (theirs and mine) or (in_doubt and not both_took_it):
        clashes.append(Clash((), tuple(theirs), tuple(mine), max(place - 1, 0)))
        return mine
    return mine or theirs


def _one(
    place: int, base: Unit, theirs: Unit | None, mine: Unit | None, clashes: list[Clash]
) -> list[Unit]:
    old, one, two = (unit.key if unit else None for unit in (base, theirs, mine))
    if two == one or one == old:
        # Mine is kept as it is typed, but for the empty lines after it.
        return [_with_tail(base, theirs, mine)] if mine else []
    if two == old:
        return [_with_tail(base, mine, theirs)] if theirs else []
    clashes.append(Clash((base,), _some(theirs), _some(mine), place))
    return [_with_tail(base, theirs, mine)] if mine else []


def _with_tail(base: Unit, other: Unit | None, kept: Unit) -> Unit:
    changed = other is not None and other.tail != base.tail and kept.tail == base.tail
    return replace(kept, tail=other.tail) if changed else kept


def _tail(unit: Unit, following: Unit | None, neighbours: set[tuple[str, str]]) -> str:
    if following is None or ("\n" in unit.tail and (unit.source, following.source) in neighbours):
        return unit.tail
    if unit.kind == following.kind and unit.kind in ("item", "source", "key point"):
        return unit.tail if "\n" in unit.tail else "\n"
    return unit.tail if unit.tail.count("\n") > 1 else "\n\n"


def _some(unit: Unit | None) -> tuple[Unit, ...]:
    return (unit,) if unit else ()


def _keys(units: Sequence[Unit]) -> list[tuple]:
    return [unit.key for unit in units]
