"""When to get help: the part of a page that keeps people safe."""

from collections.abc import Iterator

from content.editorial.results import Finding, Place
from content.editorial.rule import CDC, NHS, Rule
from content.editorial.sheet import Sheet
from content.rendering.fences import CARE

NO_HELP = Rule(
    "help-missing",
    "error",
    "When to get help is missing",
    "A patient who gets worse must find on this very page when to call, and whom.",
    CDC,
)
NO_EMERGENCY = Rule(
    "help-no-emergency",
    "warning",
    "No emergency card",
    "The first card says when to call 911. Patients look for it on every page about treatment.",
    NHS,
)


def needs_help(sheet: Sheet) -> bool:
    return sheet.page.needs_help_section or sheet.page.kind in ("treatment", "muscle")


def help_section(sheet: Sheet) -> Iterator[Finding]:
    if not needs_help(sheet):
        return
    cards = {passage.block for passage in sheet.body if passage.block in CARE}
    end = Place("body", len(sheet.page.body), len(sheet.page.body))
    if not cards:
        yield NO_HELP.finding(
            "This page must say when to get help. Add the heading “When to get help” and under "
            "it at least an emergency card and an urgent card.",
            end,
        )
    elif "emergency" not in cards:
        yield NO_EMERGENCY.finding("Add a card that says when to call 911.", end)
