"""How far shapes reach, so that a picture can come as near as all of them can be seen."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from math import cos, radians, sin

from content.rendering.body_map.figure import View

# What figure.toml is drawn with: how many numbers each command takes; the last two say where to.
_NUMBERS = {"M": 2, "l": 2, "c": 6, "q": 4}
_PART = re.compile(r"([Mlcqz])([^Mlcqz]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_ROOM = 40.0
_LEAST = 200.0
_EDGE = 6.0

Point = tuple[float, float]


def points(path: str) -> Iterator[Point]:
    """Where the pieces of the path end; its curves stay close to these."""
    x = y = start_x = start_y = 0.0
    for command, written in _PART.findall(path):
        if command == "z":
            x, y = start_x, start_y
            continue
        numbers = [float(number) for number in _NUMBER.findall(written)]
        for at in range(0, len(numbers), _NUMBERS[command]):
            to_x, to_y = numbers[at : at + _NUMBERS[command]][-2:]
            x, y = (to_x, to_y) if command == "M" else (x + to_x, y + to_y)
            if command == "M":
                start_x, start_y = x, y
            yield x, y


def around(view: View, spots: Iterable[Point]) -> str:
    """A viewBox with some room around these, inside the whole figure; all of it for none. A head
    is shown whole or not at all."""
    spots = list(spots)
    if not spots:
        return view.viewbox
    left, top, width, height = map(float, view.viewbox.split())
    across = _stretch([x for x, _ in spots], left, left + width)
    down = _stretch([y for _, y in spots], top, top + height)
    above, below = view.head
    start = above if above < down[0] < below else down[0]
    return " ".join(
        f"{number:g}" for number in (across[0], start, across[1] - across[0], down[1] - start)
    )


def trimmed(view: View, viewbox: str, trunk: str, drawn: Iterable[str]) -> str:
    """The viewBox without what is empty at the left and the right of the body and of the paths that
    are drawn on it, so that a name in the middle above stands over them. Where arms are left out,
    it reaches from one side of the trunk to the other."""
    left, top, width, height = map(float, viewbox.split())
    outline = [
        spot
        for shape in view.shapes
        for spot in points(shape.d)
        if top <= spot[1] <= top + height and (not trunk or holds(trunk, spot))
    ]
    across = [x for x, _ in chain(outline, *map(points, drawn))]
    start, end = min(across) - _EDGE, max(across) + _EDGE
    if not trunk:
        start, end = max(left, start), min(left + width, end)
    return " ".join(
        f"{number:g}" for number in (round(start, 1), top, round(end - start, 1), height)
    )


def inside(path: str, viewbox: str, flipped_at: float | None = None) -> bool:
    """Whether all of the path, or of its mirror image, lies in the part that is shown."""
    left, top, width, height = map(float, viewbox.split())
    spots = [(2 * flipped_at - x if flipped_at else x, y) for x, y in points(path)]
    return all(left <= x <= left + width and top <= y <= top + height for x, y in spots)


def holds(path: str, spot: Point) -> bool:
    """Whether the spot lies in the path, which is one piece: a ray to the right leaves it an odd
    number of times."""
    x, y = spot
    corners = list(points(path))
    crossings = [
        x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]])
        if (y1 > y) != (y2 > y)
    ]
    return sum(crossings) % 2 == 1


def turned(spot: Point, degrees: float) -> Point:
    """Where a spot comes to lie when all is turned around 0 0, as SVG turns it."""
    x, y = spot
    cosine, sine = cos(radians(degrees)), sin(radians(degrees))
    return x * cosine - y * sine, x * sine + y * cosine


def _stretch(values: list[float], least: float, most: float) -> tuple[float, float]:
    middle = (min(values) + max(values)) / 2
    half = max((max(values) - min(values)) / 2 + _ROOM, _LEAST / 2)
    return round(max(middle - half, least), 1), round(min(middle + half, most), 1)
