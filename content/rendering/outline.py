"""Gives headings their level and id, and blocks the level that follows from their place."""

from dataclasses import dataclass, field

from django.utils.text import slugify
from markdown_it.token import Token

from content.rendering.fences import CARE
from content.rendering.results import Heading
from content.rendering.text import plain
from content.rendering.work import Work, line_of

_PARTED = ("steps", "timeline", "muscle")
_LINKABLE = (*CARE, "question", "keypoints", "day", "more", "diary", "checklist")
_LONGEST_ID = 60


@dataclass
class _Ids:
    """Ids that differ. Each begins with `s-`, so that none can shadow a name that scripts use."""

    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def new(self, text: str) -> str:
        base = f"s-{slugify(text)[:_LONGEST_ID].strip('-') or 'section'}"
        number = self.counts.get(base, 0) + 1
        while (name := base if number == 1 else f"{base}-{number}") in self.taken:
            number += 1
        self.counts[base] = number
        self.taken.add(name)
        return name


def number(tokens: list[Token], work: Work) -> None:
    """Sets `tag` and `id` of headings, `level` and `id` in the meta of blocks, in place."""
    ids, level, fence = _Ids(), 1, None
    for place, token in enumerate(tokens):
        if token.type == "fence_open":
            fence = token.meta
            fence["level"] = level + 1
            if fence["kind"] in _LINKABLE and fence["title"]:
                fence["id"] = _entry(level + 1, fence["title"], ids, work)
        elif token.type == "fence_close":
            fence = None
        elif token.type == "heading_open":
            own = _inside(token, fence, work) if fence else _level(token, level, work)
            _mark(tokens[place : place + 3], own, ids, work)
            level = level if fence else own


def _level(token: Token, before: int, work: Work) -> int:
    """The level a heading should have after one of level `before` (1 is the page title)."""
    wanted = int(token.tag[1])
    line = line_of(token)
    if wanted == 1:
        work.report("heading-one", line)
    elif wanted > 3:
        work.report("heading-deep", line)
    elif wanted > before + 1:
        work.report("heading-skipped", line)
    return min(max(wanted, 2), 3, before + 1)


def _inside(token: Token, fence: dict, work: Work) -> int:
    kind = fence["kind"]
    if kind in _PARTED and token.level == 1:
        if token.tag != "h3":
            work.report("steps-headings", line_of(token), kind=kind)
        return fence["level"]
    if kind == "more" and token.level == 1:
        if token.tag != "h3":
            work.report("more-headings", line_of(token))
        return fence["level"] + 1
    work.report("block-heading", line_of(token), kind=kind)
    return fence["level"] + 1


def _mark(heading: list[Token], level: int, ids: _Ids, work: Work) -> None:
    opening, inline, closing = heading
    opening.tag = closing.tag = f"h{level}"
    text = plain(inline.children or [])
    if text:
        opening.attrs["id"] = _entry(level, text, ids, work)
    else:
        work.report("heading-empty", line_of(opening))
        opening.hidden = closing.hidden = True


def _entry(level: int, text: str, ids: _Ids, work: Work) -> str:
    heading = Heading(level, ids.new(text), text)
    work.headings.append(heading)
    return heading.id
