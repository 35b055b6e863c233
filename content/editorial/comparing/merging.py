"""Brings together what two people made of the same words.

What only one of them touched is taken from that one. Where both touched the same place the result
keeps mine, and the conflict tells what theirs was: nothing of mine is ever lost.
"""

from dataclasses import dataclass

from content.editorial.comparing.blocks import compare_units
from content.editorial.comparing.pages import FIELD_NAMES, compare
from content.editorial.comparing.results import Block, PageWords, Section, Words
from content.editorial.comparing.sequences import Allowance
from content.editorial.comparing.threads import Clash, join, merge_units
from content.editorial.comparing.units import Unit, cut, cut_lines, normal


@dataclass(frozen=True)
class Conflict:
    """A place that both changed. `blocks` lead from mine to theirs: what is "removed" there is only
    mine, what is "added" only theirs. `mine` and `theirs` are the words as they were typed."""

    part: str
    heading: str
    mine: str
    theirs: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ThreeParts:
    """One part of the page: what they changed in it, what I changed, and where both did."""

    name: str
    theirs: Section | None
    mine: Section | None
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class ThreeWay:
    parts: tuple[ThreeParts, ...]
    merged: PageWords
    conflicts: tuple[Conflict, ...]


def three_way(base: Words, theirs: Words, mine: Words) -> ThreeWay:
    words, conflicts = merged(base, theirs, mine)
    by_place: dict[tuple, list[Section | None]] = {}
    for who, other in enumerate((theirs, mine)):
        for number, section in enumerate(compare(base, other).sections):
            if section.state != "same":
                place = section.place
                key = (0, place) if place is not None else (1, who, number)
                by_place.setdefault(key, [None, None])[who] = section
    left = list(conflicts)
    parts = [_parts(*sections, left) for _, sections in sorted(by_place.items())]
    parts += [ThreeParts(conflict.heading, None, None, (conflict,)) for conflict in left]
    return ThreeWay(tuple(parts), words, tuple(conflicts))


def merged(base: Words, theirs: Words, mine: Words) -> tuple[PageWords, list[Conflict]]:
    """The words of both, and the places where mine stands and theirs does not."""
    conflicts: list[Conflict] = []
    title, summary = (
        _merged_field(name, base, theirs, mine, conflicts) for name in ("title", "summary")
    )
    points = _merged_units("key_points", base, theirs, mine, conflicts)
    body = _merged_units("body", base, theirs, mine, conflicts)
    return PageWords(title, summary, points, body), conflicts


def _parts(theirs: Section | None, mine: Section | None, left: list[Conflict]) -> ThreeParts:
    shown = theirs or mine
    names = (shown.heading_old, shown.name)
    own = [c for c in left if c.part == shown.part and c.heading in names]
    for conflict in own:
        left.remove(conflict)
    return ThreeParts(shown.heading_old or shown.name, theirs, mine, tuple(own))


def _merged_field(
    name: str, base: Words, theirs: Words, mine: Words, conflicts: list[Conflict]
) -> str:
    old, one, two = (normal(getattr(words, name)) for words in (base, theirs, mine))
    if two in (old, one):
        return one
    if one != old:
        units = [tuple(cut_lines(text, "paragraph")) for text in (old, one, two)]
        conflicts.append(_conflict(name, FIELD_NAMES[name], Clash(*units)))
    return two


def _merged_units(
    name: str, base: Words, theirs: Words, mine: Words, conflicts: list[Conflict]
) -> str:
    texts = [normal(getattr(words, name)) for words in (base, theirs, mine)]
    old, one, two = texts
    if two in (old, one):
        return one
    if one == old:
        return two
    units = [_units(name, text) for text in texts]
    found, clashes = merge_units(*units, Allowance())
    text = join(found, units[1], units[2])
    if [unit.key for unit in _units(name, text)] != [unit.key for unit in found]:
        # Put together, the pieces would say something else than they did apart.
        text, clashes = two, [Clash(*map(tuple, units))]
    if name == "key_points":
        text = text.strip()
    conflicts += [_conflict(name, _heading(name, units[0], clash), clash) for clash in clashes]
    return text


def _units(name: str, text: str) -> list[Unit]:
    return cut(text) if name == "body" else cut_lines(text, "key point")


def _conflict(part: str, heading: str, clash: Clash) -> Conflict:
    mine, theirs = (
        "".join(unit.source + unit.tail for unit in units).strip()
        for units in (clash.mine, clash.theirs)
    )
    blocks = compare_units(clash.mine, clash.theirs, Allowance())
    in_sources = any(unit.kind == "source" for unit in (*clash.mine, *clash.theirs))
    if part == "body" and in_sources:
        part, heading = "sources", FIELD_NAMES["sources"]
    return Conflict(part, heading, mine, theirs, blocks)


def _heading(name: str, base: list[Unit], clash: Clash) -> str:
    """The heading in the base under which it stands."""
    if name != "body":
        return FIELD_NAMES[name]
    above = [unit for unit in base[: clash.place + 1] if unit.kind == "heading"]
    return above[-1].text if above else ""
