"""What a renderer must be told about the rest of the site, as plain values and functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class TermEntry:
    """A word of the glossary. `forms` holds every spelling, the word itself included."""

    slug: str
    forms: tuple[str, ...]
    url: str


@dataclass(frozen=True)
class PictureSource:
    """One `<source>`: a media type and a srcset, such as "/media/a-480.avif 480w, …"."""

    type: str
    srcset: str


@dataclass(frozen=True)
class PictureMarkup:
    """A picture as the page needs it. Sizes are in pixels; `digest` is another one when its file or
    its words are."""

    src: str
    width: int
    height: int
    alt: str
    credit: str
    sources: tuple[PictureSource, ...]
    digest: str


@dataclass(frozen=True)
class Lookups:
    """The outside world of one rendering. Each function answers None for what does not exist.

    `article` takes a slug or a number in digits and gives (number, address); `fact` gives plain
    text, lines separated by newlines; `drawing` gives trusted `<svg>` markup. `contact_url` is the
    form for messages to the clinic.
    """

    article: Callable[[str], tuple[int, str] | None]
    picture: Callable[[int], PictureMarkup | None]
    fact: Callable[[str], str | None]
    drawing: Callable[[str], str | None]
    contact_url: str
    terms: Sequence[TermEntry] = ()
    language: str = "en"
