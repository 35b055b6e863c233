"""What a comparison gives back: plain data with the sentences that say it, nothing of HTML."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal, Protocol

from content.editorial.comparing.naming import CARDS, KINDS, counted, listed, said


class Words(Protocol):
    """The words of a page: what a writer types and what a revision holds."""

    title: str
    summary: str
    key_points: str
    body: str


@dataclass(frozen=True)
class PageWords:
    title: str = ""
    summary: str = ""
    key_points: str = ""
    body: str = ""


@dataclass(frozen=True)
class Run:
    """Words in a row that stayed ("same"), are new ("ins") or are gone ("del")."""

    kind: Literal["same", "ins", "del"]
    text: str


@dataclass(frozen=True)
class Note:
    """A sentence on what is no word of the text: a link, a picture, a source, bold words."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph, list item or the like. `card` is the kind of the health block that it opens or,
    with `inside`, stands in. What `moved` is gone at one place and new at another."""

    kind: str
    state: Literal["same", "changed", "added", "removed"]
    runs: tuple[Run, ...]
    notes: tuple[Note, ...] = ()
    card: str = ""
    inside: bool = False
    moved: bool = False

    @property
    def old(self) -> str:
        return "".join(run.text for run in self.runs if run.kind != "ins")

    @property
    def new(self) -> str:
        return "".join(run.text for run in self.runs if run.kind != "del")

    @property
    def name(self) -> str:
        """What staff call it."""
        return (
            CARDS.get(self.card, self.card) if self.kind == "card" else KINDS.get(self.kind, "line")
        )

    @property
    def what(self) -> str:
        """Like "Added: list item in “Emergency card”"; nothing where the words say it all."""
        place = f"in “{CARDS.get(self.card, self.card)}”" if self.inside else ""
        name = f"{self.name[0].lower()}{self.name[1:]}"
        if self.state == "changed":
            return self.name if self.kind == "card" else place.replace("in ", "In ", 1)
        words = self.state.capitalize()
        if self.moved:
            words = "Moved here" if self.state == "added" else "Moved away"
        return " ".join(filter(None, [f"{words}:", name, place]))


@dataclass(frozen=True)
class Stretch:
    """Neighbouring blocks that all stayed or none of which did."""

    is_same: bool
    blocks: tuple[Block, ...]

    @property
    def words(self) -> str:
        return f"{listed(counted(b.kind for b in self.blocks))} unchanged"


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it. `place` is where it stood in the old text, from 0, and
    None for a new one; `part` says where in the page it is."""

    part: Literal["title", "summary", "key_points", "body", "sources"]
    state: Literal["same", "changed", "added", "removed", "moved"]
    heading_old: str
    heading_new: str
    blocks: tuple[Block, ...]
    heading: tuple[Run, ...] = ()
    place: int | None = None
    notes: tuple[Note, ...] = ()
    number: int = 0

    @property
    def name(self) -> str:
        return self.heading_new or self.heading_old or "Before the first heading"

    @property
    def anchor(self) -> str:
        """An id for the screen."""
        return f"part-{self.number}"

    @property
    def is_renamed(self) -> bool:
        return self.heading_old != self.heading_new

    @property
    def stretches(self) -> list[Stretch]:
        groups = groupby(self.blocks, key=lambda block: block.state == "same")
        return [Stretch(is_same, tuple(blocks)) for is_same, blocks in groups]

    @property
    def unchanged(self) -> str:
        return Stretch(True, self.blocks).words if self.blocks else "nothing in it"


@dataclass(frozen=True)
class Counts:
    """How much changed; pictures, links and so on count once for each place."""

    added: int = 0
    removed: int = 0
    pictures: int = 0
    links: int = 0
    facts: int = 0
    sources: int = 0
    cards: int = 0
    moved: int = 0


@dataclass(frozen=True)
class Comparison:
    sections: tuple[Section, ...]
    counts: Counts

    @property
    def is_same(self) -> bool:
        return all(section.state == "same" for section in self.sections)

    @property
    def changed(self) -> list[Section]:
        return [section for section in self.sections if section.state != "same"]

    @property
    def words(self) -> str:
        """Like "12 words added, 3 words removed, 1 picture changed"."""
        counts = self.counts
        parts = [
            said(counts.added, "word", "added"),
            said(counts.removed, "word", "removed"),
            said(counts.pictures, "picture", "changed"),
            said(counts.links, "link", "changed"),
            said(counts.facts, "clinic fact", "changed"),
            said(counts.sources, "source", "changed"),
            said(counts.cards, "health block", "changed"),
            said(counts.moved, "part", "moved"),
        ]
        if self.is_same:
            return "Nothing changed"
        return ", ".join(filter(None, parts)) or "Only the layout changed"
