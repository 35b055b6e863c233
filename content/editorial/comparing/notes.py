"""Says in sentences how pictures, links, sources and bold words of one place changed."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from content.editorial.comparing.inlines import Mark
from content.editorial.comparing.results import Note

_STYLES = {"bold": "bold", "italic": "set apart", "code": "set as typed text"}
_SHOWN = ("picture", "drawing")
_ON_THE_MAP = {"place": "The place", "muscle": "The muscle", "say": "How to say it"}


def notes(old: tuple[Mark, ...], new: tuple[Mark, ...]) -> Iterator[Note]:
    """One for each change."""
    if old == new:
        return
    gone, come = _only_in(old, new), _only_in(new, old)
    yield from _pictures(_of(gone, *_SHOWN), _of(come, *_SHOWN))
    yield from _links(_of(gone, "link"), _of(come, "link"))
    for kind, one in (("fact", "Clinic fact"), ("citation", "Source")):
        yield from (
            Note(kind, f"{one} “{m.name}” is no longer named here.") for m in _of(gone, kind)
        )
        yield from (Note(kind, f"{one} “{m.name}” is now named here.") for m in _of(come, kind))
    yield from _names(_of(gone, "name"), _of(come, "name"))
    for was, now in zip(_of(gone, "days"), _of(come, "days"), strict=False):
        yield Note("days", f"The days are now {now.name} (were {was.name}).")
    for kind, one in _ON_THE_MAP.items():
        yield from _places(one, kind, _of(gone, kind), _of(come, kind))
    for kind, word in _STYLES.items():
        yield from (Note("style", f"“{m.words}” is no longer {word}.") for m in _of(gone, kind))
        yield from (Note("style", f"“{m.words}” is now {word}.") for m in _of(come, kind))


def _only_in(these: tuple[Mark, ...], others: tuple[Mark, ...]) -> list[Mark]:
    left = Counter(others)
    found = []
    for mark in these:
        if left[mark]:
            left[mark] -= 1
        else:
            found.append(mark)
    return found


def _of(marks: list[Mark], *kinds: str) -> list[Mark]:
    return [mark for mark in marks if mark.kind in kinds]


def _pictures(gone: list[Mark], come: list[Mark]) -> Iterator[Note]:
    for old, new in zip(gone, come, strict=False):
        if (old.kind, old.name) == (new.kind, new.name):
            yield Note(
                "picture", f"{_shown(new)} is now described as “{new.words}” (was “{old.words}”)."
            )
        else:
            yield Note("picture", f"{_shown(old)} was replaced by {_within(_shown(new))}.")
    for mark in gone[len(come) :]:
        yield Note("picture", f"{_shown(mark)} was taken out.")
    for mark in come[len(gone) :]:
        words = f", described as “{mark.words}”" if mark.words else ""
        yield Note("picture", f"{_shown(mark)} was put in{words}.")


def _shown(mark: Mark) -> str:
    return f"Drawing “{mark.name}”" if mark.kind == "drawing" else f"Picture {mark.name}"


def _within(words: str) -> str:
    return words[0].lower() + words[1:]


def _links(gone: list[Mark], come: list[Mark]) -> Iterator[Note]:
    """Paired by their words, then by where they lead."""
    come = list(come)
    for old in gone:
        new = _partner(old, come)
        if new is None:
            yield Note("link", f"“{old.words}” is no longer a link to {old.name}.")
            continue
        come.remove(new)
        if new.words == old.words:
            yield Note("link", f"Link “{new.words}” now leads to {new.name} (was {old.name}).")
        else:
            yield Note("link", f"The link to {new.name} is now “{new.words}” (was “{old.words}”).")
    for new in come:
        yield Note("link", f"“{new.words}” is now a link to {new.name}.")


def _partner(old: Mark, come: list[Mark]) -> Mark | None:
    same_words = (new for new in come if new.words == old.words)
    same_place = (new for new in come if new.name == old.name)
    return next(same_words, None) or next(same_place, None)


def _names(gone: list[Mark], come: list[Mark]) -> Iterator[Note]:
    for old, new in zip(gone, come, strict=False):
        yield Note("name", f"The source is now called “{new.name}” (was “{old.name}”).")


def _places(one: str, kind: str, gone: list[Mark], come: list[Mark]) -> Iterator[Note]:
    """What the body map shows for these words, which is no word of the page."""
    for old, new in zip_longest(gone, come):
        now = f"is now “{new.name}”" if new else "is not given any more"
        was = f" (was “{old.name}”)" if old else ""
        yield Note(kind, f"{one} {now}{was}.")
