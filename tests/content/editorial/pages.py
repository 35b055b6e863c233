"""A page without a single finding, and what a change of one part of it makes of it."""

from content.editorial.findings import Checked, Finding, PageToCheck, check
from content.rendering import Lookups
from tests.content.rendering.world import world

BODY = """## What it is

A sore spot in a muscle. You may feel it when you press it.[^one]

## What you can do

::: do Do
- Rest for a day.
- Drink water.
:::

## What experts do not know

Experts do not know why it starts.

## When to get help

::: emergency Call 911 now if you:
- have trouble breathing
:::

::: urgent Call us today if you:
- have a fever
:::

[^one]: A journal. [A title](https://example.org/one). 2024.
"""
FIELDS = {
    "title": "A sore spot",
    "summary": "A sore spot can hurt. Learn what you can do.",
    "key_points": "You may feel it when you press it.\nRest for a day.",
    "body": BODY,
}


def page(**fields) -> PageToCheck:
    return PageToCheck(**FIELDS | fields)


def checked(world_: Lookups | None = None, **fields) -> Checked:
    language = fields.get("language", "en")
    return check(page(**fields), world_ or world(language=language))


def with_text(text: str, **fields) -> Checked:
    """The page with one more paragraph, list or block in its first section."""
    body = BODY.replace("\n## What you can do", f"\n{text}\n\n## What you can do", 1)
    return checked(body=body, **fields)


def found(result: Checked, id: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.id == id]


def words(finding: Finding, fields: dict | PageToCheck) -> str:
    """The words that the finding is about, as they were typed."""
    typed = getattr(fields, finding.place.field)
    return typed[finding.place.start : finding.place.end]
