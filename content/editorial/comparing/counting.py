"""Counts what changed, for the one line that says it."""

from collections import Counter
from collections.abc import Iterable

from content.editorial.comparing.results import Block, Counts, Run, Section
from content.editorial.comparing.wording import word_count

_NOTES = {"picture": "pictures", "link": "links", "fact": "facts", "citation": "sources"}


def count(sections: Iterable[Section]) -> Counts:
    found: Counter = Counter()
    for section in sections:
        found["moved"] += section.state == "moved"
        _count_words(section.heading, found)
        found["cards"] += _changed_cards(section.blocks)
        for block in section.blocks:
            _count_block(block, found)
    return Counts(**found)


def _count_block(block: Block, found: Counter) -> None:
    if block.moved:
        # Counted where it came to, not where it went from.
        found["moved"] += block.state == "added"
        return
    _count_words(block.runs, found)
    found["sources"] += block.kind == "source" and block.state != "same"
    for note in block.notes:
        if block.kind != "source" and note.kind in _NOTES:
            found[_NOTES[note.kind]] += 1


def _count_words(runs: Iterable[Run], found: Counter) -> None:
    for run in runs:
        if run.kind != "same":
            found["added" if run.kind == "ins" else "removed"] += word_count(run.text)


def _changed_cards(blocks: Iterable[Block]) -> int:
    """Health blocks with any change in them."""
    changed: list[bool] = []
    for block in blocks:
        if block.kind == "card":
            changed.append(False)
        if block.card and block.state != "same":
            changed[-1] = True
    return sum(changed)
