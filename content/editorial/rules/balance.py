"""Both sides of a treatment, and what is not known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.editorial.results import Finding
from content.editorial.rule import CDC, DISCERN, Rule
from content.editorial.sheet import Section, Sheet
from content.rendering.fences import CARE

RISKS_ONLY = Rule(
    "benefits-missing",
    "warning",
    "Risks without benefits",
    "People can only choose when they see both sides.",
    CDC,
)
BENEFITS_ONLY = Rule(
    "risks-missing",
    "warning",
    "Benefits without risks",
    "People can only choose when they see both sides.",
    CDC,
)
NO_DOUBT = Rule(
    "doubt-missing",
    "warning",
    "What is not known is missing",
    "An honest page says what experts know and what they do not.",
    CDC,
)
MIXED_NUMBERS = Rule(
    "denominators",
    "warning",
    "Numbers that are hard to compare",
    "“1 in 4” beside “12 in 100” makes the reader calculate.",
    DISCERN,
)

_RISKS = re.compile(
    r"\b(?:risks?|side effects?|harms?|harmful|go(?:es)? wrong|complications?|dangers?|"
    r"riesgos?|efectos secundarios|daños?|peligros?)\b",
    re.IGNORECASE,
)
_BENEFITS = re.compile(
    r"\b(?:benefits?|helps?|helped|relief|relieves?|eases?|better|improves?|gains?|"
    r"beneficios?|ayuda[nr]?|alivio|alivia[nr]?|mejor\w*)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:not know|not known|unknown|not sure|unsure|unclear|no one knows|not agree|disagree|"
    r"uncertain|cannot be sure|no one can say|not proven|not enough proof|more studies|"
    r"no se sabe|no saben|no están? segur\w+|no hay acuerdo|no está claro|incierto)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b\d[\d,.]* (?:in|out of) (?:every )?(?P<whole>\d[\d,]*)\b")


@dataclass(frozen=True)
class Sides:
    """Which of them a page tells."""

    risks: bool
    benefits: bool
    doubt: bool


def sides(sheet: Sheet) -> Sides:
    text = "\n".join(_told(sheet))
    return Sides(*(bool(words.search(text)) for words in (_RISKS, _BENEFITS, _DOUBT)))


def both_sides(sheet: Sheet) -> Iterator[Finding]:
    if sheet.page.kind != "treatment":
        return
    told = sides(sheet)
    if told.risks and not told.benefits:
        yield RISKS_ONLY.finding(
            "This page names risks and no benefit. Say what the treatment may do, or link to the "
            "page that does.",
            None,
            "Page",
        )
    if told.benefits and not told.risks:
        yield BENEFITS_ONLY.finding(
            "This page names benefits and no risk. Say what can go wrong, or link to the page "
            "that does.",
            None,
            "Page",
        )
    if not told.doubt:
        yield NO_DOUBT.finding(
            "Add what experts do not know, or do not agree on, about this treatment.", None, "Page"
        )


def _told(sheet: Sheet) -> Iterator[str]:
    """Without the cards: “get help” is no benefit, and a warning sign no risk of the treatment."""
    for section in (Section(None, sheet.lead), *sheet.sections):
        if not any(passage.block in CARE for passage in section.passages):
            yield section.title
            yield from (passage.text for passage in section.passages)


def comparable_numbers(sheet: Sheet) -> Iterator[Finding]:
    """Within a section; powers of ten compare at a glance."""
    for section in sheet.sections:
        first = ""
        for passage in section.passages:
            for found in _SHARE.finditer(passage.text):
                whole = found["whole"].replace(",", "")
                first = first or whole
                if whole != first and not (_is_round(whole) and _is_round(first)):
                    yield MIXED_NUMBERS.finding(
                        f"Another number in this section is out of {int(first):,}. Use one size "
                        "of group for all of them, like 100.",
                        passage.place(*found.span()),
                        found[0],
                    )


def _is_round(number: str) -> bool:
    return number.startswith("1") and set(number[1:]) <= {"0"} and len(number) > 1
