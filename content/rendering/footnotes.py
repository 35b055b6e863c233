"""Sources: `[^name]` in the text, defined once, numbered in the order of their first use."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from content.rendering.characters import escape
from content.rendering.work import Work, broken, line_of

# The plugin's own rule reads on to the end of the text for each "[^"; this one stops at the next
# bracket.
_USE = re.compile(r"\[\^([^\s\[\]]{1,60})\]")
# A number alone at the start of a line would be hard to read.
_NEXT = re.compile(r" (?=\[\^)")


@dataclass
class Footnotes:
    """The definitions of a page by name, and how often each is used so far."""

    definitions: dict[str, list[Token]] = field(default_factory=dict)
    lines: dict[str, int | None] = field(default_factory=dict)
    uses: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def count(self, name: str) -> tuple[int, int]:
        """Number of the source and which use of it this is, both from 1."""
        self.uses[name] = self.uses.get(name, 0) + 1
        return self.numbers.setdefault(name, len(self.numbers) + 1), self.uses[name]


def footnote_rule(state: StateInline, silent: bool) -> bool:
    """Inline rule of the parser: leaves a `footnote` token with the name in `meta`."""
    if state.src[state.pos] != "[":
        return False
    found = _USE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    space = _NEXT.match(state.src, found.end(), state.posMax)
    if not silent:
        state.push("footnote", "", 0).meta = {"name": found[1]}
        if space:
            state.push("text", "", 0).content = "\u00a0"
    state.pos = (space or found).end()
    return True


def taken_out(tokens: list[Token], work: Work) -> tuple[list[Token], Footnotes]:
    """The page without the definitions, and the definitions."""
    footnotes, body, open_notes = Footnotes(), [], []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_notes.append(_begin(token, footnotes, work))
        elif token.type == "footnote_reference_close":
            open_notes.pop()
        else:
            (open_notes[-1] if open_notes else body).append(token)
    return body, footnotes


def _begin(token: Token, footnotes: Footnotes, work: Work) -> list[Token]:
    name = token.meta["label"]
    line = line_of(token)
    if name in footnotes.definitions:
        work.report("footnote-twice", line, name=name)
        return []
    footnotes.lines[name] = line
    return footnotes.definitions.setdefault(name, [])


def citation(name: str, footnotes: Footnotes | None, work: Work, line: int | None) -> str:
    """HTML of one use. Without footnotes we are inside a source already."""
    if footnotes is None or name not in footnotes.definitions:
        work.report("footnote-nested" if footnotes is None else "footnote-missing", line, name=name)
        return broken(f"[^{name}]")
    number, use = footnotes.count(name)
    words = escape(_("Source %(number)s") % {"number": number})
    return (
        f'<sup class="cite"><a id="{_use_id(number, use)}" href="#ref-{number}"'
        f' aria-label="{words}">{number}</a></sup>'
    )


def item(name: str, body: str, footnotes: Footnotes) -> str:
    """The `<li>` of one source, with a way back to each place that uses it."""
    number = footnotes.numbers[name]
    backs = (_back(number, use) for use in range(1, footnotes.uses[name] + 1))
    return f'<li id="ref-{number}">{body} {" ".join(backs)}</li>\n'


def report_unused(footnotes: Footnotes, work: Work) -> None:
    for name, line in footnotes.lines.items():
        if name not in footnotes.uses:
            work.report("footnote-unused", line, name=name)


def _back(number: int, use: int) -> str:
    words = (
        _("Back to the text for source %(number)s")
        if use == 1
        else _("Back to the text for source %(number)s, place %(use)s")
    )
    label = escape(words % {"number": number, "use": use})
    return f'<a class="backlink" href="#{_use_id(number, use)}" aria-label="{label}"></a>'


def _use_id(number: int, use: int) -> str:
    return f"cite-{number}" if use == 1 else f"cite-{number}-{use}"
