"""What patients fill in, on paper or on the screen: the pain diary and checklists.

Fields are trusted pieces that are put in after cleaning. Their names come from the words beside
them, so that nothing is said twice and a screen reader says what a reader sees.
"""

import re

from markdown_it.token import Token

from content.rendering.components import body, component
from content.rendering.segments import HealthBlock
from content.rendering.text import plain
from content.rendering.work import Work, markup_token

MOST_COLUMNS = 5
MOST_ROWS = 12

_BOX = '<label class="check"><input class="check__box" type="checkbox" autocomplete="off"><span>'
_BOX_END = "</span></label>"
_NUMBER = (
    '<input class="diary__number" type="text" inputmode="numeric" maxlength="2" '
    'autocomplete="off" aria-labelledby="{names}">'
)
_WORDS = (
    '<textarea class="diary__words" rows="2" autocomplete="off" aria-labelledby="{names}">'
    "</textarea>"
)
_FROM_0_TO_10 = re.compile(r"\b0\b.*\b10\b")


def checklist(block: HealthBlock, work: Work) -> str:
    box, end = work.piece(_BOX), work.piece(_BOX_END)
    has_items = False
    for opening, paragraph, inline in zip(
        block.tokens, block.tokens[1:], block.tokens[2:], strict=False
    ):
        if opening.type == "list_item_open" and paragraph.type == "paragraph_open":
            words = inline.children or []
            inline.children = [markup_token(box), *words, markup_token(end)]
            has_items = True
    return _worksheet(block, work, "checklist", has_fields=has_items)


def diary(block: HealthBlock, work: Work) -> str:
    has_fields = _may_be_filled_in(block, work)
    if has_fields:
        work.has_diary = True
        _fill(block.tokens, work)
    return _worksheet(block, work, "diary", has_fields=has_fields)


def close(work: Work) -> None:
    """Puts what keeps, prints and clears all of them at the foot of the page's last worksheet."""
    if work.worksheet_foot is not None:
        work.pieces[work.worksheet_foot] = component("keep")


def _worksheet(block: HealthBlock, work: Work, kind: str, *, has_fields: bool) -> str:
    return component(
        "worksheet",
        kind=kind,
        title=block.title,
        id=block.id,
        body=body(block.tokens),
        heading_level=block.level,
        keep=_foot(work) if has_fields else "",
    )


def _foot(work: Work) -> str:
    """A place that stays empty unless this worksheet is the last."""
    work.worksheet_foot = len(work.pieces)
    return work.piece("")


def _may_be_filled_in(block: HealthBlock, work: Work) -> bool:
    count = {name: sum(t.type == f"{name}_open" for t in block.tokens) for name in _COUNTED}
    if count["table"] != 1:
        work.report("diary-table", block.line)
    elif count["th"] > MOST_COLUMNS or count["tr"] > MOST_ROWS + 1:
        work.report("diary-large", block.line, columns=MOST_COLUMNS, rows=MOST_ROWS)
    elif work.has_diary:
        work.report("diary-twice", block.line)
    else:
        return True
    return False


_COUNTED = ("table", "th", "tr")


def _fill(tokens: list[Token], work: Work) -> None:
    """The first column names its row, and empty cells take what people write."""
    numbers, row, column = set(), 0, 0
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            row, column = row + 1, 0
        elif token.type in ("th_open", "td_open"):
            column += 1
            words = tokens[place + 1]
            if token.type == "th_open":
                token.attrs["id"] = f"cell-c{column}"
                if _FROM_0_TO_10.search(plain(words.children or [])):
                    numbers.add(column)
            elif column == 1:
                _name_row(tokens[place], tokens[place + 2], row)
            elif not words.content:
                field = _NUMBER if column in numbers else _WORDS
                names = f"cell-r{row} cell-c{column}"
                words.children = [markup_token(work.piece(field.format(names=names)))]


def _name_row(opening: Token, closing: Token, row: int) -> None:
    opening.tag = closing.tag = "th"
    opening.attrs = {"scope": "row", "id": f"cell-r{row}"}
