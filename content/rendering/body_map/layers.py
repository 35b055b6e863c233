"""What lies on what in a picture of the body: the outline, muscles at rest, the muscle that is
meant, where pain may be felt, and the knots. The templates in templates/body_map draw it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import ceil

from django.utils.text import slugify

from content.rendering.body_map.extent import Point, holds, inside, points, trimmed, turned
from content.rendering.body_map.figure import CloseView, Figure, Muscle, Place, Shape, View


@dataclass(frozen=True)
class Area:
    """`flip` is the SVG transform of its other side, or nothing where that is not drawn."""

    d: str
    flip: str = ""


@dataclass(frozen=True)
class Link:
    """A place that can be pressed. `name` is what it is called, also by a screen reader."""

    url: str
    name: str
    area: Area


@dataclass(frozen=True)
class Drawing:
    """One side of the body. `key` is part of the ids in it, so each picture on a page has its own;
    `label` tells what it teaches. `trunk` is there when the arms are not. Sizes follow the part
    that is shown."""

    key: str
    view: View
    viewbox: str
    label: str
    at_rest: tuple[Area, ...] = ()
    muscles: tuple[str, ...] = ()
    pains: tuple[str, ...] = ()
    knots: tuple[tuple[float, float], ...] = ()
    trunk: str = ""

    # By how many degrees the rows of dots are turned, so that they do not run along with edges.
    turn = 30

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return self.view.shapes

    @cached_property
    def has_pain_on_muscle(self) -> bool:
        """Whether a dot lies on the muscle, where it looks unlike the others."""
        return any(
            holds(muscle, dot) and any(holds(pain, dot) for pain in self.pains)
            for muscle in self.muscles
            for dot in self.dots_near(muscle)
        )

    @property
    def ring(self) -> float:
        return self._part(24)

    @property
    def dot(self) -> float:
        """The radius of the dots that stand for pain; `step` is how far they are apart."""
        return self._part(110)

    @property
    def halo(self) -> float:
        return self._part(220)

    @property
    def step(self) -> float:
        return self._part(26)

    @property
    def middle(self) -> float:
        return self._part(52)

    @property
    def line(self) -> float:
        return self._part(100)

    @property
    def edge(self) -> float:
        return self._part(60)

    def dots_near(self, path: str) -> Iterator[Point]:
        """The middles of the dots that may lie in the path."""
        spots = [turned(spot, -self.turn) for spot in points(path)]
        for spot in product(*(self._steps(line) for line in zip(*spots, strict=True))):
            yield turned(spot, self.turn)

    def _steps(self, values: tuple[float, ...]) -> list[float]:
        """Where dots are on one of the two lines of the pattern, between the least and the most."""
        first = ceil((min(values) - self.middle) / self.step)
        last = ceil((max(values) - self.middle) / self.step)
        return [self.middle + number * self.step for number in range(first, last)]

    def _part(self, share: int) -> float:
        return round(self._extent / share, 2)

    @property
    def _extent(self) -> float:
        """Of a tall part it is the height that limits how large it can be shown."""
        width, height = map(float, self.viewbox.split()[2:])
        return max(width, 0.4 * height)


@dataclass(frozen=True)
class Whole:
    """One side of the body or a part of it, on which each place leads to its page."""

    view: View
    viewbox: str
    name: str
    label: str
    links: tuple[Link, ...]
    trunk: str = ""

    @property
    def key(self) -> str:
        return slugify(f"{self.view.name} {self.name}")

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return self.view.shapes


def drawing(
    key: str,
    view: View,
    label: str,
    *,
    muscles: Iterable[Muscle],
    places: Iterable[Place],
    figure: Figure,
    viewbox: str = "",
    plain: bool = False,
) -> Drawing:
    """The right side only: muscles and pain are drawn where they are said to be. A plain one
    shows the knots of the muscles and not the muscles, which would lie on each other."""
    name = view.name
    shown = list(muscles)
    felt = [place for place in places if name in place.paths]
    viewbox = viewbox or view.viewbox
    trunk = _trunk(view, viewbox, felt)
    seen = () if plain else tuple(m.paths[name] for m in shown if name in m.paths)
    pains = tuple(place.paths[name] for place in felt)
    return Drawing(
        key=f"{key}-{name}",
        view=view,
        viewbox=trimmed(view, viewbox, trunk, [*seen, *pains]),
        label=label,
        at_rest=tuple(
            Area(other.paths[name], view.flip if other.mirrored else "")
            for other in figure.muscles
            if name in other.paths
        ),
        muscles=seen,
        pains=pains,
        knots=tuple(spot for muscle in shown for spot in muscle.knots.get(name, ())),
        trunk=trunk,
    )


def whole(view: View, label: str, places: Iterable[tuple[Place, str]]) -> Whole:
    """`places` come with the address of their pages."""
    links = tuple(
        Link(url, place.name, Area(place.paths[view.name], view.flip if place.mirrored else ""))
        for place, url in places
        if view.name in place.paths
    )
    return Whole(view, view.viewbox, view.name.capitalize(), label, links)


def part(view: View, close: CloseView, label: str, places: Iterable[tuple[Place, str]]) -> Whole:
    """Those of the places that lie in the part; the left one of two where it lies there too."""
    shown = [
        (place, url)
        for place, url in places
        if (d := place.paths.get(view.name)) and inside(d, close.viewbox)
    ]
    links = tuple(
        Link(url, place.name, Area(place.paths[view.name], _other_side(place, view, close)))
        for place, url in shown
    )
    trunk = _trunk(view, close.viewbox, [place for place, _ in shown])
    return Whole(view, close.viewbox, close.name, label, links, trunk)


def _trunk(view: View, viewbox: str, places: Iterable[Place]) -> str:
    """Nothing where arms are wanted, or hang from a shoulder that is seen."""
    if any(place.is_on_the_arm for place in places):
        return ""
    return view.trunk if view.is_below_arms(viewbox) else ""


def _other_side(place: Place, view: View, close: CloseView) -> str:
    return view.flip if _is_on_both_sides(place, view, close) else ""


def _is_on_both_sides(place: Place, view: View, close: CloseView) -> bool:
    return place.mirrored and inside(place.paths[view.name], close.viewbox, view.axis)
