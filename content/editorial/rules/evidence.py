"""What a claim rests on: references where there are claims, and the state of each source."""

import re
from collections.abc import Iterator
from datetime import timedelta

from content.editorial.passages import Passage, SentenceSpan
from content.editorial.results import Finding
from content.editorial.rule import DISCERN, PIF, Rule
from content.editorial.sheet import Section, Sheet

OLDEST = timedelta(days=365)
# A server that is down for a night is no dead source.
PATIENCE = timedelta(days=3)

NO_REFERENCE = Rule(
    "claim-unsourced",
    "warning",
    "Claim without a source",
    "What a page says about how well a treatment works and what can go wrong needs a source that "
    "patients can look up.",
    DISCERN,
)
NO_SOURCES = Rule(
    "sources-missing",
    "warning",
    "No sources",
    "A page about treatment names what it was made from.",
    DISCERN,
)
OLD_SOURCE = Rule(
    "source-old",
    "warning",
    "Source not read for a year",
    "Somebody should read each source once a year and see that it still says what the page says.",
    PIF,
)
DEAD_SOURCE = Rule(
    "source-dead",
    "warning",
    "Source cannot be reached",
    "Patients must be able to look up what a claim rests on.",
    DISCERN,
)

_ABOUT_TREATMENT = re.compile(
    r"\b(?:risks?|side effects?|harms?|go(?:es)? wrong|complications?|benefits?|work(?:s|ed)?|"
    r"studies|stud(?:y|ied)|treatments?|relief|safe(?:ty)?|how often|riesgos?|beneficios?|"
    r"efectos secundarios|tratamientos?|funciona)\b",
    re.IGNORECASE,
)
# Answers and lists of things to do repeat what the text says with its source.
_REPEATING = ("question", "keypoints", "do", "dont", "steps")
# Words with which a sentence leans on research, or gives it in numbers.
_CLAIM = re.compile(
    r"\b(?:\d[\d,.]* (?:in|of|out of) (?:every )?\d[\d,]*\b(?! steps)|\d[\d.]* ?(?:%|percent)|"
    r"\d[\d.]* (?:times|points) (?:as|more|less|better|worse|higher|lower)|"
    r"(?:most |some |several |many |good |new |\d+ )?(?:studies|trials|reviews) (?:have )?"
    r"(?:show|found|find|suggest|say|report|prove)\w*|"
    r"(?:a|one|another|the|this|\d{4}) (?:\w+ )?(?:study|trial|review|survey) (?:\w+ )?"
    r"(?:show|found|say|said|follow|look|report|put)\w*|research (?:shows?|has shown|suggests?)|"
    r"proven to|(?:raises?|lowers?|doubles?|cuts?|reduces?) (?:the|your) (?:risk|chance)s?)",
    re.IGNORECASE,
)


def unsourced_claims(sheet: Sheet) -> Iterator[Finding]:
    for section in sheet.sections:
        if _is_about_treatment(sheet, section):
            sourced = {key for passage in section.passages for key in _covered(passage)}
            for passage in section.passages:
                if not sourced & {("row", passage.row), ("group", passage.group)}:
                    yield from _unsourced(passage)


def _is_about_treatment(sheet: Sheet, section: Section) -> bool:
    return sheet.page.kind == "treatment" or bool(_ABOUT_TREATMENT.search(section.title))


def _covered(passage: Passage) -> Iterator[tuple[str, int]]:
    """A source counts for its paragraph, list point or table row. One in a sentence that leads
    into a list or table counts for the whole of it."""
    if passage.cites:
        yield "row", passage.row
        if passage.text.rstrip().endswith(":"):
            yield "group", passage.group + 1


def _unsourced(passage: Passage) -> Iterator[Finding]:
    if passage.tag in ("th", "dt") or passage.kind == "heading" or passage.block in _REPEATING:
        return
    for sentence in passage.sentences or ():
        found = _CLAIM.search(sentence.text)
        if found and not sentence.text.endswith("?") and not _is_linked(passage, sentence, found):
            yield NO_REFERENCE.finding(
                "Add the source: put the cursor at the end of the sentence and choose Source. If "
                "there is none, say so or leave the claim out.",
                passage.place(sentence.start, sentence.end),
                sentence.text,
            )
            return


def _is_linked(passage: Passage, sentence: SentenceSpan, found: re.Match) -> bool:
    """“See what the studies found” leads to the claims and is none."""
    start, end = sentence.start + found.start(), sentence.start + found.end()
    return any(link.start < end and start < link.end for link in passage.links)


def sources_given(sheet: Sheet) -> Iterator[Finding]:
    if sheet.page.kind == "treatment" and not sheet.rendered.reference_count:
        yield NO_SOURCES.finding(
            "This page is about a treatment and has no source. Add those that it was made from.",
            None,
            "Page",
        )


def state_of_sources(sheet: Sheet) -> Iterator[Finding]:
    """Says nothing of a source that nobody has tried or read: that is not the writer's fault."""
    seen: set[str] = set()
    for passage, link in sheet.outside_links:
        source = sheet.known.sources.get(link.name)
        if source is None or link.name in seen:
            continue
        seen.add(link.name)
        place = passage.place(link.start, link.end)
        if source.failing_since and sheet.known.now - source.failing_since > PATIENCE:
            yield DEAD_SOURCE.finding(
                f"This address has not answered since {_day(source.failing_since)}. Look for its "
                "new address or for another source.",
                place,
                link.name,
            )
        if source.read_on and sheet.known.now.date() - source.read_on > OLDEST:
            yield OLD_SOURCE.finding(
                f"This source was last read on {_day(source.read_on)}. Read it, then mark it as "
                "read under Sources.",
                place,
                link.name,
            )


def _day(moment) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"
