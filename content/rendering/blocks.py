"""Turns each health block into its component."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from markdown_it.token import Token

from content.rendering import days, facts, journeys, muscles, pictures, worksheets
from content.rendering.components import body, component
from content.rendering.engine import to_html
from content.rendering.fences import CARE
from content.rendering.links import phone_href
from content.rendering.results import Question
from content.rendering.sanitizer import to_be_cleaned
from content.rendering.segments import HealthBlock
from content.rendering.text import blocks as text_blocks
from content.rendering.text import said
from content.rendering.urgency import says_both, urgency
from content.rendering.work import Work


def compose(parts: list[HealthBlock | list[Token]], work: Work) -> str:
    """HTML of the whole body, not yet cleaned."""
    html = "".join(_composed(group, work) for group in _groups(parts))
    worksheets.close(work)
    return html


def _composed(group: list, work: Work) -> str:
    first, *others = group
    if isinstance(first, list):
        return to_html(first)
    return _RENDERERS[first.kind](first, work, *others)


def _groups(parts: list[HealthBlock | list[Token]]) -> list[list]:
    """A `dont` right after a `do` stands beside it, and neighboring days are one table."""
    groups: list[list] = []
    for part in parts:
        pair = groups and (getattr(groups[-1][-1], "kind", ""), getattr(part, "kind", ""))
        if pair in (("do", "dont"), ("day", "day")):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _care(block: HealthBlock, work: Work) -> str:
    known = {name: facts.value(name, work, block.line) or "" for name in _CARE_FACTS}
    return component(
        "care_card",
        level=block.kind,
        title=block.title,
        body=body(block.tokens),
        heading_level=block.level,
        id=block.id,
        phone_href=phone_href(known["phone"]),
        contact_url=work.lookups.contact_url,
        **known,
    )


_CARE_FACTS = ("phone", "after_hours", "emergency_number")


def _do_dont(block: HealthBlock, work: Work, *second: HealthBlock) -> str:
    groups = [
        {"kind": half.kind, "title": half.title, "body": body(half.tokens)}
        for half in (block, *second)
    ]
    return component("do_dont", groups=groups, heading_level=block.level)


def _plain(name: str, **extra: object) -> Callable[[HealthBlock, Work], str]:
    """For components that need no more than words, level and id."""

    def render(block: HealthBlock, work: Work) -> str:
        return component(
            name,
            title=block.title,
            id=block.id,
            body=body(block.tokens),
            heading_level=block.level,
            **extra,
        )

    return render


def _notice(block: HealthBlock, work: Work) -> str:
    words = f"{block.title} {said(block.tokens)}"
    number = work.lookups.fact("emergency_number") or ""
    if says_both(words, number):
        work.report("note-both", block.line)
    return _plain("notice", level=urgency(words, number))(block, work)


def _question(block: HealthBlock, work: Work) -> str:
    answer = " ".join(part.text for part in text_blocks(block.tokens))
    work.questions.append(Question(block.title, answer, block.id))
    return _plain("question")(block, work)


def _figure(block: HealthBlock, work: Work) -> str:
    if block.shelf == "drawing":
        picture = pictures.drawing(block.name, work, block.line)
    else:
        picture = pictures.numbered(block.name, "", work, block.line)
    return component(
        "figure", title=block.title, picture=to_be_cleaned(picture), body=body(block.tokens)
    )


def default_title(kind: str) -> str:
    """What a block says when the writer gave it no words of its own."""
    return {
        "emergency": _("Call 911 now if you:"),
        "urgent": _("Call us today if you:"),
        "routine": _("Tell us at your next visit if you:"),
        "do": _("Do"),
        "dont": _("Do not"),
    }.get(kind, "")


_RENDERERS = {
    **dict.fromkeys(CARE, _care),
    "do": _do_dont,
    "dont": _do_dont,
    "steps": journeys.steps,
    "timeline": journeys.timeline,
    "note": _notice,
    "keypoints": _plain("key_points", lift=False),
    "question": _question,
    "answers": _plain("answers"),
    "figure": _figure,
    "day": days.days,
    "more": _plain("more"),
    "diary": worksheets.diary,
    "checklist": worksheets.checklist,
    "muscle": muscles.muscle,
}
