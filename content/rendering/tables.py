"""Tables that a screen reader and a phone can follow: headers with a scope, cells that know theirs.

On a phone each row turns into label–value pairs; the style sheet takes the label from `data-label`.
"""

from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

from content.rendering.problems import problem
from content.rendering.text import plain

# A line of dashes costs two characters a column and every row is filled up to it, so a short text
# could otherwise swell to megabytes.
MOST_COLUMNS = 12
_LONGEST_LABEL = 60


def table_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's own rule, for tables of a size that people can read."""
    if start + 1 < end and _columns(state, start + 1) > MOST_COLUMNS:
        if not silent and table(state, start, end, True):
            state.env["problems"].append(problem("table-wide", start + 1, limit=MOST_COLUMNS))
        return False
    return table(state, start, end, silent)


def _columns(state: StateBlock, line: int) -> int:
    text = state.src[state.bMarks[line] : state.eMarks[line]].strip().strip("|")
    return text.count("|") + 1


def label(tokens: list[Token]) -> None:
    """Gives each cell the words of its column and drops the inline style of the parser."""
    headers: list[str] = []
    column = 0
    for place, token in enumerate(tokens):
        if token.type == "thead_open":
            headers = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
            headers.append(plain(tokens[place + 1].children or [])[:_LONGEST_LABEL])
        elif token.type == "td_open":
            token.attrs = {"data-label": headers[column]} if headers[column] else {}
            column += 1
