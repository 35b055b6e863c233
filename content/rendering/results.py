"""What a rendering gives back. Everything but what is called HTML is plain text."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """Something the writer should fix (error) or look at (warning). Lines count from 1."""

    id: str
    level: Literal["error", "warning"]
    message: str
    line: int | None


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question block; `anchor` is the id of its heading."""

    text: str
    answer: str
    anchor: str


@dataclass(frozen=True)
class Days:
    """One day block: its days, its line, and whether it says when to call."""

    first: int
    last: int
    line: int | None
    says_when_to_call: bool


@dataclass(frozen=True)
class Uses:
    """What the page depends on: article ids, picture id to SHA-256, fact name to the text used,
    glossary slugs, and names of drawings, each in order of first use."""

    articles: tuple[int, ...]
    pictures: dict[int, str]
    facts: dict[str, str]
    terms: tuple[str, ...]
    drawings: tuple[str, ...]


@dataclass(frozen=True)
class PainWords:
    """A place of the body map and what patients read about the pain there."""

    place: str
    words: str


@dataclass(frozen=True)
class MuscleWords:
    """What a page says about its muscle, for the pages of the body map. `check`, `causes` and
    `help` (what to try) hold the points of their lists; these and `knot` are safe HTML without
    citations. `is_emergency` while the check says to call the emergency number."""

    id: str
    medical: str
    say: str
    check: tuple[str, ...]
    is_emergency: bool
    knot: str
    pains: tuple[PainWords, ...]
    causes: tuple[str, ...]
    help: tuple[str, ...]


@dataclass(frozen=True)
class Rendered:
    """A page body. Both HTML fields are safe strings; `references_html` holds `<li>` items only."""

    html: str
    references_html: str
    reference_count: int
    headings: tuple[Heading, ...]
    questions: tuple[Question, ...]
    uses: Uses
    text: str
    problems: tuple[Problem, ...]
    days: tuple[Days, ...] = ()
    muscle: MuscleWords | None = None


@dataclass(frozen=True)
class Block:
    """A stretch of reading text and the line of the Markdown on which it begins."""

    kind: Literal["paragraph", "item", "heading", "cell", "reference"]
    text: str
    line: int | None
