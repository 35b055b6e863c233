"""The data of the body figures: each id is there, each shape where it can be seen and pressed."""

import gzip
import re
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from tomllib import loads

import pytest

import content.rendering

FILE = Path(content.rendering.__file__).parent / "body_map" / "figure.toml"
FIGURE = loads(FILE.read_text(encoding="utf-8"))
VIEWS = ("back", "front")
SIZE_ON_A_PHONE = 320
SMALLEST_TARGET = 24
STEP = 2

PLACES = {
    "Head and neck": "forehead temple around-the-eye cheek-and-jaw ear top-of-head back-of-head "
    "back-of-neck side-of-neck",
    "Shoulder and arm": "top-of-shoulder front-of-shoulder back-of-shoulder outer-shoulder "
    "outer-arm inner-arm elbow hand",
    "Chest and belly": "chest belly groin",
    "Upper and mid back": "between-the-shoulder-blades shoulder-blade mid-back",
    "Low back": "low-back over-the-spine back-of-pelvis",
    "Hip and leg": "buttock tailbone outer-hip outer-thigh back-of-thigh calf ankle",
}
MUSCLES = {  # and the places where pain is often felt
    "upper-trapezius": "back-of-neck side-of-neck ear temple around-the-eye cheek-and-jaw",
    "mid-trapezius": "back-of-neck between-the-shoulder-blades top-of-shoulder",
    "levator-scapulae": "side-of-neck between-the-shoulder-blades back-of-shoulder",
    "sternocleidomastoid": "forehead around-the-eye cheek-and-jaw back-of-head ear",
    "splenius": "top-of-head temple around-the-eye",
    "suboccipitals": "back-of-head around-the-eye forehead",
    "rhomboids": "between-the-shoulder-blades shoulder-blade",
    "supraspinatus": "outer-shoulder outer-arm elbow",
    "infraspinatus": "shoulder-blade outer-arm front-of-shoulder",
    "pectorals": "chest front-of-shoulder inner-arm",
    "latissimus": "mid-back inner-arm hand",
    "iliocostalis": "mid-back belly buttock back-of-pelvis",
    "multifidus": "over-the-spine low-back tailbone belly",
    "quadratus-lumborum": "back-of-pelvis buttock outer-hip groin belly",
    "gluteus-maximus": "buttock tailbone low-back",
    "gluteus-medius": "low-back back-of-pelvis buttock",
    "gluteus-minimus": "buttock outer-thigh back-of-thigh calf ankle",
    "piriformis": "back-of-pelvis buttock outer-hip back-of-thigh",
}

Point = tuple[float, float]
Polygon = list[Point]


def named(rows: str) -> list:
    """Each muscle or place in each view in which it is drawn, for a test of its own."""
    return [
        pytest.param(view, row, id=f"{row['id']}-{view}")
        for row in FIGURE[rows]
        for view in VIEWS
        if view in row
    ]


def all_paths() -> list[tuple[str, str]]:
    outlines = [(v, shape["d"]) for v in VIEWS for shape in FIGURE["views"][v]["shapes"]]
    rows = FIGURE["places"] + FIGURE["muscles"]
    return outlines + [(view, row[view]) for row in rows for view in VIEWS if view in row]


@cache
def flatten(d: str) -> list[Polygon]:
    """The path as polygons. The figure uses M and relative l, c, q, z only."""
    polygons: list[Polygon] = []
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "M":
            polygons.append(points)
        elif command in "lqc":
            _draw(polygons[-1], points, {"l": 1, "q": 2, "c": 3}[command])
        elif command != "z":
            raise ValueError(f"no flattening for {command}")
    return polygons


def _draw(polygon: Polygon, points: list[Point], degree: int) -> None:
    if len(points) % degree:
        raise ValueError("a curve lacks a point")
    for start in range(0, len(points), degree):
        x, y = polygon[-1]
        curve = [(x, y), *((x + dx, y + dy) for dx, dy in points[start : start + degree])]
        polygon += [_on_curve(curve, t / 6) for t in range(1, 7)] if degree > 1 else curve[1:]


def _on_curve(curve: Polygon, t: float) -> Point:
    """De Casteljau: halfway points of halfway points, at t instead of one half."""
    while len(curve) > 1:
        curve = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(curve)]
    return curve[0]


def covers(d: str, point: Point) -> bool:
    x, y = point
    inside = False
    for polygon in flatten(d):
        for (x1, y1), (x2, y2) in pairwise([*polygon, polygon[0]]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@cache
def box(d: str) -> tuple[float, float, float, float]:
    points = [point for polygon in flatten(d) for point in polygon]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


@cache
def grid(d: str) -> frozenset[Point]:
    """The points of a grid over the whole figure that the shape covers."""
    left, top, right, bottom = (int(edge) // STEP * STEP for edge in box(d))
    return frozenset(
        (x, y)
        for x in range(left, right + STEP, STEP)
        for y in range(top, bottom + STEP, STEP)
        if covers(d, (x, y))
    )


def frame(viewbox: str) -> tuple[float, float, float, float]:
    x, y, width, height = map(float, viewbox.split())
    return x, y, x + width, y + height


def within(inner: tuple, outer: tuple, margin: float = 0) -> bool:
    return (
        inner[0] >= outer[0] - margin
        and inner[1] >= outer[1] - margin
        and inner[2] <= outer[2] + margin
        and inner[3] <= outer[3] + margin
    )


def viewbox(view: str) -> tuple[float, float, float, float]:
    return frame(FIGURE["views"][view]["viewbox"])


def test_it_has_every_place_in_its_group():
    found: dict[str, list[str]] = {}
    for place in FIGURE["places"]:
        found.setdefault(place["group"], []).append(place["id"])
    assert found == {group: ids.split() for group, ids in PLACES.items()}


def test_it_has_every_muscle_once():
    assert sorted(muscle["id"] for muscle in FIGURE["muscles"]) == sorted(MUSCLES)


def test_it_shows_every_place_and_muscle_somewhere():
    rows = FIGURE["places"] + FIGURE["muscles"]
    assert [row["id"] for row in rows if not any(view in row for view in VIEWS)] == []


@pytest.mark.parametrize(("view", "d"), all_paths())
def test_it_keeps_every_path_inside_the_view_box(view, d):
    assert within(box(d), viewbox(view))
    assert not re.search(r"\.\d\d", d), "one decimal is enough"


@pytest.mark.parametrize(("view", "row"), named("places") + named("muscles"))
def test_it_closes_what_can_be_pressed_and_draws_the_right_side(view, row):
    assert row[view].count("M") == row[view].count("z")
    axis = FIGURE["views"][view]["mirror_axis"]
    left, _, right, _ = box(row[view])
    if row["mirror"]:
        assert left >= axis if view == "back" else right <= axis
    else:
        assert abs(left + right - 2 * axis) <= 0.2


@pytest.mark.parametrize(("view", "place"), named("places"))
def test_it_makes_no_place_too_small_to_press(view, place):
    left, top, right, bottom = box(place[view])
    x, _, edge, _ = viewbox(view)
    pixels = SIZE_ON_A_PHONE / (edge - x)
    assert min(right - left, bottom - top) * pixels >= SMALLEST_TARGET
    area = len(grid(place[view])) * STEP**2 * pixels**2
    assert area >= 0.9 * SMALLEST_TARGET**2, "only corners may be cut off"


@pytest.mark.parametrize(("view", "place"), named("places"))
def test_it_puts_places_on_the_body(view, place):
    """Edges may stand out a little, so that a finger finds them."""
    outlines = [s["d"] for s in FIGURE["views"][view]["shapes"] if s["d"].endswith("z")]
    points = grid(place[view])
    on_body = [point for point in points if any(covers(d, point) for d in outlines)]
    assert len(on_body) >= len(points) * (0.9)


@pytest.mark.parametrize("view", VIEWS)
def test_it_lets_no_two_places_cover_each_other(view):
    drawn = [place for place in FIGURE["places"] if view in place]
    overlaps = [
        (a["id"], b["id"])
        for a, b in combinations(drawn, 2)
        if len(grid(a[view]) & grid(b[view])) > 0.05 * min(len(grid(a[view])), len(grid(b[view])))
    ]
    assert overlaps == []


@pytest.mark.parametrize("view", VIEWS)
def test_it_leaves_enough_of_every_muscle_in_sight(view):
    """Those that come later lie on top."""
    drawn = [muscle for muscle in FIGURE["muscles"] if view in muscle]
    for number, muscle in enumerate(drawn):
        hidden = frozenset().union(*(grid(later[view]) for later in drawn[number + 1 :]))
        points = grid(muscle[view])
        assert len(points - hidden) >= 0.35 * len(points), muscle["id"]


@pytest.mark.parametrize("muscle", FIGURE["muscles"], ids=lambda muscle: muscle["id"])
def test_it_marks_the_knots_inside_the_muscle(muscle):
    assert any(muscle["knots"].values())
    for view, spots in muscle["knots"].items():
        assert all(covers(muscle[view], tuple(spot)) for spot in spots), view


@pytest.mark.parametrize(("view", "muscle"), named("muscles"))
def test_it_shows_the_whole_muscle_close_up(view, muscle):
    close_up = frame(muscle["zoom"][view])
    assert within(box(muscle[view]), close_up)
    assert within(close_up, viewbox(view))


@pytest.mark.parametrize("muscle", FIGURE["muscles"], ids=lambda muscle: muscle["id"])
def test_it_shows_where_pain_is_often_felt_close_up(muscle):
    places = {place["id"]: place for place in FIGURE["places"]}
    for name in MUSCLES[muscle["id"]].split():
        place = places[name]
        views = [view for view in muscle["zoom"] if view in place]
        assert any(within(box(place[v]), frame(muscle["zoom"][v]), 8) for v in views), name


@pytest.mark.parametrize("view", VIEWS)
def test_it_sends_few_bytes(view):
    shapes = [shape["d"] for shape in FIGURE["views"][view]["shapes"]]
    drawn = shapes + [muscle[view] for muscle in FIGURE["muscles"] if view in muscle]
    assert len(gzip.compress("\n".join(drawn).encode())) < 6000


@pytest.mark.parametrize(("view", "place"), named("places"))
def test_it_shows_every_place_close_and_large_enough_for_a_finger(view, place):
    """44 CSS pixels in a picture that is 248 wide on the smallest phone."""
    left, top, right, bottom = box(place[view])
    near = [
        float(close["viewbox"].split()[2])
        for close in FIGURE["close_views"]
        if close["group"] == place["group"]
        and close["view"] == view
        and within(box(place[view]), frame(close["viewbox"]), 0.5)
    ]
    assert near
    assert min(right - left, bottom - top) * 248 / min(near) >= 44


@pytest.mark.parametrize("close", FIGURE["close_views"], ids=lambda c: f"{c['group']} {c['name']}")
def test_it_shows_close_only_what_is_on_the_figure(close):
    assert within(frame(close["viewbox"]), viewbox(close["view"]))
    assert close["group"] in PLACES
