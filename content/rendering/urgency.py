"""How soon words say to call: one rule for lists, notices and pages of the body map.

Words that tell the emergency number are an emergency whatever else they say; what is sorted wrongly
is then sorted as more urgent than it is.
"""

import re
from collections.abc import Iterable

from content.rendering.fences import CARE

EMERGENCY, URGENT, ROUTINE = CARE

_TODAY = re.compile(r"\bcall us (?:today|the same day)\b|\bllámenos hoy\b", re.IGNORECASE)
_EMERGENCY_ROOM = re.compile(
    r"\bgo to (?:the|an|your) (?:\w+ )?emergency\b|\bsala de (?:emergencias|urgencias)\b",
    re.IGNORECASE,
)
_CALL_US = re.compile(r"\bcall us\b|\bllámenos\b", re.IGNORECASE)
_DOCTOR = re.compile(r"\bdoctor\b|\bmédico\b", re.IGNORECASE)


def urgency(text: str, emergency_number: str) -> str:
    """The kind of card that such words belong to: "emergency", "urgent" or "routine"."""
    if tells_number(text, emergency_number):
        return EMERGENCY
    if _TODAY.search(text):
        return URGENT
    return EMERGENCY if _EMERGENCY_ROOM.search(text) else ROUTINE


def by_urgency(lines: Iterable[tuple[str, str]], emergency_number: str) -> list[dict]:
    """Lines, each with its plain text before it, as [{level, lines}], the most urgent first."""
    groups: dict[str, list[str]] = {level: [] for level in CARE}
    for text, line in lines:
        groups[urgency(text, emergency_number)].append(line)
    return [{"level": level, "lines": inside} for level, inside in groups.items() if inside]


def tells_number(text: str, emergency_number: str) -> bool:
    """Whether it tells the emergency number, and not inside another."""
    number = rf"(?<![\d.,-]){re.escape(emergency_number)}(?![\d-]|[.,]\d)"
    return bool(emergency_number and re.search(number, text))


def says_both(text: str, emergency_number: str) -> bool:
    """Whether it tells the emergency number and says to call the clinic today."""
    return tells_number(text, emergency_number) and bool(_TODAY.search(text))


def tells_to_call(text: str, emergency_number: str) -> bool:
    """Whether it says to call the clinic, or tells the emergency number."""
    return bool(_CALL_US.search(text)) or tells_number(text, emergency_number)


def names_somebody(text: str, emergency_number: str) -> bool:
    """Whether it says whom to call or to see."""
    return tells_to_call(text, emergency_number) or bool(_DOCTOR.search(text))
