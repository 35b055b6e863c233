"""How the page is built: parts of a size to take in, lists, tables, something to do."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from content.editorial.passages import Passage
from content.editorial.results import Finding, Mend, Place
from content.editorial.rule import CDC, PEMAT, PEMAT_ACTION, WCAG, Rule
from content.editorial.sheet import Sheet
from content.rendering.fences import CARE

LONGEST_SECTION = 250
LONGEST_WITHOUT_HEADING = 150
LONGEST_LIST = 7
FEWEST_WORDS = 50
MOST_COLUMNS = 4
LONGEST_HEAD = 8

LONG_SECTION = Rule(
    "section-long",
    "warning",
    "Long section",
    "Short parts under headings that say what is in them help people find what they need.",
    CDC,
)
NO_HEADINGS = Rule(
    "headings-missing",
    "warning",
    "No headings",
    "Headings tell readers what is where, before they read.",
    PEMAT,
)
LONG_LIST = Rule(
    "list-long",
    "warning",
    "Long list",
    "Nobody keeps more than seven points in mind. Lists of warning signs may be longer.",
    CDC,
)
TYPED_LIST = Rule(
    "list-typed",
    "warning",
    "Points that are no list",
    "Points without a list run together in one paragraph, and nobody hears how many there are.",
    WCAG,
)
WIDE_TABLE = Rule(
    "table-columns",
    "warning",
    "Wide table",
    "Tables with few columns and short heads can be read on a phone and heard.",
    PEMAT,
)
LONG_HEAD = Rule("table-head", "warning", "Long head in a table", WIDE_TABLE.why, PEMAT)
NO_ACTION = Rule(
    "action-missing",
    "warning",
    "Nothing to do",
    "A page helps more when it names at least one thing that the reader can do.",
    PEMAT_ACTION,
)
SAME_HEADING = Rule(
    "heading-repeated",
    "warning",
    "Heading used twice",
    "People who jump from heading to heading cannot tell two alike apart.",
    PEMAT,
)


def sections(sheet: Sheet) -> Iterator[Finding]:
    for section in sheet.sections:
        longest, start = _longest_stretch(section.passages)
        if section.heading and longest > LONGEST_SECTION:
            yield LONG_SECTION.finding(
                f"“{section.title}” has {longest} words in one piece. Cut it in two, or put in "
                "smaller headings (###).",
                (start or section.heading).place(),
                section.title,
            )


def _longest_stretch(passages: tuple[Passage, ...]) -> tuple[int, Passage | None]:
    """Words between two headings, those of blocks included, and the heading before them."""
    longest, start, words, heading = 0, None, 0, None
    for passage in passages:
        if passage.kind == "heading":
            words, heading = 0, passage
        words += len(passage.text.split())
        if words > longest:
            longest, start = words, heading
    return longest, start


def headings(sheet: Sheet) -> Iterator[Finding]:
    words = sum(len(p.text.split()) for p in sheet.body if p.kind != "reference")
    own = [p for p in sheet.body if p.kind == "heading" and not p.block]
    if words > LONGEST_WITHOUT_HEADING and not own:
        yield NO_HEADINGS.finding(
            f"The page has {words} words and no heading. Begin each part with a heading (##).",
            None,
            "Page",
        )
    seen: Counter = Counter()
    for heading in own:
        name = heading.text.casefold()
        seen[name] += 1
        if seen[name] > 1:
            yield SAME_HEADING.finding(
                f"“{heading.text}” stands above two parts. Say what is different about this one.",
                heading.place(),
                heading.text,
            )


def lists(sheet: Sheet) -> Iterator[Finding]:
    items = [p for p in sheet.body if p.kind == "item" and p.tag == "li" and p.block not in CARE]
    for _, group in groupby(items, key=lambda p: (p.group, p.list)):
        rows = list({p.row: p for p in group}.values())
        if len(rows) > LONGEST_LIST:
            yield LONG_LIST.finding(
                f"This list has {len(rows)} points. Make two lists, or keep the "
                f"{LONGEST_LIST} that matter most.",
                rows[LONGEST_LIST].place(),
                rows[0].text,
            )


# A dash begins a point only when the next line has one too.
_POINT = re.compile(r"[ \t]*([•●○◦▪■‣∙·]|[–—](?=\s))[ \t]*(?=\S)")


def typed_lists(sheet: Sheet) -> Iterator[Finding]:
    """Points with a mark of their own, from another program or from a phone's keyboard."""
    points = [(begin, line, _POINT.match(line)) for begin, line in sheet.lines]
    for mark, group in groupby(points, key=lambda point: point[2] and point[2][1]):
        rows = list(group)
        if mark and (len(rows) > 1 or mark not in "–—"):
            place = Place("body", rows[0][0], rows[-1][0] + len(rows[-1][1]))
            better = "\n".join(f"- {line[point.end() :]}" for _, line, point in rows)
            yield TYPED_LIST.finding(
                f"Begin each point with “- ” instead of “{mark}”. Then it becomes a list.",
                place,
                rows[0][1],
                Mend("Make it a list", better),
            )


def tables(sheet: Sheet) -> Iterator[Finding]:
    heads = [p for p in sheet.body if p.tag == "th"]
    for _, group in groupby(heads, key=lambda p: p.group):
        cells = list(group)
        if len(cells) > MOST_COLUMNS:
            yield WIDE_TABLE.finding(
                f"This table has {len(cells)} columns. Use {MOST_COLUMNS} or fewer.",
                cells[MOST_COLUMNS].place(),
                cells[0].text,
            )
        for cell in cells:
            if len(cell.text.split()) > LONGEST_HEAD:
                yield LONG_HEAD.finding(
                    f"Name the column in {LONGEST_HEAD} words or fewer.", cell.place(), cell.text
                )


# Verbs with which the pages of a clinic ask for something.
_ORDER = re.compile(
    r"(?:ask|bring|call|change|check|choose|do|drink|eat|get|go|hold|keep|learn|look|make|mark|"
    r"move|print|read|rest|see|show|stay|stop|stretch|take|talk|tell|trust|try|use|wait|walk|"
    r"watch|wear|write|llame|pida|pregunte|descanse|use|tome|lea|camine|espere|hable)\b",
    re.IGNORECASE,
)


def something_to_do(sheet: Sheet) -> Iterator[Finding]:
    words = sum(len(passage.text.split()) for passage in sheet.passages)
    blocks = {passage.block for passage in sheet.body}
    if words < FEWEST_WORDS or blocks & {*CARE, "do", "steps", "checklist", "diary", "day"}:
        return
    if not any(_ORDER.match(sentence.text) for _, sentence in sheet.sentences()):
        yield NO_ACTION.finding(
            "Name one thing that the reader can do, such as in a Do list or in steps.", None, "Page"
        )
