"""What a search gives back."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Hit:
    """`snippet` is safe HTML in which <mark> is around the words that were found. A term has no
    revision, topic number or topic title."""

    kind: Literal["article", "term"]
    title: str
    url: str
    snippet: str
    revision_id: int | None = None
    topic_number: int | None = None
    topic_title: str = ""


@dataclass(frozen=True)
class Results:
    """One page of hits. Pages count from 1; without any hit there are 0 pages.

    When `suggestion` is set, nothing matched the words as typed and the hits are those of the
    suggestion. `nearest` holds titles and words to search for instead when nothing was found.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 0
    suggestion: str = ""
    nearest: tuple[str, ...] = ()
