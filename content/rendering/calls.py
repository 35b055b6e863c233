"""Lists whose lines say whom to call: sorted by how soon, each way to call under its own word.

Writers put one list; what a line says decides where it stands.
"""

from collections.abc import Iterator

from markdown_it.token import Token

from content.rendering.components import body, component
from content.rendering.segments import through_close
from content.rendering.text import said
from content.rendering.urgency import by_urgency, names_somebody, says_both
from content.rendering.work import Work, line_of, markup_token


def sort_calls(tokens: list[Token], work: Work) -> list[Token]:
    """The same tokens, with each list of points as one list for each way to call."""
    sorted_tokens: list[Token] = []
    place = 0
    while place < len(tokens):
        start, place = place, place + 1
        if tokens[start].type == "bullet_list_open":
            place = through_close(tokens, start)
            sorted_tokens.append(_sorted(tokens[start:place], work))
        else:
            sorted_tokens.append(tokens[start])
    return sorted_tokens


def _sorted(points: list[Token], work: Work) -> Token:
    number = work.lookups.fact("emergency_number") or ""
    lines = []
    for item in _items(points):
        text = said(item)
        _check(text, number, item, work)
        lines.append((text, body(item[1:-1])))
    return markup_token(component("calls", groups=by_urgency(lines, number)))


def _items(points: list[Token]) -> Iterator[list[Token]]:
    for place, token in enumerate(points):
        if token.type == "list_item_open" and token.level == points[0].level + 1:
            yield points[place : through_close(points, place)]


def _check(text: str, number: str, item: list[Token], work: Work) -> None:
    if not names_somebody(text, number):
        work.report("call-nobody", line_of(item[0]), words=text)
    elif says_both(text, number):
        work.report("call-both", line_of(item[0]), words=text)
