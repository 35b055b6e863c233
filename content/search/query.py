"""What was asked, in the shape that the engines and the glossary search understand."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Phrase:
    """Folded words that stand next to each other. The last may be the beginning of a word."""

    words: tuple[str, ...]
    is_open: bool = False


# All phrases of an alternative must be there, in any place.
Alternative = tuple[Phrase, ...]
# One alternative of a group is enough; what was typed comes first.
Group = tuple[Alternative, ...]


@dataclass(frozen=True)
class Query:
    """`text` is what was typed, cleaned; `words` its folded words. `suggestion` is empty, or the
    text with unknown words replaced by known ones; then the groups are those of the suggestion.
    `rare` belongs to the engines: phrases that few documents have, and how many these are."""

    text: str
    words: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    suggestion: str = ""
    rare: dict[Phrase, int] = field(default_factory=dict)

    def phrases(self) -> Iterator[Phrase]:
        for group in self.groups:
            for alternative in group:
                yield from alternative
