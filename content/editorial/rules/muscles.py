"""Pages about a muscle: the block that the body map reads, and the warnings that belong to it."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from content.editorial.results import Finding, Place
from content.editorial.rule import NHS, OWN, Rule
from content.editorial.sheet import Sheet

NO_BLOCK = Rule(
    "muscle-missing",
    "error",
    "The muscle is missing",
    "Without its block the page is not on the body map, and says nothing of what to check first.",
    OWN,
)
OTHER_KIND = Rule(
    "muscle-kind",
    "error",
    "Muscle on another kind of page",
    "The body map leads only to pages whose kind is “Muscle of the body map”.",
    OWN,
)
NO_EMERGENCY = Rule(
    "muscle-no-emergency",
    "error",
    "No word of 911",
    "Pain from the heart, the lungs, the brain or the spinal cord can feel like pain from this "
    "muscle.",
    NHS,
)
NO_LUNG = Rule(
    "muscle-no-lung",
    "error",
    "No word of the lung",
    "A needle in this muscle can reach the lung. Whoever reads of the shot must read of that.",
    OWN,
)

_DATA = Path(__file__).parents[1] / "data" / "muscles.toml"
_SHOT = re.compile(
    r"\b(?:injections?|shots?|needl\w+|inyecci[oó]n(?:es)?|agujas?)\b", re.IGNORECASE
)
_LUNG = re.compile(r"\b(?:lungs?|pulm[oó]n(?:es)?)\b", re.IGNORECASE)


@cache
def told() -> dict[str, frozenset[str]]:
    return {name: frozenset(ids) for name, ids in tomllib.loads(_DATA.read_text()).items()}


def has_block(sheet: Sheet) -> Iterator[Finding]:
    block = next((p for p in sheet.body if p.block == "muscle"), None)
    if sheet.page.kind == "muscle" and not block:
        yield NO_BLOCK.finding(
            "Begin the page with the block “muscle”: choose More boxes, then Muscle.",
            Place("body", 0, 0),
        )
    if sheet.page.kind != "muscle" and block:
        yield OTHER_KIND.finding(
            "Take the block out, or let somebody set the kind of this page to “Muscle of the body "
            "map”.",
            block.place(),
            block.text,
        )


def emergencies(sheet: Sheet) -> Iterator[Finding]:
    """What is missing altogether, the renderer has said already."""
    muscle = sheet.rendered.muscle
    if muscle and muscle.check and muscle.id in told()["call_911"] and not muscle.is_emergency:
        yield NO_EMERGENCY.finding(
            "Say under “Check first” for which signs to call 911.", _top(sheet), muscle.medical
        )


def lungs(sheet: Sheet) -> Iterator[Finding]:
    muscle = sheet.rendered.muscle
    if not muscle or muscle.id not in told()["near_the_lung"]:
        return
    words = [p for p in sheet.body if p.kind != "reference"]
    shot = next((p for p in words if _SHOT.search(p.text)), None)
    if shot and not any(_LUNG.search(passage.text) for passage in words):
        yield NO_LUNG.finding(
            "Say that a needle here can, very rarely, make a lung collapse, and when to call 911.",
            shot.place(),
            shot.text,
        )


def _top(sheet: Sheet) -> Place | None:
    block = next((p for p in sheet.body if p.block == "muscle"), None)
    return block.place() if block else None
