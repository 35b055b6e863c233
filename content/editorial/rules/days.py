"""Day blocks: every day has one block, and each block says when to call."""

import re
from collections.abc import Iterator
from itertools import pairwise

from content.editorial.results import Finding, Mend
from content.editorial.rule import CDC, Rule
from content.editorial.sheet import Sheet
from content.rendering import Days

OVERLAP = Rule(
    "day-overlap",
    "error",
    "Days that overlap",
    "On a day with two blocks a patient reads two answers and cannot know which one holds.",
    CDC,
)
GAP = Rule(
    "day-gap",
    "warning",
    "Days without a block",
    "On a day without a block a patient who looks for help finds no words.",
    CDC,
)
NO_CALL = Rule(
    "day-call-missing",
    "error",
    "When to call is missing",
    "Whoever reads one day alone must see there when to call.",
    CDC,
)
_DAYS = re.compile(r"[0-9]+(?: ?[-–] ?[0-9]+)?")


def one_after_the_other(sheet: Sheet) -> Iterator[Finding]:
    blocks = sheet.rendered.days
    if blocks and blocks[0].first > 0:
        yield _begins_late(sheet, blocks[0])
    for before, after in pairwise(blocks):
        if after.first <= before.last:
            yield _overlap(sheet, before, after)
        elif after.first > before.last + 1:
            yield _gap(sheet, before, after)


def when_to_call(sheet: Sheet) -> Iterator[Finding]:
    for block in sheet.rendered.days:
        if not block.says_when_to_call:
            yield NO_CALL.finding(
                f"The block of {_named(block)} does not say when to call. Write “When to call:” on "
                "a line of its own, and a list below it.",
                sheet.line_place(block.line),
                _named(block),
            )


def _begins_late(sheet: Sheet, block: Days) -> Finding:
    return _finding(
        sheet,
        GAP,
        f"The first block begins with day {block.first}. Day 0 is the day of the injection. Write "
        f"a block for {_spelled(0, block.first - 1)}, or begin this one with day 0.",
        block,
        0,
    )


def _overlap(sheet: Sheet, before: Days, after: Days) -> Finding:
    if after.last <= before.last:
        words = (
            f"{_named(after).capitalize()} stands after {_named(before)}. Put the blocks in the "
            "order of the days, and give each day to one block."
        )
        return _finding(sheet, OVERLAP, words, after, None)
    shared = _spelled(after.first, before.last)
    words = (
        f"{shared.capitalize()} {'is' if after.first == before.last else 'are'} in two blocks. "
        f"Begin this one with day {before.last + 1}, or end the one before it earlier."
    )
    return _finding(sheet, OVERLAP, words, after, before.last + 1)


def _gap(sheet: Sheet, before: Days, after: Days) -> Finding:
    words = (
        f"No block tells about {_spelled(before.last + 1, after.first - 1)}. Begin this one with "
        f"day {before.last + 1}, or write a block between."
    )
    return _finding(sheet, GAP, words, after, before.last + 1)


def _finding(sheet: Sheet, rule: Rule, words: str, block: Days, first: int | None) -> Finding:
    """At the days in the line of the fence, with the days as they could be."""
    line = sheet.line_place(block.line)
    typed = _DAYS.search(sheet.typed(line))
    if first is None or not typed:
        return rule.finding(words, line, _named(block))
    place = sheet.line_place(block.line, typed[0])
    days = f"{first}" if first == block.last else f"{first}-{block.last}"
    return rule.finding(words, place, _named(block), Mend(f"Write “{days}”", days))


def _named(block: Days) -> str:
    return _spelled(block.first, block.last)


def _spelled(first: int, last: int) -> str:
    return f"day {first}" if first == last else f"days {first} to {last}"
