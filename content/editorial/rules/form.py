"""What the renderer found: its own sentences, each with a name, a reason and a place."""

import re
from collections.abc import Iterator

from content.editorial.mends import begin_with_do_not
from content.editorial.results import Finding, Mend, Place
from content.editorial.rule import CDC, NHS, OWN, PEMAT, WCAG, Rule, Source
from content.editorial.sheet import Sheet
from content.rendering import Problem

_READ = "Patients see a block or a word that does not work, in the middle of the page."
_LINK = "A link that leads nowhere leaves a patient without the page they need."
_HEADS = "People who listen to a page jump from heading to heading, so the levels must not skip."
_CARE = "Patients look for help in the same place and in the same order on every page."
_SOURCE = "Patients must be able to see what a claim rests on."
_MAP = "The body map shows patients what this block says; what it cannot read is not there."
_CHECK = "A pain can be dangerous. What to check first must be there, and before anything else."
_CALL = "Each line stands with those that are as urgent, under one word, so it names one call."
_FIND = "A mistake like this hides a part of the page from some patients."

# For each problem of the renderer: its short name, its reason, and where the rule comes from.
NAMES: dict[str, tuple[str, str, Source]] = {
    "too-long": ("Page too long", "What is cut off is lost to patients.", OWN),
    "too-deep": ("Lists too deep", "What is nested too deeply is not shown.", OWN),
    "heading-one": ("Heading level", _HEADS, WCAG),
    "heading-deep": ("Heading level", _HEADS, WCAG),
    "heading-skipped": ("Heading level", _HEADS, WCAG),
    "heading-empty": ("Empty heading", _HEADS, WCAG),
    "block-unknown": ("Unknown block", _READ, OWN),
    "block-unclosed": ("Block not closed", _READ, OWN),
    "block-stray": ("Stray ::: line", _READ, OWN),
    "block-untitled": ("Block without heading", _FIND, PEMAT),
    "block-empty": ("Empty block", _READ, OWN),
    "block-list": ("Block without list", "Short points are easier to follow than a block.", CDC),
    "block-title": ("Heading not shown", "The words after the block's name are lost here.", OWN),
    "block-heading": ("Heading inside a block", _HEADS, WCAG),
    "figure-source": ("Figure without picture", _READ, OWN),
    "steps-headings": ("Steps without headings", "Each step needs a name of its own.", PEMAT),
    "day-form": ("Day block without days", _READ, OWN),
    "day-apart": ("Day blocks apart", "Only days in one row make one table and one answer.", OWN),
    "more-holds": (
        "Block inside “more”",
        "What keeps people safe must be seen by those who open nothing.",
        CDC,
    ),
    "more-headings": ("Heading level", _HEADS, WCAG),
    "more-care": ("Call inside “more”", "Nobody should have to open a part to be safe.", CDC),
    "diary-table": ("Diary without a table", _READ, OWN),
    "diary-large": ("Diary too large", "A large chart is not filled in.", PEMAT),
    "diary-twice": ("Two diaries", "Two charts for one thing are each filled in by half.", OWN),
    "answers-list": ("Answers without pairs", _READ, OWN),
    "call-nobody": ("Whom to call", _CALL, CDC),
    "note-both": ("Two calls in one notice", "One notice has one color and one word.", CDC),
    "call-both": ("Two calls in one line", _CALL, CDC),
    "label-alone": ("Label without words", _READ, OWN),
    "care-twice": ("Two cards of one kind", _CARE, NHS),
    "care-order": ("Order of the cards", _CARE, NHS),
    "care-heading": ("Cards under another heading", _CARE, NHS),
    "care-phone": (
        "Phone number in a card",
        "A number that is typed stays wrong when the clinic's number changes.",
        OWN,
    ),
    "dont-words": (
        "“Do not” is missing",
        "Read alone, or heard, a line without “do not” says the opposite of what you mean.",
        NHS,
    ),
    "note-many": ("Too many notices", "When much is marked, nothing stands out.", CDC),
    "article-unknown": ("Broken link", _LINK, WCAG),
    "anchor-unknown": ("Broken link", _LINK, WCAG),
    "term-unknown": ("Broken link to a word", _LINK, WCAG),
    "link-refused": ("Address not allowed", _LINK, OWN),
    "link-wordless": ("Link without words", "A link without words cannot be heard.", WCAG),
    "link-unchecked": ("Address not checked", _LINK, OWN),
    "picture-unknown": ("Missing picture", _READ, OWN),
    "picture-address": ("Picture from elsewhere", "Outside pictures tell others who reads.", OWN),
    "drawing-unknown": ("Missing drawing", _READ, OWN),
    "drawing-twice": ("Drawing used twice", "The same picture twice teaches nothing new.", PEMAT),
    "fact-unknown": ("Missing clinic fact", _READ, OWN),
    "fact-form": ("Clinic fact not read", _READ, OWN),
    "footnote-missing": ("Source not given", _SOURCE, PEMAT),
    "footnote-nested": ("Source inside a source", _SOURCE, OWN),
    "footnote-unused": ("Source not used", _SOURCE, OWN),
    "footnote-twice": ("Source given twice", _SOURCE, OWN),
    "muscle-opening": ("Muscle without name", _READ, OWN),
    "muscle-unknown": ("Unknown muscle", _MAP, OWN),
    "muscle-twice": ("Two muscles on one page", _MAP, OWN),
    "muscle-first": ("Muscle not at the top", _CHECK, OWN),
    "muscle-before": ("Words without a part", _FIND, OWN),
    "muscle-part-missing": ("Part of the muscle missing", _CHECK, OWN),
    "muscle-part-unknown": ("Unknown part of the muscle", _READ, OWN),
    "muscle-part-twice": ("Part there twice", _FIND, OWN),
    "muscle-list": ("Part without list", "Short points are easier to follow than a block.", CDC),
    "muscle-place-form": ("Line without a place", _MAP, OWN),
    "muscle-place-unknown": ("Unknown place", _MAP, OWN),
    "muscle-place-twice": ("Place there twice", _MAP, OWN),
    "muscle-anchor": ("Link to this page only", _LINK, WCAG),
    "table-wide": ("Table too wide", "A wide table cannot be read on a phone.", PEMAT),
    "html-shown": ("HTML in the text", _READ, OWN),
}
_QUOTED = re.compile(r"“([^”…]+)|\[\^([^\]]+)\]|\{\{[^}]*\}\}")
_NUMBER = re.compile(r"[A-Za-z0-9-]+(?=\.$)")
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


def rendering_problems(sheet: Sheet) -> Iterator[Finding]:
    for problem in sheet.rendered.problems:
        title, why, source = NAMES[problem.id]
        rule = Rule(problem.id, problem.level, title, why, source)
        place = _place(problem, sheet)
        excerpt = sheet.typed(place)
        mend = _do_not(excerpt) if problem.id == "dont-words" else None
        yield rule.finding(problem.message, place, excerpt or problem.message, mend)


def _place(problem: Problem, sheet: Sheet) -> Place | None:
    """The words that the sentence quotes, when the line holds them; else the line."""
    if problem.id == "dont-words":
        return _item(problem, sheet)
    quoted = _QUOTED.search(problem.message)
    words = next(filter(None, quoted.groups()), "") if quoted else ""
    if problem.id == "picture-unknown":
        words = f"img:{_NUMBER.search(problem.message)[0]}"
    return sheet.line_place(problem.line, words)


def _item(problem: Problem, sheet: Sheet) -> Place | None:
    """The line without its bullet."""
    place = sheet.line_place(problem.line)
    if place is None:
        return None
    bullet = _BULLET.match(sheet.typed(place))
    return Place("body", place.start + bullet.end(), place.end) if bullet else place


def _do_not(words: str) -> Mend | None:
    better = begin_with_do_not(words)
    return Mend(f"Write “{better}”", better) if better else None
