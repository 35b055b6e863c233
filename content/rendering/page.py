"""Puts the steps together: Markdown in, safe page body and everything known about it out."""

from django.utils import translation
from markdown_it.token import Token

from content.rendering import (
    blocks,
    checks,
    footnotes,
    inlines,
    muscle_parts,
    outline,
    tables,
    text,
)
from content.rendering.across import across
from content.rendering.engine import parse, to_html
from content.rendering.footnotes import Footnotes
from content.rendering.lookups import Lookups
from content.rendering.results import Block, Problem, Rendered
from content.rendering.sanitizer import clean
from content.rendering.segments import segments
from content.rendering.work import Work


def render(markdown: str, lookups: Lookups) -> Rendered:
    """Renders an article body. Never raises for what a writer wrote: mistakes come out as visible
    text and as problems, sorted by line."""
    with translation.override(lookups.language):
        return _render(markdown, lookups)


def plain_blocks(markdown: str) -> list[Block]:
    """The reading text of words that are still being written, sources included. Clinic facts are
    unknown here and left out."""
    tokens, _ = parse(markdown)
    return list(text.blocks(tokens))


def _render(markdown: str, lookups: Lookups) -> Rendered:
    tokens, problems = parse(markdown)
    work = Work(lookups, problems)
    body, notes = footnotes.taken_out(tokens, work)
    _resolve(body, notes, work)
    parts = list(segments(body))
    checks.check(parts, work)
    reading = "\n".join(block.text for block in text.blocks(body))
    html = across(blocks.compose(parts, work))
    references = _references(notes, work)
    return Rendered(
        html=clean(html, work.pieces),
        references_html=clean(references, work.pieces),
        reference_count=len(notes.numbers),
        headings=tuple(work.headings),
        questions=tuple(work.questions),
        uses=work.uses(),
        text=reading,
        problems=_sorted(work.problems),
        days=tuple(work.days),
        muscle=work.muscle,
    )


def _resolve(body: list[Token], notes: Footnotes, work: Work) -> None:
    _give_titles(body)
    muscle_parts.arrange(body)
    inlines.note_linked_terms(body, work)
    inlines.resolve(body, work, notes)
    outline.number(body, work)
    inlines.refuse_lost_anchors(work)
    tables.label(body)


def _give_titles(body: list[Token]) -> None:
    for token in body:
        if token.type == "fence_open":
            token.meta["title"] = token.meta["title"] or blocks.default_title(token.meta["kind"])


def _references(notes: Footnotes, work: Work) -> str:
    footnotes.report_unused(notes, work)
    items = []
    for name in notes.numbers:
        tokens = notes.definitions[name]
        inlines.resolve(tokens, work, None)
        inlines.refuse_lost_anchors(work)
        items.append(footnotes.item(name, to_html(_unwrapped(tokens)).strip(), notes))
    return "".join(items)


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """A source is one line: without its paragraph, and never with a heading."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
    tables.label(tokens)
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        return tokens[1:2]
    return tokens


def _sorted(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))
