"""Day blocks: what is normal, what to do, what not yet and when to call, from day to day.

Neighboring blocks are one table, whose rows are the days. Above it stands the form with which a
browser finds the row of today; without a script it stays hidden and the table says it all.
"""

from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it.token import Token

from content.rendering import facts, labels
from content.rendering.calls import sort_calls
from content.rendering.components import body, component
from content.rendering.links import phone_href
from content.rendering.results import Days
from content.rendering.segments import HealthBlock
from content.rendering.work import Work, line_of

_PARAGRAPH = 3


def days(block: HealthBlock, work: Work, *others: HealthBlock) -> str:
    is_first = not work.days
    if not is_first:
        work.report("day-apart", block.line)
    rows = [_row(one, work) for one in (block, *others)]
    return component(
        "days",
        rows=rows,
        columns=[labels.words(label) for label in labels.DAY],
        today=work.piece(_today(block, work)) if is_first else "",
    )


def when(first: int, last: int) -> str:
    if first == last:
        return _("Day %(first)s") % {"first": first}
    return _("Days %(first)s to %(last)s") % {"first": first, "last": last}


def _row(block: HealthBlock, work: Work) -> dict:
    first, last = block.days
    lead, cells = _cells(block.tokens, work)
    work.days.append(Days(first, last, block.line, bool(cells[labels.CALL])))
    return {
        "id": block.id,
        "days": f"{first}-{last}",
        "when": when(first, last),
        "title": block.title,
        "lead": lead,
        "cells": [{"label": labels.words(name), "body": cells[name]} for name in labels.DAY],
    }


def _cells(tokens: list[Token], work: Work) -> tuple[SafeString, dict[str, SafeString]]:
    """What stands before the first label, and the words of each label."""
    starts = [place for place, t in enumerate(tokens) if t.meta.get("label") in labels.DAY]
    lead = tokens[: starts[0]] if starts else tokens
    cells: dict[str, list[Token]] = {label: [] for label in labels.DAY}
    for start, end in pairwise([*starts, len(tokens)]):
        cells[tokens[start].meta["label"]] += _words(tokens[start:end], work)
    cells[labels.CALL] = sort_calls(cells[labels.CALL], work)
    return body(lead), {label: body(inside) for label, inside in cells.items()}


def _words(part: list[Token], work: Work) -> list[Token]:
    """Of a labelled part what is said under its label, in the same line or below."""
    said = part if part[1].content else part[_PARAGRAPH:]
    if not said:
        name = labels.words(part[0].meta["label"])
        work.report("label-alone", line_of(part[0]), name=name)
    return said


def _today(block: HealthBlock, work: Work) -> str:
    phone = facts.value("phone", work, block.line) or ""
    return component(
        "today",
        heading_level=block.level,
        phone=phone,
        phone_href=phone_href(phone),
        emergency_number=facts.value("emergency_number", work, block.line) or "",
    )
