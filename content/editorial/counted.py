"""What the site counts on a page for the instruments, where no rule of the desk tells it: whether
an item applies at all, and the points of DISCERN that are a matter of counting."""

import re
from collections.abc import Callable, Iterator

from content.editorial.results import Counted
from content.editorial.rules.balance import sides
from content.editorial.rules.evidence import unsourced_claims
from content.editorial.sheet import Sheet
from content.rendering.fences import CARE

FEWEST_LINKS = 2
NOT_KNOWN = re.compile(
    r"\b(?:not know|not known|not sure|not agree|unclear|no se sabe|no saben)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# The number to call in an emergency is no number to understand.
_NUMBER = re.compile(r"\b(?!911\b)\d")


def counted(sheet: Sheet) -> dict[str, Counted]:
    """By the item of the instrument; what is left out is left to the rules."""
    return {id: found for id, count in COUNTS.items() if (found := count(sheet))}


def _captions(sheet: Sheet) -> Counted | None:
    rendered = sheet.rendered
    shown = rendered.uses.drawings or rendered.uses.pictures or rendered.muscle
    if shown or any(passage.images for passage in sheet.body):
        return None
    return Counted("na", "The page has no picture.")


def _tables(sheet: Sheet) -> Counted | None:
    found = any(passage.tag == "th" for passage in sheet.body)
    return None if found else Counted("na", "The page has no table.")


def _lists(sheet: Sheet) -> Counted | None:
    found = any(p.kind == "item" and p.tag in ("li", "p") for p in sheet.body)
    return None if found else Counted("no", "The page has no list.")


def _numbers(sheet: Sheet) -> Counted | None:
    found = any(_NUMBER.search(passage.text) for passage in sheet.passages)
    return None if found else Counted("na", "The page has no numbers.")


def _when_to_call(sheet: Sheet) -> Counted | None:
    found = any(passage.block in CARE for passage in sheet.body)
    return None if found else Counted("no", "The page has no card that says when to call.")


def _both_sides(sheet: Sheet) -> Counted | None:
    """The rule looks at pages about a treatment only."""
    told = sides(sheet)
    if sheet.page.kind == "treatment" or (told.risks and told.benefits):
        return None
    return Counted("na", "The page is not about one treatment.")


def _doubt(sheet: Sheet) -> Counted | None:
    return None if sides(sheet).doubt else Counted("no", "The page does not say what is unknown.")


def _sources(sheet: Sheet) -> Counted:
    number = sheet.rendered.reference_count
    if not number:
        return Counted("1", "The page lists no source.")
    unsourced = sum(1 for _ in unsourced_claims(sheet))
    if unsourced:
        return Counted("3", f"{_many(unsourced, 'claim')} on the page without a source.")
    return Counted("5", f"{_many(number, 'source')} listed, and no claim without one.")


def _dates(sheet: Sheet) -> Counted:
    """The page itself shows when it was written and changed, so nothing is quite undated."""
    sources = list(_references(sheet))
    dated = sum(1 for text in sources if _YEAR.search(text))
    if not sources:
        return Counted("2", "Only the page itself has a date.")
    share = dated / len(sources)
    points = "5" if share == 1 else "4" if share >= 0.5 else "3" if dated else "2"
    return Counted(points, f"{dated} of {_many(len(sources), 'source')} with a year.")


def _references(sheet: Sheet) -> Iterator[str]:
    texts: dict[str, str] = {}
    for passage in sheet.body:
        if passage.kind == "reference":
            texts[passage.name] = texts.get(passage.name, "") + passage.text
    yield from texts.values()


def _more_help(sheet: Sheet) -> Counted:
    outside = len(sheet.outside_links)
    inside = sum(
        link.name.startswith("article:") for passage in sheet.body for link in passage.links
    )
    points = sum((outside >= FEWEST_LINKS, inside >= FEWEST_LINKS))
    words = f"{_many(inside, 'link')} inside the guide and {outside} to sources."
    return Counted(("1", "3", "5")[points], words)


def _uncertain(sheet: Sheet) -> Counted:
    titles = [section.title for section in sheet.sections if NOT_KNOWN.search(section.title)]
    if titles:
        return Counted("5", f"The part “{titles[0]}”.")
    if sides(sheet).doubt:
        return Counted("3", "Said in the text, without a part of its own.")
    return Counted("1", "The page does not say what is unknown.")


def _many(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


COUNTS: dict[str, Callable[[Sheet], Counted | None]] = {
    "pemat-17": _captions,
    "pemat-19": _tables,
    "cdc-8": _lists,
    "cdc-11": _doubt,
    "cdc-14": _when_to_call,
    "cdc-15": _numbers,
    "cdc-17": _numbers,
    "cdc-19": _both_sides,
    "discern-4": _sources,
    "discern-5": _dates,
    "discern-7": _more_help,
    "discern-8": _uncertain,
}
