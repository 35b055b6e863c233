"""Two pages piece by piece beside each other, as they look to patients."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.editorial.comparing.inlines import Mark
from content.editorial.comparing.pairing import pairs
from content.editorial.comparing.sequences import Allowance
from content.editorial.comparing.units import Unit
from content.models import Revision
from content.rendering.beside import Piece, pieces

STATES = {"same": "", "changed": "Changed", "added": "Added", "removed": "Removed"}


@dataclass(frozen=True)
class Pair:
    """Pieces that belong together; one of them may be missing. `label` says what happened."""

    state: str
    old: Piece | None
    new: Piece | None

    @property
    def label(self) -> str:
        return STATES[self.state]


@dataclass(frozen=True)
class Beside:
    """`fields` are (name, old words, new words, state); lists of lines for key points."""

    fields: list[tuple[str, list[str], list[str], str]]
    body: list[Pair]
    sources: list[Pair]


def beside(old: Revision | None, new: Revision | None) -> Beside:
    return Beside(
        fields=[
            field("Title", [old.title] if old else [], [new.title] if new else []),
            field("Summary", [old.summary] if old else [], [new.summary] if new else []),
            field("In short", old.key_point_list if old else [], new.key_point_list if new else []),
        ],
        body=paired(html(old, "body_html"), html(new, "body_html")),
        sources=paired(html(old, "references_html"), html(new, "references_html")),
    )


def html(revision: Revision | None, name: str) -> str:
    return getattr(revision, name) if revision else ""


def field(name: str, old: list[str], new: list[str]) -> tuple[str, list[str], list[str], str]:
    return name, old, new, state_of(old, new)


def paired(old: str, new: str) -> list[Pair]:
    olds, news = pieces(old, "old-"), pieces(new, "new-")
    found = []
    for i, j in pairs(units(olds), units(news), Allowance()):
        one = None if i is None else olds[i]
        other = None if j is None else news[j]
        found.append(Pair(state_of(one and one.source, other and other.source), one, other))
    return found


def units(found: Sequence[Piece]) -> list[Unit]:
    """Pieces that look different are different, whatever they say."""
    return [Unit("piece", piece.text, marks=(Mark("html", piece.source),)) for piece in found]


def state_of(old, new) -> str:
    if old == new:
        return "same"
    return "added" if not old else "removed" if not new else "changed"
