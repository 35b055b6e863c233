"""Reads the lines that open and close the health blocks: `::: kind Title` … `:::`.

Blocks stand at the left edge and hold no other blocks, so the next such line decides whether a
block is closed, and reading stays linear however hostile the text is.
"""

import re
from difflib import get_close_matches

from markdown_it.rules_block import StateBlock

from content.rendering.muscle_parts import OPENING
from content.rendering.problems import KINDS, problem

CARE = ("emergency", "urgent", "routine")
FENCES = (
    *CARE,
    *("do", "dont", "steps", "timeline", "note", "keypoints", "question", "answers", "figure"),
    *("day", "more", "diary", "checklist", "muscle"),
)
NEED_TITLE = ("note", "keypoints", "question", "more", "checklist")

_LINE = re.compile(r":{3,}[ \t]*(.*)")
_OPENING = re.compile(r"(\S{1,40})(?:\s+(.*))?")
_DAYS = re.compile(r"([0-9]{1,3})(?:[ ]?[-–][ ]?([0-9]{1,3}))?[ \t]+(?![-–])(\S.*)")
_FIGURE = re.compile(r"(drawing|img):([A-Za-z0-9-]{1,60})(?:\s+(.*))?")


def fence_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule of the parser. Leaves `fence_open`/`fence_close`, or `fence_broken` with a
    problem in `env["problems"]`, so that a mistake shows as text where it was made."""
    words = _words(state, start)
    if words is None:
        return False
    if silent:
        return True
    if state.level:
        return False
    close, holds = _closing_line(state, start, end) if words else (None, "")
    trouble = _trouble(state, start, words, close, holds)
    if trouble:
        state.env["problems"].append(trouble)
    if trouble or not words or _is_spent(state, start):
        _broken(state, start, close)
    else:
        _block(state, start, close, words)
    return True


def _words(state: StateBlock, line: int) -> str | None:
    """What follows the colons: "" for a closing line, None for a line that is no fence."""
    if state.is_code_block(line):
        return None
    first = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", first):
        return None
    return _LINE.match(state.src[first : state.eMarks[line]])[1].strip()


def _closing_line(state: StateBlock, start: int, end: int) -> tuple[int | None, str]:
    """The line, or None and the kind of the block that begins before this one is closed."""
    for line in range(start + 1, end):
        words = _words(state, line)
        if words is not None:
            return (None, _opening(words)[0]) if words else (line, "")
    return None, ""


def _trouble(state: StateBlock, start: int, words: str, close: int | None, holds: str):
    line = start + 1
    if not words:
        return None if _is_spent(state, start) else problem("block-stray", line)
    kind, title = _opening(words)
    if kind not in FENCES:
        return problem("block-unknown", line, kind=kind, hint=_hint(kind))
    if close is None:
        if kind == "more" and holds in FENCES:
            return problem("more-holds", line, kind=holds)
        return problem("block-unclosed", line, kind=kind)
    if kind in NEED_TITLE and not title:
        return problem("block-untitled", line, kind=kind)
    reads, trouble = _OPENINGS.get(kind, (None, ""))
    return problem(trouble, line) if reads and not reads(title) else None


def _opening(words: str) -> tuple[str, str]:
    found = _OPENING.fullmatch(words)
    return (found[1].lower(), (found[2] or "").strip()) if found else (words[:40], "")


def _days(title: str) -> tuple[tuple[int, int], str] | None:
    """The first and the last day, and the words after them."""
    found = _DAYS.fullmatch(title)
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return ((first, last), found[3]) if first <= last else None


# Blocks whose first line has a form of its own: what reads it, and the problem when that fails.
_OPENINGS = {
    "day": (_days, "day-form"),
    "muscle": (OPENING.fullmatch, "muscle-opening"),
    "figure": (_FIGURE.fullmatch, "figure-source"),
}


def _hint(kind: str) -> str:
    close = get_close_matches(kind, FENCES, n=1)
    return f"Did you mean “{close[0]}”?" if close else f"The blocks are {KINDS}."


def _is_spent(state: StateBlock, line: int) -> bool:
    """Whether this closing line belongs to an opening that was reported already."""
    return line in state.env.get("spent", ())


def _broken(state: StateBlock, start: int, close: int | None) -> None:
    if close is not None:
        state.env.setdefault("spent", set()).add(close)
    token = state.push("fence_broken", "", 0)
    token.block = True
    token.map = [start, start + 1]
    token.content = state.getLines(start, start + 1, 0, False).strip()
    state.line = start + 1


def _block(state: StateBlock, start: int, close: int, words: str) -> None:
    kind, title = _opening(words)
    token = state.push("fence_open", "", 1)
    token.block = True
    token.map = [start, close]
    token.meta = {"kind": kind, "title": title}
    if kind == "figure":
        shelf, name, title = _FIGURE.fullmatch(title).groups()
        token.meta |= {"shelf": shelf, "name": name, "title": (title or "").strip()}
    elif kind == "day":
        token.meta["days"], token.meta["title"] = _days(title)
    elif kind == "muscle":
        name, medical, say = OPENING.fullmatch(title).groups()
        token.meta |= {"name": name.lower(), "title": medical, "say": (say or "").strip()}
    _inside(state, start + 1, close)
    state.push("fence_close", "", -1).block = True
    state.line = close + 1


def _inside(state: StateBlock, first: int, close: int) -> None:
    outer_parent, outer_end = state.parentType, state.lineMax
    # Without a new end, a lazy paragraph would run over the closing line.
    state.parentType, state.lineMax = "container", close
    state.md.block.tokenize(state, first, close)
    state.parentType, state.lineMax = outer_parent, outer_end
