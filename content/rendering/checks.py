"""The rules of the health blocks that concern their content or the whole page."""

import re

from markdown_it.token import Token

from content.rendering.fences import CARE
from content.rendering.segments import HealthBlock
from content.rendering.text import blocks as text_blocks
from content.rendering.text import plain
from content.rendering.urgency import tells_to_call
from content.rendering.work import Work, line_of

_MOST_NOTES = 2
_DO_NOT = re.compile(r"(?:do not|don[’']t)\b", re.IGNORECASE)
_CARE_HEADING = "when to get help"
_PHONE_DIGITS = re.compile(r"(?:\d[\s().-]*){7,}")


def check(parts: list[HealthBlock | list[Token]], work: Work) -> None:
    found = [part for part in parts if isinstance(part, HealthBlock)]
    for block in found:
        _check_body(block, work)
    _check_care([block for block in found if block.kind in CARE], work)
    _check_care_place(parts, work)
    for block in [block for block in found if block.kind == "muscle" and block is not parts[0]]:
        work.report("muscle-first", block.line)
    for block in [block for block in found if block.kind == "note"][_MOST_NOTES:]:
        work.report("note-many", block.line)


def _check_body(block: HealthBlock, work: Work) -> None:
    types = {token.type for token in block.tokens}
    if not types and block.kind != "figure":
        work.report("block-empty", block.line, kind=block.kind)
    elif block.kind in (*CARE, "do", "dont") and "bullet_list_open" not in types:
        work.report("block-list", block.line, kind=block.kind)
    elif block.kind == "answers" and "dl_open" not in types:
        work.report("answers-list", block.line)
    elif block.kind == "checklist" and not types & {"bullet_list_open", "ordered_list_open"}:
        work.report("block-list", block.line, kind=block.kind)
    if block.kind == "dont" and work.lookups.language == "en":
        _check_dont(block.tokens, work)
    if block.kind in CARE:
        _check_phone(block.tokens, work)
    if block.kind == "more":
        _check_more(block.tokens, work)


def _check_more(tokens: list[Token], work: Work) -> None:
    """Words that keep people safe are never folded away."""
    number = work.lookups.fact("emergency_number") or ""
    for part in text_blocks(tokens):
        if tells_to_call(part.text, number):
            work.report("more-care", part.line)


def _check_dont(tokens: list[Token], work: Work) -> None:
    for place, token in enumerate(tokens):
        if token.type != "list_item_open" or token.level != 2:
            continue
        line = next((t for t in tokens[place:] if t.type == "inline"), None)
        words = plain(line.children or []) if line else ""
        if words and not _DO_NOT.match(words):
            work.report("dont-words", line_of(token), name=words)


def _check_phone(tokens: list[Token], work: Work) -> None:
    for token in tokens:
        if token.type == "inline" and _PHONE_DIGITS.search(plain(token.children or [])):
            work.report("care-phone", line_of(token))


def _check_care(cards: list[HealthBlock], work: Work) -> None:
    seen: list[str] = []
    for card in cards:
        if card.kind in seen:
            work.report("care-twice", card.line, kind=card.kind)
        elif seen and CARE.index(card.kind) < max(map(CARE.index, seen)):
            work.report("care-order", card.line)
        seen.append(card.kind)


def _check_care_place(parts: list[HealthBlock | list[Token]], work: Work) -> None:
    """Patients find help under the same words on every page."""
    section = ""
    for part in parts:
        if isinstance(part, list):
            section = _last_section(part) or section
        elif part.kind in CARE and work.lookups.language == "en" and section != _CARE_HEADING:
            work.report("care-heading", part.line)


def _last_section(tokens: list[Token]) -> str:
    titles = [
        plain(tokens[place + 1].children or [])
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    return titles[-1].casefold() if titles else ""
