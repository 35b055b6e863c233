"""Clinic facts: `{{ phone }}` in the text stands for what the clinic says about itself."""

import re

from markdown_it.rules_inline import StateInline

from content.rendering.characters import escape, one_line, tidy
from content.rendering.links import phone_href
from content.rendering.work import Work, broken

_FACT = re.compile(r"\{\{[ \t]*([A-Za-z0-9_-]{1,60})[ \t]*\}\}")


def fact_rule(state: StateInline, silent: bool) -> bool:
    """Inline rule of the parser: leaves a `fact` token with the name in `meta`."""
    if state.src[state.pos] != "{":
        return False
    found = _FACT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("fact", "", 0)
        token.meta = {"name": found[1], "source": found[0]}
    state.pos = found.end()
    return True


def value(name: str, work: Work, line: int | None) -> str | None:
    """The text of a fact, noted as used; None after reporting that there is no such fact."""
    text = work.lookups.fact(name)
    if text is None:
        work.report("fact-unknown", line, name=name)
        return None
    text = tidy(text).strip()
    work.facts[name] = text
    return text


def fill(text: str, work: Work, line: int | None) -> str:
    """Plain text with its facts written out on one line, as headings and labels need it."""
    return _FACT.sub(lambda found: _plain(found, work, line), text)


def _plain(found: re.Match, work: Work, line: int | None) -> str:
    text = value(found[1], work, line)
    return found[0] if text is None else spoken(text)


def spoken(text: str) -> str:
    """A fact of several lines as part of a sentence."""
    return one_line(", ".join(line.strip(" ,") for line in text.splitlines() if line.strip()))


def markup(name: str, text: str | None, source: str, *, link: bool) -> str:
    """HTML of a fact. The phone number can be pressed, save inside a link or a heading."""
    if text is None:
        return broken(source)
    lines = "<br>".join(escape(line.strip()) for line in text.splitlines() if line.strip())
    if name != "phone" or not text:
        return lines
    if link:
        return f'<a class="phone" href="{escape(phone_href(text))}">{lines}</a>'
    return f'<span class="phone">{lines}</span>'
