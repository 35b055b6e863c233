"""The `::: muscle` block: what to check first, the picture, and what patients read about it.

Its words also stand on pages of the body map, so they come out a second time as plain data.
"""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from content.rendering import body_map, facts, muscle_parts
from content.rendering.body_map import Place
from content.rendering.calls import sort_calls
from content.rendering.components import body, component
from content.rendering.engine import to_html
from content.rendering.links import phone_href
from content.rendering.muscle_parts import CAUSES, CHECK, KNOT, ORDER, PAIN, TRY, part_called
from content.rendering.results import MuscleWords, PainWords
from content.rendering.sanitizer import clean, to_be_cleaned
from content.rendering.segments import HealthBlock, parts
from content.rendering.text import plain, said
from content.rendering.urgency import tells_number
from content.rendering.work import Work, line_of

_LISTS = (CHECK, PAIN, CAUSES, TRY)
_CITATION = '<sup class="cite">'
_OWN_LINK = re.compile(r'<a[^>]* href="#s-')

Parts = dict[str, list[Token]]


def muscle(block: HealthBlock, work: Work) -> str:
    known = _named_parts(block, work)
    pains = list(_pains(known.get(PAIN, []), work))
    words = _words(block, known, pains, work)
    if work.muscle is None:
        work.muscle = words
    else:
        work.report("muscle-twice", block.line)
    pictures = _pictures(block, [place for place, _ in pains], work)
    return component(
        "muscle",
        check=_part(known, CHECK),
        check_html=component_of_check(known, block, work),
        facts=[_part(known, name) for name in (KNOT, PAIN, CAUSES, TRY) if name in known],
        pictures=pictures,
        has_pain_on_muscle=any(picture["has_pain_on_muscle"] for picture in pictures),
        heading_level=block.level,
    )


def component_of_check(known: Parts, block: HealthBlock, work: Work) -> str:
    """Red while it says to call the emergency number, and amber otherwise."""
    if CHECK not in known:
        return ""
    names = ("phone", "after_hours", "emergency_number")
    clinic = {name: facts.value(name, work, block.line) or "" for name in names}
    sorted_lines = body(sort_calls(known[CHECK][3:], work))
    return to_be_cleaned(
        component(
            "check_first",
            **_part(known, CHECK) | {"body": sorted_lines},
            is_emergency=tells_number(said(known[CHECK]), clinic["emergency_number"]),
            phone_href=phone_href(clinic["phone"]),
            heading_level=block.level,
            **clinic,
        )
    )


def _named_parts(block: HealthBlock, work: Work) -> Parts:
    """The parts by name, in the order of reading; each with its heading."""
    before, parted = parts(block.tokens)
    if before:
        work.report("muscle-before", block.line)
    found: Parts = {}
    for tokens in parted:
        words = plain(tokens[1].children or [])
        name = part_called(words)
        if not name:
            names = ", ".join(map(muscle_parts.heading, ORDER))
            work.report("muscle-part-unknown", line_of(tokens[0]), name=words, parts=names)
        elif name in found:
            work.report("muscle-part-twice", line_of(tokens[0]), name=words)
        else:
            found[name] = tokens
    _check_parts(found, block, work)
    return found


def _check_parts(found: Parts, block: HealthBlock, work: Work) -> None:
    for name in ORDER:
        inside = found.get(name, [])[3:]
        if not inside:
            work.report("muscle-part-missing", block.line, name=muscle_parts.heading(name))
            found.pop(name, None)
        elif name in _LISTS and not any(t.type == "bullet_list_open" for t in inside):
            line = line_of(found[name][0])
            work.report("muscle-list", line, name=muscle_parts.heading(name))
    html = "".join(child.content for tokens in found.values() for child in _children(tokens))
    if _OWN_LINK.search(html):
        work.report("muscle-anchor", block.line)


def _pains(tokens: list[Token], work: Work) -> Iterator[tuple[Place, str]]:
    """Each place with what the patient reads about it."""
    places, seen = body_map.figure().place, set()
    for position, token in enumerate(tokens):
        if "place" not in token.meta:
            continue
        name, line = token.meta["place"], line_of(token)
        if not name:
            work.report("muscle-place-form", line)
        elif name not in places:
            work.report("muscle-place-unknown", line, name=name, hint=_hint(name, places))
        elif name in seen:
            work.report("muscle-place-twice", line, name=name)
        else:
            seen.add(name)
            words = next(t for t in tokens[position:] if t.type == "inline")
            yield places[name], plain(words.children or [])


def _pictures(block: HealthBlock, places: list[Place], work: Work) -> list[dict]:
    found = body_map.figure().muscle.get(block.name)
    if found is None:
        hint = _hint(block.name, body_map.figure().muscle)
        work.report("muscle-unknown", block.line, name=block.name, hint=hint)
        return []
    return [
        {
            "view": picture.view.name,
            "svg": to_be_cleaned(work.piece(body_map.markup(picture))),
            "has_pain_on_muscle": picture.has_pain_on_muscle,
        }
        for picture in body_map.close_up(found, block.title, places)
    ]


def _words(
    block: HealthBlock, known: Parts, pains: list[tuple[Place, str]], work: Work
) -> MuscleWords:
    emergency = work.lookups.fact("emergency_number") or ""
    return MuscleWords(
        id=block.name,
        medical=block.title,
        say=block.say,
        pains=tuple(PainWords(place.id, words) for place, words in pains),
        is_emergency=tells_number(said(known.get(CHECK, [])), emergency),
        check=_points(known.get(CHECK, []), work),
        knot=_elsewhere(known.get(KNOT, [])[3:], work),
        causes=_points(known.get(CAUSES, []), work),
        help=_points(known.get(TRY, []), work),
    )


def _points(tokens: list[Token], work: Work) -> tuple[str, ...]:
    """The first line of each point of the list."""
    starts = [at for at, t in enumerate(tokens) if t.type == "list_item_open" and t.level == 2]
    lines = (next((t for t in tokens[at:] if t.type == "inline"), None) for at in starts)
    return tuple(filter(None, (_elsewhere([line], work) for line in lines if line)))


def _elsewhere(tokens: list[Token], work: Work) -> str:
    """The words as they stand on other pages, which do not hold their sources."""
    html = to_html([_without_citations(token) for token in tokens])
    return clean(html.strip(), work.pieces)


def _without_citations(token: Token) -> Token:
    if not token.children:
        return token
    kept = [child for child in token.children if not child.content.startswith(_CITATION)]
    return token.copy(children=kept)


def _part(known: Parts, name: str) -> dict:
    tokens = known.get(name, [])
    if not tokens:
        return {}
    return {
        "title": plain(tokens[1].children or []),
        "id": tokens[0].attrs.get("id", ""),
        "body": body(tokens[3:]),
    }


def _children(tokens: list[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or ())


def _hint(name: str, known) -> str:
    close = body_map.nearest(name, known)
    return f"Did you mean “{close}”?" if close else "The writing help lists them."
