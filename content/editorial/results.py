"""What an editor is told: findings with their places, grades, and what is in order."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from content.editorial.reading_grade import Grade

Field = Literal["title", "summary", "key_points", "body"]


@dataclass(frozen=True)
class PageToCheck:
    """A page as it is typed. `article` is its id, None before it was first saved; `checklist`
    holds the answers to what no machine decides."""

    title: str
    summary: str
    key_points: str
    body: str
    language: str = "en"
    kind: str = "article"
    needs_help_section: bool = False
    topic: str = ""
    article: int | None = None
    checklist: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A stretch of a field as it was typed: from `start` up to `end`, in characters (code points,
    as Python counts them)."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True)
class Mend:
    """A proposal that one click carries out: `text` takes the place of the finding's place."""

    label: str
    text: str


@dataclass(frozen=True)
class Finding:
    """One trouble at one place. `title` is its short name, `message` what is wrong here and how to
    mend it, `why` the rule in plain words. The fingerprint stays while the words stay."""

    id: str
    level: Literal["error", "warning"]
    title: str
    message: str
    why: str
    source: str
    source_url: str
    place: Place | None
    excerpt: str
    mend: Mend | None
    fingerprint: str


@dataclass(frozen=True)
class SectionGrade:
    """The grade of the part of the body under one heading; `line` of the Markdown, from 1."""

    heading: str
    line: int
    grade: Grade


@dataclass(frozen=True)
class Done:
    """Something that is in order."""

    title: str
    message: str


@dataclass(frozen=True)
class Counted:
    """What the site answered to an item of an instrument, and what it counted."""

    answer: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """Findings in the order of the page, errors first where they share a place; `counted` by the
    item of the instrument."""

    findings: tuple[Finding, ...]
    sections: tuple[SectionGrade, ...]
    grade: Grade
    done: tuple[Done, ...]
    counted: dict[str, Counted] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == "warning")


def fingerprint(rule: str, excerpt: str) -> str:
    """SHA-256 (hex) of a rule and the words it is about, whatever their case and spacing."""
    words = " ".join(excerpt.casefold().split())
    return hashlib.sha256(f"{rule}\n{words}".encode()).hexdigest()
