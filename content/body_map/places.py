"""The places of the body map, and the muscles on public pages that can send pain there."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify

from content.models import EMERGENCY_NUMBER, ArticleEntry, Guide
from content.rendering.body_map import (
    GROUPS,
    VIEWS,
    CloseView,
    Drawing,
    Muscle,
    Place,
    Whole,
    close_up,
    figure,
    part,
)
from content.rendering.body_map import drawing as draw
from content.rendering.body_map.extent import Point, around, points
from content.rendering.sanitizer import stored_html
from content.rendering.urgency import by_urgency

UPPER_HALF = "20 0 280 470"


@dataclass(frozen=True)
class Group:
    """`places` are those to which a public page leads."""

    name: str
    places: tuple[Place, ...]

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def url(self) -> str:
        """The page that shows it close."""
        return reverse("content:body_close", args=[self.slug])

    @property
    def pictures(self) -> list[Whole]:
        views = figure().views
        return [
            part(views[close.view], close, close_label(close), self._targets())
            for close in figure().close_views
            if close.group == self.name
        ]

    def _targets(self) -> list[tuple[Place, str]]:
        return [(place, place_url(place)) for place in self.places]


@dataclass(frozen=True)
class Sender:
    """A muscle that can send pain to the place. `words` are those of its page for this place."""

    entry: ArticleEntry
    muscle: Muscle
    words: str

    @property
    def medical(self) -> str:
        return self.entry.muscle["medical"]

    @property
    def say(self) -> str:
        return self.entry.muscle["say"]

    @property
    def knot(self) -> SafeString:
        return stored_html(self.entry.muscle["knot"])

    @property
    def causes(self) -> list[SafeString]:
        return [stored_html(point) for point in self.entry.muscle["causes"]]

    @property
    def help(self) -> list[SafeString]:
        """Nothing while what the page says about treatment is folded away."""
        points = [] if self.entry.is_folded else self.entry.muscle["help"]
        return [stored_html(point) for point in points]

    @property
    def pictures(self) -> tuple[Drawing, ...]:
        places = tuple(place.id for place in places_of(self.entry))
        return _drawn(self.muscle.id, self.medical, places)

    @property
    def has_pain_on_muscle(self) -> bool:
        return any(picture.has_pain_on_muscle for picture in self.pictures)


# Some for words that were changed; there are 18 muscles.
@lru_cache(maxsize=32)
def _drawn(muscle: str, medical: str, places: tuple[str, ...]) -> tuple[Drawing, ...]:
    """A muscle is on the pages of many places, and drawn alike on each."""
    known = figure()
    return tuple(close_up(known.muscle[muscle], medical, [known.place[id_] for id_ in places]))


@dataclass(frozen=True)
class PlacePage:
    place: Place
    senders: tuple[Sender, ...]

    @property
    def pictures(self) -> list[Drawing]:
        """The place and the knots that can send pain there, as near as all of them can be seen;
        both sides of the body show the same part of it, in one scale."""
        muscles = [sender.muscle for sender in self.senders]
        return [
            draw(
                self.place.id,
                figure().views[view],
                label(self, view),
                muscles=muscles,
                places=[self.place],
                figure=figure(),
                viewbox=around(figure().views[view], self._spots(view)),
                plain=True,
            )
            for view in VIEWS
            if view in self.place.paths or any(muscle.knots.get(view) for muscle in muscles)
        ]

    def _spots(self, view: str) -> list[Point]:
        """Those of the other side, too, where they would be on this one."""
        axis = figure().views[view].axis
        return [
            (x, y) if side == view else (2 * axis - x, y)
            for side in VIEWS
            for x, y in self._spots_on(side)
        ]

    def _spots_on(self, side: str) -> list[Point]:
        knots = [spot for sender in self.senders for spot in sender.muscle.knots.get(side, ())]
        return [*points(self.place.paths.get(side, "")), *knots]


def page_of(guide: Guide, place_id: str) -> PlacePage | None:
    """None where nothing public is known of the place."""
    place = figure().place.get(place_id)
    found = tuple(senders(guide, place)) if place else ()
    return PlacePage(place, found) if found else None


def senders(guide: Guide, place: Place) -> Iterable[Sender]:
    for entry in known_muscles(guide):
        for pain in entry.muscle["pains"]:
            if pain["place"] == place.id:
                yield Sender(entry, figure().muscle[entry.muscle["id"]], pain["words"])


def known_muscles(guide: Guide) -> list[ArticleEntry]:
    return [entry for entry in guide.muscles if entry.muscle["id"] in figure().muscle]


def places_of(entry: ArticleEntry) -> list[Place]:
    known = figure().place
    return [known[p["place"]] for p in entry.muscle["pains"] if p["place"] in known]


def groups(guide: Guide) -> list[Group]:
    reached = {place.id for entry in known_muscles(guide) for place in places_of(entry)}
    all_of_them = (
        Group(name, tuple(p for p in figure().places if p.group == name and p.id in reached))
        for name in GROUPS
    )
    return [group for group in all_of_them if group.places]


def showing(guide: Guide, articles: Container[int]) -> list[tuple[Place, str]]:
    """The places, with their addresses, whose page shows words of one of these articles."""
    return [
        (place, place_url(place))
        for group in groups(guide)
        for place in group.places
        if any(sender.entry.article_id in articles for sender in senders(guide, place))
    ]


def group_called(guide: Guide, slug: str) -> Group | None:
    return next((group for group in groups(guide) if group.slug == slug), None)


def close_label(close: CloseView) -> str:
    return f"{close.group}, close: {close.name.lower()}"


def place_url(place: Place) -> str:
    return reverse("content:body_place", args=[place.id])


def warnings(found: Iterable[Sender]) -> list[dict]:
    """What to check first for any of these muscles, each point once, as [{level, lines}] with the
    most urgent first; lines are safe HTML."""
    points = dict.fromkeys(point for sender in found for point in sender.entry.muscle["check"])
    lines = ((strip_tags(point), stored_html(point)) for point in points)
    return by_urgency(lines, EMERGENCY_NUMBER)


def nearby(guide: Guide, entry: ArticleEntry, limit: int = 5) -> list[ArticleEntry]:
    """Other muscles that can send pain to the same places, those that share the most first."""
    own = {place.id for place in places_of(entry)}

    def shared(other: ArticleEntry) -> int:
        return sum(place.id in own for place in places_of(other))

    others = (one for one in known_muscles(guide) if one.article_id != entry.article_id)
    return sorted(filter(shared, others), key=shared, reverse=True)[:limit]


def label(page: PlacePage, view: str) -> str:
    """Tells what the picture teaches."""
    side = {"back": "from behind", "front": "from the front"}[view]
    said = [f"The body, seen {side}."]
    if view in page.place.paths:
        said.append(f"Dots show the place: {page.place.name.lower()}.")
    knots = [s.entry.title.lower() for s in page.senders if s.muscle.knots.get(view)]
    if knots:
        said.append(f"Rings mark common spots for a knot: {', '.join(knots)}.")
    return " ".join(said)


def ornaments() -> list[Drawing]:
    """The upper half of a body with one muscle, from both sides, for the home page."""
    shown = [figure().muscle["upper-trapezius"]]
    return [
        draw("home", view, "", muscles=shown, places=[], figure=figure(), viewbox=UPPER_HALF)
        for view in figure().views.values()
    ]
