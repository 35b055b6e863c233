"""The working sheet of one check: the page, its passages and what the site knows about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from content.editorial.alignment import Span
from content.editorial.known import Known, known
from content.editorial.passages import Passage, SentenceSpan, body_passages, line_passages
from content.editorial.reading_grade import Grade, grade
from content.editorial.results import PageToCheck, Place, SectionGrade
from content.rendering import Lookups, Rendered
from content.rendering.engine import LONGEST

READ = ("paragraph", "item", "heading", "cell")


@dataclass(frozen=True)
class Section:
    """What stands under one `##` heading, or before the first (`heading` is then None)."""

    heading: Passage | None
    passages: tuple[Passage, ...]

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""


@dataclass(frozen=True)
class Sheet:
    page: PageToCheck
    rendered: Rendered
    world: Lookups

    @cached_property
    def known(self) -> Known:
        return known(self.rendered.uses.pictures, (link.name for _, link in self.outside_links))

    @cached_property
    def outside_links(self) -> tuple[tuple[Passage, Span], ...]:
        """Every link that leaves the site, sources included."""
        return tuple(
            (passage, link)
            for passage in self.body
            for link in passage.links
            if link.name.startswith(("http://", "https://"))
        )

    @property
    def english(self) -> bool:
        return self.page.language.partition("-")[0] == "en"

    @cached_property
    def lead(self) -> tuple[Passage, ...]:
        """Title, summary and key points."""
        page = self.page
        return (
            *line_passages("title", page.title, "heading"),
            *line_passages("summary", page.summary, "paragraph"),
            *line_passages("key_points", page.key_points, "item"),
        )

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        return tuple(body_passages(self.page.body[:LONGEST]))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All that is read, sources left out."""
        return (*self.lead, *(p for p in self.body if p.kind in READ))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        sections: list[tuple[Passage | None, list[Passage]]] = [(None, [])]
        for passage in self.body:
            if passage.tag == "h2" and not passage.block:
                sections.append((passage, []))
            elif passage.kind in READ:
                sections[-1][1].append(passage)
        return tuple(Section(heading, tuple(inside)) for heading, inside in sections)

    @cached_property
    def grade(self) -> Grade:
        """Of everything that a patient reads: summary, key points and body."""
        return grade((p for p in self.passages if p.field != "title"), self.page.language)

    @cached_property
    def section_grades(self) -> tuple[SectionGrade, ...]:
        """Of each part under a `##` heading, in the order of the page."""
        return tuple(
            SectionGrade(
                section.title, section.heading.line, grade(section.passages, self.page.language)
            )
            for section in self.sections
            if section.heading
        )

    def sentences(self) -> Iterator[tuple[Passage, SentenceSpan]]:
        for passage in self.passages:
            for sentence in passage.sentences:
                yield passage, sentence

    @cached_property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """Each line of the body and where it begins."""
        found, begin = [], 0
        for line in self.page.body.split("\n"):
            found.append((begin, line))
            begin += len(line) + 1
        return tuple(found)

    def line_place(self, line: int | None, words: str = "") -> Place | None:
        """The line of the body, or the words in it when they stand there as such."""
        if line is None or not 0 < line <= len(self.lines):
            return None
        begin, text = self.lines[line - 1]
        found = text.find(words) if words else -1
        if found >= 0:
            return Place("body", begin + found, begin + found + len(words))
        inside = text.strip()
        first = begin + (text.index(inside) if inside else 0)
        return Place("body", first, first + len(inside))

    def typed(self, place: Place | None) -> str:
        return getattr(self.page, place.field)[place.start : place.end] if place else ""
