"""The filled sheet of a starter article: what its writer answered to the questions that no machine
can decide, and why. It lies beside the article as <slug>.sheet.toml."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from content.editorial import checklist
from content.editorial.checklist import LONGEST_REASON, Item

FIELDS = {"answer", "reason"}
FEWEST_WORDS = 4


class SheetFault(ValueError):
    """A sheet cannot be read as it is; the text names the file and each item that is wrong."""


@dataclass(frozen=True)
class FilledSheet:
    """By the id of the item."""

    answers: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def read_sheet(path: Path) -> FilledSheet:
    """What is in the file; an empty sheet when there is none. Raises SheetFault."""
    if not path.exists():
        return FilledSheet()
    name = f"{path.parent.name}/{path.name}"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SheetFault(f"{name}: this is not TOML: {error}.") from None
    if faults := [
        f"{name} [{id}]: {fault}" for id, row in rows.items() for fault in _wrong(id, row)
    ]:
        raise SheetFault("\n".join(faults))
    return FilledSheet(
        {id: row["answer"] for id, row in rows.items()},
        {id: " ".join(row["reason"].split()) for id, row in rows.items()},
    )


def _wrong(id: str, row: object) -> Iterator[str]:
    item = {item.id: item for item in checklist.items()}.get(id)
    if item is None:
        yield "there is no item of this name."
    elif item.by_machine:
        yield "the site answers this item itself; take it out."
    elif not isinstance(row, dict) or set(row) != FIELDS:
        yield 'write answer = "…" and reason = "…" under it, and nothing else.'
    else:
        yield from _wrong_values(item, row["answer"], row["reason"])


def _wrong_values(item: Item, answer: object, reason: object) -> Iterator[str]:
    if answer not in item.answers:
        yield f"the answer must be one of {', '.join(item.answers)}."
    if not isinstance(reason, str) or len(reason.split()) < FEWEST_WORDS:
        yield f"give a reason of {FEWEST_WORDS} words or more."
    elif len(reason) > LONGEST_REASON:
        yield f"the reason has {len(reason)} letters; use {LONGEST_REASON} or fewer."
