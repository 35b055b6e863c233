"""Links that say where they lead, and phone numbers that stay right."""

import re
from collections.abc import Iterator

from content.editorial.results import Finding, Mend
from content.editorial.rule import OWN, WCAG, Rule
from content.editorial.sheet import Sheet

VAGUE_LINK = Rule(
    "link-vague",
    "warning",
    "Link that does not say where it leads",
    "Many people hear a list of the links of a page. Each must make sense without its sentence.",
    WCAG,
)
BARE_LINK = Rule(
    "link-bare",
    "warning",
    "Address as link text",
    "An address read aloud letter by letter helps nobody. Say what is there.",
    WCAG,
)
TYPED_PHONE = Rule(
    "phone-typed",
    "warning",
    "Phone number typed by hand",
    "The clinic's number stands in one place. A page that uses it from there is right even after "
    "the number changes.",
    OWN,
)

_VAGUE = frozenset(
    "click here|here|this|this page|this link|this article|link|more|read more|learn more|see more|"
    "find out more|more information|more info|info|go|website|page|article|this site|this website|"
    "read this|see here|click|details|continue|haga clic aquí|clic aquí|aquí|más|leer más|"
    "lea más|más información|esta página|este enlace|enlace|ver más".split("|")
)
_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+?1[\s.-])?(?:\(\d{3}\)\s?|\d{3}[\s.-])?\d{3}[\s.-]\d{4}(?![\w-]|\.\d)"
)
_DIGITS = re.compile(r"\D+")
_ENOUGH_DIGITS = 7


def vague_links(sheet: Sheet) -> Iterator[Finding]:
    for passage in sheet.body:
        for link in passage.links:
            words = passage.text[link.start : link.end]
            place = passage.place(link.start, link.end) if words else None
            if words.strip(" .:»>").casefold() in _VAGUE:
                yield VAGUE_LINK.finding(
                    f"“{words}” does not say where it leads. Use the name of the page.",
                    place,
                    f"{words} {link.name}",
                )
            elif words.startswith(("http://", "https://", "www.")):
                yield BARE_LINK.finding(
                    "Write [the name of the page](and its address).", place, words
                )


def typed_phones(sheet: Sheet) -> Iterator[Finding]:
    clinic = _digits(sheet.world.fact("phone") or "")
    told = {p.line for p in sheet.rendered.problems if p.id == "care-phone"}
    for passage in sheet.passages:
        if passage.field == "body" and passage.line in told:
            continue
        for found in _PHONE.finditer(passage.text):
            digits = _digits(found[0])
            ours = len(digits) >= _ENOUGH_DIGITS and clinic.endswith(digits)
            in_body = passage.field == "body"
            yield TYPED_PHONE.finding(
                _phone_message(ours=ours, in_body=in_body),
                passage.place(*found.span()),
                found[0],
                Mend("Use the clinic's number", "{{ phone }}") if in_body and clinic else None,
            )


def _phone_message(*, ours: bool, in_body: bool) -> str:
    if not in_body:
        return "Leave the number out here: the page shows the clinic's number by itself."
    if ours:
        return "Write {{ phone }} instead: it stands for the clinic's number."
    return (
        "If this is the clinic's number, write {{ phone }}. If it belongs to somebody else, give "
        "that as the reason."
    )


def _digits(text: str) -> str:
    digits = _DIGITS.sub("", text)
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
