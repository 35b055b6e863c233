"""The working sheet of one rendering: what was used, what went wrong, what is put in at the end."""

from dataclasses import dataclass, field

from markdown_it.token import Token

from content.rendering.characters import escape
from content.rendering.lookups import Lookups
from content.rendering.problems import problem
from content.rendering.results import Days, Heading, MuscleWords, Problem, Question, Uses

OPEN, CLOSE = "\ue000", "\ue001"


@dataclass
class Work:
    lookups: Lookups
    problems: list[Problem] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    articles: dict[int, None] = field(default_factory=dict)
    pictures: dict[int, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    terms: dict[str, None] = field(default_factory=dict)
    drawings: dict[str, None] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    days: list[Days] = field(default_factory=list)
    has_diary: bool = False
    # The place in `pieces` of the foot of the last worksheet.
    worksheet_foot: int | None = None
    muscle: MuscleWords | None = None
    # Links to headings of this page wait until every heading has its id.
    anchors: list[tuple[str, int | None, Token, Token]] = field(default_factory=list)
    # Words that the writer links by hand are not linked a second time.
    linked_terms: set[str] = field(default_factory=set)
    # Of the glossary, by the first word of each form; belongs to `terms`.
    term_index: dict[str, list] | None = None

    def report(self, id: str, line: int | None, **values: object) -> None:
        self.problems.append(problem(id, line, **values))

    def piece(self, markup: str) -> str:
        """A placeholder for trusted markup: the cleaner keeps it and no writer can type it."""
        self.pieces.append(markup)
        return f"{OPEN}{len(self.pieces) - 1}{CLOSE}"

    def uses(self) -> Uses:
        return Uses(
            tuple(self.articles),
            dict(self.pictures),
            dict(self.facts),
            tuple(self.terms),
            tuple(self.drawings),
        )


def broken(text: str) -> str:
    """What stands where something cannot be shown."""
    return f'<span class="broken">{escape(text)}</span>'


def line_of(token: Token) -> int | None:
    """The line of the Markdown on which the token begins, from 1."""
    return token.map[0] + 1 if token.map else None


def markup_token(html: str) -> Token:
    """A token whose HTML is ready."""
    return Token("markup", "", 0, content=html)
