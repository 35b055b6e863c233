"""Pictures for people who cannot see them, and captions for those who can."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.editorial.results import Finding, Place
from content.editorial.rule import OWN, PEMAT, WCAG, Rule
from content.editorial.sheet import Sheet

NO_ALT = Rule(
    "alt-missing",
    "error",
    "Picture without a description",
    "People who cannot see the picture will miss what it tells.",
    WCAG,
)
FILE_NAME = Rule(
    "alt-file-name",
    "error",
    "File name as description",
    "A file name read aloud tells nothing about the picture.",
    WCAG,
)
REPEATED = Rule(
    "alt-repeated",
    "warning",
    "Description repeated",
    "Two pictures with one description, or a description that repeats the text beside it, make "
    "people listen twice for nothing.",
    WCAG,
)
NO_CAPTION = Rule(
    "picture-caption",
    "warning",
    "Picture without a caption",
    "A title under the picture says what to look at.",
    PEMAT,
)
CONSENT = Rule(
    "picture-consent",
    "error",
    "Person without consent",
    "Nobody may be shown on this site longer than this person agreed to.",
    OWN,
)

# A file name is shorter, and the pattern is slow on what is longer.
LONGEST = 100
_FILE = re.compile(
    r".*\.(?:jpe?g|png|gif|webp|avif|heic|svg|tiff?|bmp)|(?:img|dsc|dscn|pict?|image|photo|"
    r"screenshot|scan)[-_ ]?\d[\w-]*|[\da-f-]{16,}|\w+[-_]\w+[-_]\d{2,}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"img:(\d{1,9})")
_FIGURE = re.compile(r"^:{3,}[ \t]*figure[ \t]+img:(\d{1,9})", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A picture at one place; `alt` is what is read aloud there, `typed` whether it was written
    here; None when the picture is only decoration."""

    number: int
    place: Place
    alt: str | None
    typed: bool
    caption: str
    beside: str


def _shown(sheet: Sheet) -> Iterator[Shown]:
    known = sheet.known.pictures
    for passage in sheet.body:
        for image in passage.images:
            found = _NUMBER.fullmatch(image.address)
            picture = known.get(int(found[1])) if found else None
            if picture is None:
                continue
            own = None if picture.is_decorative and not picture.alt else picture.alt
            alt = image.alt.strip() or own
            place = Place("body", image.start, image.end)
            yield Shown(int(found[1]), place, alt, bool(image.alt.strip()), "", passage.text)
    for found in _FIGURE.finditer(sheet.page.body):
        picture = known.get(int(found[1]))
        if picture:
            line = sheet.page.body.count("\n", 0, found.start()) + 1
            title = next((p.text for p in sheet.body if p.line == line and p.tag == "fence"), "")
            alt = None if picture.is_decorative and not picture.alt else picture.alt
            place = Place("body", found.start(), found.end())
            yield Shown(int(found[1]), place, alt, False, title or "figure", title)


def descriptions(sheet: Sheet) -> Iterator[Finding]:
    heard: dict[str, int] = {}
    for shown in _shown(sheet):
        if shown.alt is None:
            continue
        words = " ".join(shown.alt.casefold().split())
        excerpt = f"img:{shown.number} {shown.alt}"
        if not words:
            yield NO_ALT.finding(
                f"Picture {shown.number} has no description. Describe it, or say that it is only "
                "decoration.",
                shown.place,
                excerpt,
            )
        elif _FILE.fullmatch(words[:LONGEST]):
            yield FILE_NAME.finding(
                f"“{shown.alt}” is a file name. Say in one sentence what the picture tells.",
                shown.place,
                excerpt,
            )
        elif heard.get(words, shown.number) != shown.number or words == shown.beside.casefold():
            yield REPEATED.finding(
                f"“{shown.alt}” stands here twice. Say what is special about this picture.",
                shown.place,
                excerpt,
            )
        heard.setdefault(words, shown.number)


def consents(sheet: Sheet) -> Iterator[Finding]:
    told = set()
    for shown in _shown(sheet):
        words = sheet.known.pictures[shown.number].consent_problem
        if words and shown.number not in told:
            told.add(shown.number)
            yield CONSENT.finding(words, shown.place, f"img:{shown.number} {words}")


def captions(sheet: Sheet) -> Iterator[Finding]:
    for shown in _shown(sheet):
        if shown.alt is not None and not shown.caption:
            yield NO_CAPTION.finding(
                f"Show picture {shown.number} as a figure, with a title that says what to see.",
                shown.place,
                f"img:{shown.number}",
            )
