"""Reads figure.toml: the outline of the body, its places and its muscles, seen from two sides."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path

from django.utils.text import slugify

FILE = Path(__file__).with_name("figure.toml")
VIEWS = ("back", "front")
GROUPS = (
    "Head and neck",
    "Shoulder and arm",
    "Chest and belly",
    "Upper and mid back",
    "Low back",
    "Hip and leg",
)


@dataclass(frozen=True)
class Shape:
    """One piece of the outline; `css_class` names its color."""

    css_class: str
    d: str


@dataclass(frozen=True)
class View:
    """One side of the body. `flip` is the SVG transform that mirrors what is on its right side;
    `head` reaches from above it to below it; `trunk` holds all that is below the height `armpit`
    but the arms."""

    name: str
    viewbox: str
    axis: float
    head: tuple[float, float]
    armpit: float
    trunk: str
    shapes: tuple[Shape, ...]

    def is_below_arms(self, viewbox: str) -> bool:
        """Whether the part that is shown begins where the arms hang free."""
        return float(viewbox.split()[1]) >= self.armpit

    @property
    def flip(self) -> str:
        return f"matrix(-1 0 0 1 {2 * self.axis:g} 0)"


@dataclass(frozen=True)
class Place:
    """Where pain may be felt. `paths` holds, by view, what it covers on the right side or in the
    middle; `mirrored` says that there is a left one too."""

    id: str
    name: str
    group: str
    paths: dict[str, str]
    mirrored: bool

    @property
    def is_on_the_arm(self) -> bool:
        return self.group == "Shoulder and arm"


@dataclass(frozen=True)
class Muscle:
    """`knots` are the spots where a knot is common, `zooms` the viewBox of each close-up, by view.
    The paths are those of the right side."""

    id: str
    paths: dict[str, str]
    mirrored: bool
    knots: dict[str, tuple[tuple[float, float], ...]]
    zooms: dict[str, str]


@dataclass(frozen=True)
class CloseView:
    """A part of one side of the body, near enough to press each place of the group."""

    group: str
    name: str
    view: str
    viewbox: str


@dataclass(frozen=True)
class Figure:
    views: dict[str, View]
    close_views: tuple[CloseView, ...]
    places: tuple[Place, ...]
    muscles: tuple[Muscle, ...]

    @cached_property
    def place(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    @cached_property
    def muscle(self) -> dict[str, Muscle]:
        return {muscle.id: muscle for muscle in self.muscles}


@cache
def figure() -> Figure:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Figure(
        {name: _view(name, data["views"][name]) for name in VIEWS},
        tuple(CloseView(**row) for row in data["close_views"]),
        tuple(map(_place, data["places"])),
        tuple(map(_muscle, data["muscles"])),
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """The known id that a mistyped one most likely means, or nothing."""
    return next(iter(get_close_matches(slugify(name), list(known), n=1)), "")


def _view(name: str, row: dict) -> View:
    shapes = tuple(Shape(shape["class"], shape["d"]) for shape in row["shapes"])
    head = tuple(row["head"])
    return View(name, row["viewbox"], row["mirror_axis"], head, row["armpit"], row["trunk"], shapes)


def _place(row: dict) -> Place:
    return Place(row["id"], row["name"], row["group"], _by_view(row), row.get("mirror", False))


def _muscle(row: dict) -> Muscle:
    knots = {view: tuple((x, y) for x, y in spots) for view, spots in row["knots"].items()}
    return Muscle(row["id"], _by_view(row), row.get("mirror", False), knots, row["zoom"])


def _by_view(row: dict) -> dict[str, str]:
    return {view: row[view] for view in VIEWS if view in row}
