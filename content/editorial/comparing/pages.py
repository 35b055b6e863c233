"""Compares two sets of words of a page, heading by heading."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from content.editorial.comparing.blocks import compare_units
from content.editorial.comparing.counting import count
from content.editorial.comparing.naming import CARDS
from content.editorial.comparing.results import (
    Block,
    Comparison,
    Note,
    Section,
    Words,
)
from content.editorial.comparing.sections import Part, in_order, page_parts, partners
from content.editorial.comparing.sequences import Allowance
from content.editorial.comparing.wording import runs, word_count

# A shorter piece of text is the same as another one by chance.
FEWEST_WORDS_TO_MOVE = 4


def compare(old: Words, new: Words) -> Comparison:
    allowance = Allowance()
    old_parts, new_parts = page_parts(old), page_parts(new)
    sections = list(_sections(old_parts, new_parts, allowance))
    sections = _with_moves(sections)
    return Comparison(tuple(sections), count(sections))


def _sections(old: list[Part], new: list[Part], allowance: Allowance) -> Iterator[Section]:
    """In the order of the new page; what is gone comes where it stood."""
    found = partners(old, new, allowance)
    stayed = in_order([found[j] for j in range(len(new)) if j in found])
    gone = deque(sorted(set(range(len(old))) - set(found.values())))
    for j, part in enumerate(new):
        i = found.get(j)
        if i in stayed:
            while gone and gone[0] < i:
                yield from _gone(old, gone.popleft())
        if i is None:
            yield from _come(part)
        else:
            yield _both(old[i], part, i, i not in stayed, allowance)
    for i in gone:
        yield from _gone(old, i)


def _gone(old: list[Part], i: int) -> Iterator[Section]:
    part = old[i]
    blocks = compare_units(part.units, (), Allowance())
    yield Section(
        part.where, "removed", _title(part), "", blocks, runs(_title(part), "", Allowance()), i
    )


def _come(part: Part) -> Iterator[Section]:
    blocks = compare_units((), part.units, Allowance())
    yield Section(
        part.where, "added", "", _title(part), blocks, runs("", _title(part), Allowance())
    )


def _both(old: Part, new: Part, i: int, has_moved: bool, allowance: Allowance) -> Section:
    blocks = compare_units(old.units, new.units, allowance)
    changed = old.key != new.key
    notes = []
    if old.heading and new.heading and old.heading.level != new.heading.level:
        notes.append(Note("heading", "The heading has another size now."))
    if has_moved:
        notes.append(Note("moved", "This part stands at another place now."))
    state = "moved" if has_moved else "changed" if changed else "same"
    titles = _title(old), _title(new)
    return Section(new.where, state, *titles, blocks, runs(*titles, allowance), i, tuple(notes))


FIELD_NAMES = {
    "title": "Title",
    "summary": "Summary",
    "key_points": "Key points",
    "sources": "Sources",
}


def _title(part: Part) -> str:
    return part.heading.text if part.heading else FIELD_NAMES.get(part.where, "")


def _with_moves(sections: Sequence[Section]) -> list[Section]:
    """What is gone at one place and new at another was moved."""
    places: dict[str, dict[tuple, str]] = {"removed": {}, "added": {}}
    for section in sections:
        for block in section.blocks:
            if key := _movable(block):
                places[block.state].setdefault(key, _place(section, block))
    both = places["removed"].keys() & places["added"].keys()
    return [
        replace(
            section,
            blocks=tuple(_moved(b, places) if _movable(b) in both else b for b in section.blocks),
            number=number,
        )
        for number, section in enumerate(sections)
    ]


def _movable(block: Block) -> tuple | None:
    text = block.old or block.new
    is_one = block.state in ("added", "removed") and block.kind != "card"
    return (text, block.kind) if is_one and word_count(text) >= FEWEST_WORDS_TO_MOVE else None


def _place(section: Section, block: Block) -> str:
    return f"“{section.name}”, {CARDS.get(block.card)}" if block.inside else f"“{section.name}”"


def _moved(block: Block, places: dict[str, dict[tuple, str]]) -> Block:
    key = _movable(block)
    if block.state == "added":
        words = f"Moved here. Before, it stood in {places['removed'][key]}."
    else:
        words = f"Moved away. It now stands in {places['added'][key]}."
    return replace(block, moved=True, notes=(Note("moved", words), *block.notes))
