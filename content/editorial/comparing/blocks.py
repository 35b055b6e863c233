"""Compares the units of one part of a page: words inside a paragraph, lines for all else."""

from collections.abc import Iterator, Sequence

from content.editorial.comparing.naming import CARDS, KINDS
from content.editorial.comparing.notes import notes
from content.editorial.comparing.pairing import pairs
from content.editorial.comparing.results import Block, Note
from content.editorial.comparing.sequences import Allowance
from content.editorial.comparing.units import Unit
from content.editorial.comparing.wording import runs

# What the words of a block that is new or gone do not show.
TOLD_OF_WHOLE_BLOCKS = {"picture", "link", "citation"}


def compare_units(
    old: Sequence[Unit], new: Sequence[Unit], allowance: Allowance, card: str = ""
) -> tuple[Block, ...]:
    """The blocks in the order of the new text, with what is gone where it stood. `card` is the kind
    of the health block that they stand in."""
    found: list[Block] = []
    for i, j in pairs(old, new, allowance):
        one = None if i is None else old[i]
        other = None if j is None else new[j]
        found += _blocks(one, other, allowance, card)
    return tuple(found)


def _blocks(old: Unit | None, new: Unit | None, allowance: Allowance, card: str) -> Iterator[Block]:
    shown = new or old
    kind = card or shown.card
    words = runs(_text(old), _text(new), allowance)
    yield Block(shown.kind, _state(old, new), words, _notes(old, new), kind, bool(card))
    if shown.card:
        parts = [unit.parts if unit else () for unit in (old, new)]
        yield from compare_units(*parts, allowance, card=shown.card)


def _notes(old: Unit | None, new: Unit | None) -> tuple[Note, ...]:
    found = list(notes(old.marks if old else (), new.marks if new else ()))
    if not (old and new):
        return tuple(note for note in found if note.kind in TOLD_OF_WHOLE_BLOCKS)
    if old.card != new.card:
        names = [CARDS.get(unit.card, unit.card) for unit in (old, new)]
        found.append(Note("card", f"“{names[0]}” became “{names[1]}”."))
    elif old.kind != new.kind:
        names = [KINDS.get(unit.kind, "line") for unit in (old, new)]
        found.append(Note("kind", f"It was a {names[0]} and is a {names[1]} now."))
    return tuple(found)


def _state(old: Unit | None, new: Unit | None) -> str:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    if old.card and new.card:
        own = [(unit.card, unit.text, unit.marks) for unit in (old, new)]
        return "same" if own[0] == own[1] else "changed"
    return "same" if old.key == new.key else "changed"


def _text(unit: Unit | None) -> str:
    return unit.text if unit else ""
