"""Finds the place or the muscle that somebody means, however it is spelt."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from content.body_map.places import groups, known_muscles, place_url, senders
from content.models import Guide
from content.models.editions import kept_with_guide
from content.rendering.body_map import Place
from content.search.words import folded, root, roots, without_stop_words

MOST = 12
# How alike two words are that are one word with a slip in it.
ALIKE = 78
SHORTEST_START = 2
# Everybody who comes here has pain, in a muscle, on one side of the body.
SAYS_NOTHING = frozenset(
    "ache aches aching dolor duele duelen hurt hurting hurts knot knots left muscle muscles pain "
    "painful pains point points right sore stiff trigger".split()
)
# Whoever types nothing else is in pain and has not said where.
PAIN = frozenset("ache aches aching dolor duele hurts pain pains".split())
# The words of a place that are a name of what may be wrong; a page tells of it.
NAMES_NO_PLACE = frozenset({"sciatica"})


@dataclass(frozen=True)
class Target:
    """Something to choose. `words` are all that it can be found by, folded; the first `own` of them
    say what it is, the others what muscles do there."""

    name: str
    url: str
    words: tuple[str, ...]
    own: int
    medical: str = ""

    @property
    def is_muscle(self) -> bool:
        return bool(self.medical)

    @property
    def words_line(self) -> str:
        return " ".join(self.words)


def targets(guide: Guide) -> list[Target]:
    """Every place, then every muscle."""
    places = [place_target(guide, place) for group in groups(guide) for place in group.places]
    return [*places, *muscle_targets(guide)]


def place_target(guide: Guide, place: Place) -> Target:
    called = f"{place.name} {other_words().get(place.id, '')}"
    said = [called, *(sender.words for sender in senders(guide, place))]
    own = len(searched(called))
    return Target(place.name, place_url(place), searched(" ".join(said)), own)


def muscle_targets(guide: Guide) -> Iterator[Target]:
    for entry in known_muscles(guide):
        words = searched(f"{entry.title} {entry.muscle['medical']}")
        yield Target(entry.title, entry.url, words, len(words), entry.muscle["medical"])


def find(guide: Guide, text: str) -> list[Target]:
    """The best first. Those that hold every word that was typed, or else the most of them; of two
    that hold them as well, the one that is called so."""
    typed = [w for w in without_stop_words(folded(text), "en") if w not in SAYS_NOTHING]
    if not typed:
        return []
    scored = [(hits(typed, target.words), target) for target in targets(guide)]
    most = max((held for (held, _), _ in scored), default=0)
    found = [(alike, target) for (held, alike), target in scored if held == most and most]

    def best(one: tuple[float, Target]) -> tuple[float, ...]:
        alike, target = one
        own, name = target.words[: target.own], searched(target.name)
        return -alike, -hits(typed, own)[0], -hits(typed, name)[0]

    return [target for _, target in sorted(found, key=best)[:MOST]]


def named(guide: Guide, text: str) -> list[tuple[str, str]]:
    """(name, address) of the places that a search of the whole guide is about when it says nothing
    but where it hurts, rightly spelt; of all parts of the body when it asks just that."""
    words = folded(text)
    counting = without_stop_words(words, "en")
    typed = {root(word, "en") for word in counting if word not in SAYS_NOTHING}
    if not typed and ("where" in words or (counting and PAIN.issuperset(counting))):
        return [(group.name, group.url) for group in groups(guide)]
    found = [one for one in called(guide) if typed and typed <= one.roots]
    # “Back” is a part of the body, and in “Back of the head” it is not.
    parts = [one for one in found if typed & one.part]
    return [(one.name, one.url) for one in parts or found]


@dataclass(frozen=True)
class Called:
    """A place by the roots of what it is called, and of what its part of the body is called."""

    name: str
    url: str
    roots: frozenset[str]
    part: frozenset[str]


@kept_with_guide
def called(guide: Guide) -> list[Called]:
    def its(text: str) -> frozenset[str]:
        return frozenset(roots(searched(text), "en")) - NAMES_NO_PLACE

    return [
        Called(
            place.name,
            place_url(place),
            its(f"{place.name} {other_words().get(place.id, '')}"),
            its(group.name),
        )
        for group in groups(guide)
        for place in group.places
    ]


def hits(typed: list[str], known: tuple[str, ...]) -> tuple[int, float]:
    """How many of the words are known, and how well."""
    scores = [score(word, known) for word in typed]
    return sum(1 for found in scores if found), sum(scores)


def score(word: str, known: tuple[str, ...]) -> float:
    """100 for the word itself, less for its beginning or a slip, 0 for another word."""
    best = 0.0
    for other in known:
        if other == word:
            return 100
        if len(word) >= SHORTEST_START and other.startswith(word):
            best = max(best, 95)
        elif len(word) > SHORTEST_START:
            best = max(best, fuzz.ratio(word, other, score_cutoff=ALIKE))
    return best


def searched(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(without_stop_words(folded(text), "en")))


@cache
def other_words() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
