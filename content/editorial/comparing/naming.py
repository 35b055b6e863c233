"""What staff call the pieces of a page, and how many of them there are."""

from collections.abc import Iterable

CARDS = {
    "emergency": "Emergency card",
    "urgent": "Call-today card",
    "routine": "Next-visit card",
    "do": "Do list",
    "dont": "Do-not list",
    "steps": "Steps",
    "timeline": "Timeline",
    "note": "Notice",
    "keypoints": "Key points box",
    "question": "Question",
    "answers": "Short answers",
    "figure": "Figure",
    "day": "Day block",
    "more": "More detail",
    "diary": "Diary",
    "checklist": "Checklist",
    "muscle": "Muscle",
}
KINDS = {
    "paragraph": "paragraph",
    "item": "list item",
    "key point": "key point",
    "heading": "small heading",
    "table": "table",
    "picture": "picture",
    "quote": "quotation",
    "source": "source",
    "card": "health block",
}


def counted(kinds: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind in kinds:
        word = KINDS.get(kind, "line")
        counts[word] = counts.get(word, 0) + 1
    return counts


def listed(counts: dict[str, int]) -> str:
    """Like "4 paragraphs and 1 table"."""
    parts = [f"{number} {word}{'' if number == 1 else 's'}" for word, number in counts.items()]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def said(count: int, thing: str, verb: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'} {verb}" if count else ""
