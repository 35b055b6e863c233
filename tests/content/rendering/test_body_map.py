"""The figures of the body map: every place and muscle that the guide speaks of, drawn."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template.loader import get_template

from content.rendering.body_map import (
    GROUPS,
    VIEWS,
    close_up,
    drawing,
    figure,
    markup,
    nearest,
    part,
    whole,
)
from content.rendering.body_map.extent import around, holds, points, turned

MUSCLES = """
upper-trapezius mid-trapezius levator-scapulae sternocleidomastoid splenius suboccipitals rhomboids
supraspinatus infraspinatus pectorals latissimus iliocostalis multifidus quadratus-lumborum
gluteus-maximus gluteus-medius gluteus-minimus piriformis
""".split()
PLACES = """
forehead temple around-the-eye cheek-and-jaw ear top-of-head back-of-head back-of-neck side-of-neck
top-of-shoulder front-of-shoulder back-of-shoulder outer-shoulder outer-arm inner-arm elbow hand
chest belly groin between-the-shoulder-blades shoulder-blade mid-back low-back over-the-spine
back-of-pelvis buttock tailbone outer-hip outer-thigh back-of-thigh calf ankle
""".split()
FOLD = 20  # how far below the armpit an arm still touches the body
ROOM = 6.5  # at most so much of the close-up is empty beside the body
IDS = re.compile(r'\bid="([^"]+)"')
POINT = re.compile(r"M\s*(-?[\d.]+)[\s,]*(-?[\d.]+)")


def svg(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.strip())


def box(text: str) -> tuple[float, float, float, float]:
    left, top, width, height = map(float, text.split())
    return left, top, left + width, top + height


def test_it_draws_the_muscles_and_places_that_the_guide_speaks_of():
    assert sorted(muscle.id for muscle in figure().muscles) == sorted(MUSCLES)
    assert sorted(place.id for place in figure().places) == sorted(PLACES)


def test_it_has_a_name_and_an_area_for_each_place():
    names = [place.name for place in figure().places]
    assert len(set(names)) == len(names)
    assert {place.group for place in figure().places} == set(GROUPS)
    assert all(place.name.strip() and place.paths for place in figure().places)


def test_it_shows_each_muscle_with_a_knot_that_its_close_up_holds():
    for muscle in figure().muscles:
        assert muscle.paths, muscle.id
        assert set(muscle.paths) <= set(muscle.zooms), muscle.id
        assert any(muscle.knots.values()), muscle.id
        for view, spots in muscle.knots.items():
            left, top, right, bottom = box(muscle.zooms[view])
            assert all(left < x < right and top < y < bottom for x, y in spots), muscle.id


@pytest.mark.parametrize("view", VIEWS)
def test_it_begins_everything_on_the_right_side_of_the_person_or_in_the_middle(view):
    """In the figure, the person's right is right from behind and left from the front."""
    axis = figure().views[view].axis
    for one in (*figure().places, *figure().muscles):
        if one.mirrored and view in one.paths:
            x = float(POINT.match(one.paths[view])[1])
            # Shapes of the neck and the spine may begin a hand's breadth across.
            assert (x > axis - 30) if view == "back" else (x < axis + 30), one.id


def test_it_says_what_each_picture_shows():
    muscle, place = figure().muscle["upper-trapezius"], figure().place["temple"]
    back, front = close_up(muscle, "Upper trapezius", [place])
    assert "from behind" in back.label
    assert "Upper trapezius" in back.label
    assert "ring" in back.label
    assert "temple" not in back.label
    assert "temple" in front.label
    drawn = svg(markup(front))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == front.label


def test_it_leaves_out_a_side_on_which_there_is_nothing_to_see():
    views = [p.view.name for p in close_up(figure().muscle["rhomboids"], "Rhomboids", [])]
    assert views == ["back"]


def test_it_draws_every_muscle_as_sound_markup_with_ids_of_its_own():
    pages = [
        markup(picture)
        for muscle in figure().muscles
        for picture in close_up(muscle, muscle.id, figure().places)
    ]
    ids = [id for page in pages for id in IDS.findall(page)]
    assert len(ids) == len(set(ids)) == len(pages)
    for page in pages:
        svg(page)
        assert f"url(#{IDS.search(page)[1]})" in page


def test_it_shows_no_piece_of_an_arm_without_its_shoulder():
    muscle, places = figure().muscle["gluteus-minimus"], figure().place
    low = close_up(muscle, muscle.id, [places["ankle"], places["outer-thigh"]])
    assert [picture.view.name for picture in low] == ["back", "front"]
    for picture in low:
        drawn = svg(markup(picture))
        outline = drawn.find("g[@clip-path]")
        assert len(outline.findall("path")) == len(picture.shapes)
        cut = drawn.find("clipPath")
        assert outline.get("clip-path") == f"url(#{cut.get('id')})"
        assert cut.find("path").get("d") == picture.view.trunk


def test_it_shows_the_arms_where_they_hang_from_a_shoulder_or_may_hurt():
    high = close_up(figure().muscle["latissimus"], "Latissimus", [])
    assert [picture.trunk for picture in high] == [""]
    low = figure().muscle["gluteus-minimus"]
    hurt = close_up(low, low.id, [figure().place["hand"]])
    assert [picture.trunk for picture in hurt] == ["", ""]


def test_it_knows_whether_dots_lie_on_the_muscle():
    places, muscles = figure().place, figure().muscle

    def found(muscle, *names):
        pictures = close_up(muscles[muscle], muscle, [places[name] for name in names])
        return [picture.has_pain_on_muscle for picture in pictures]

    assert found("rhomboids", "between-the-shoulder-blades") == [True]
    assert found("latissimus", "mid-back", "hand") == [True, False]
    assert found("supraspinatus", "outer-arm", "elbow") == [False, False]
    assert found("rhomboids") == [False]


def test_its_dots_are_where_the_pattern_repeats():
    """On a square of one step lies one dot, wherever the square is."""
    back = figure().views["back"]
    drawn = drawing("x", back, "", muscles=[], places=[], figure=figure())
    assert f'patternTransform="rotate({drawn.turn})"' in markup(drawn)
    for corner in ((100, 200), (150, 333)):
        square = turned_square(corner, drawn)
        assert sum(holds(square, dot) for dot in drawn.dots_near(square)) == 1


def turned_square(corner, drawn) -> str:
    (x, y), step = corner, drawn.step
    sides = [turned(spot, drawn.turn) for spot in ((step, 0), (0, step), (-step, 0))]
    return f"M{x} {y}" + "".join(f"l{dx:.4f} {dy:.4f}" for dx, dy in sides) + "z"


@pytest.mark.parametrize("muscle", figure().muscles, ids=lambda muscle: muscle.id)
def test_the_body_fills_each_close_up_from_side_to_side(muscle):
    """So that the name of the side, in the middle above, stands over it."""
    for picture in close_up(muscle, muscle.id, []):
        left, top, right, bottom = box(picture.viewbox)
        across = [
            x
            for shape in picture.shapes
            for x, y in points(shape.d)
            if top <= y <= bottom and (not picture.trunk or holds(picture.trunk, (x, y)))
        ]
        assert min(across) <= left + ROOM, picture.view.name
        assert max(across) >= right - ROOM, picture.view.name


@pytest.mark.parametrize("viewbox", ["140 600 200 120", "0 420 180 460"])
def test_it_shows_both_legs_whole_where_arms_are_left_out(viewbox):
    back, calf = figure().views["back"], figure().place["calf"]
    drawn = drawing("x", back, "", muscles=[], places=[calf], figure=figure(), viewbox=viewbox)
    left, top, right, bottom = box(drawn.viewbox)
    axis = back.axis
    assert (top, bottom) == box(viewbox)[1::2]
    assert axis - left == pytest.approx(right - axis, abs=1)
    legs = [
        x for x, y in points(back.shapes[1].d) if top <= y <= bottom and holds(back.trunk, (x, y))
    ]
    assert legs
    assert all(left < x < right for x in legs)


def test_it_cuts_off_nothing_that_stands_out_beside_the_body():
    outer_arm = figure().place["outer-arm"]
    for picture in close_up(figure().muscle["infraspinatus"], "Infraspinatus", [outer_arm]):
        left, _, right, _ = box(picture.viewbox)
        spots = points(outer_arm.paths[picture.view.name])
        assert all(left < x < right for x, _ in spots)


@pytest.mark.parametrize("view", VIEWS)
def test_what_it_leaves_out_with_the_arms_is_no_more_than_the_arms(view):
    """The cut goes through the gaps beside the body: it crosses no line that is drawn, and every
    muscle and place below the armpits lies within it, but those of the arm."""
    shown = figure().views[view]
    cut = shown.trunk
    arms = [place for place in figure().places if place.is_on_the_arm and view in place.paths]
    low = [one for one in arms if min(y for _, y in points(one.paths[view])) > shown.armpit]
    assert {place.id for place in low} >= {"elbow", "hand"}
    for place in low:
        assert not any(holds(cut, spot) for spot in points(place.paths[view])), place.id
    for one in (*figure().places, *figure().muscles):
        if view in one.paths and one not in arms:
            spots = [spot for spot in points(one.paths[view]) if spot[1] > shown.armpit + FOLD]
            assert all(holds(cut, spot) for spot in spots), one.id
    outline = max((shape.d for shape in shown.shapes), key=len)
    crossed = [(a, b) for a, b in sides(polygon(outline)) if holds(cut, a) != holds(cut, b)]
    assert all(min(a[1], b[1]) <= shown.armpit + FOLD for a, b in crossed)


def polygon(path: str) -> list[tuple[float, float]]:
    return list(points(path))


def sides(corners):
    return zip(corners, [*corners[1:], corners[0]], strict=True)


def test_it_names_the_two_cuts_of_one_page_apart():
    shown = [close for close in figure().close_views if close.group == "Hip and leg"]
    places = [(place, "/") for place in figure().places if place.group == "Hip and leg"]
    pictures = [part(figure().views[close.view], close, "", places) for close in shown]
    assert all(picture.trunk for picture in pictures)
    assert len({picture.key for picture in pictures}) == len(shown) > 1


def test_it_hides_a_picture_without_a_label_from_screen_readers():
    back = figure().views["back"]
    plain = drawing("x", back, "", muscles=[], places=[], figure=figure())
    assert svg(markup(plain)).get("aria-hidden") == "true"


def test_it_makes_the_dots_larger_in_a_tall_part_that_is_shown_small():
    back = figure().views["back"]
    drawn = drawing("x", back, "", muscles=[], places=[], figure=figure())
    dots = [
        replace(drawn, viewbox=viewbox).dot
        for viewbox in ("0 0 140 140", "0 0 140 350", "0 0 140 530")
    ]
    assert dots[0] == dots[1] < dots[2]


@pytest.mark.parametrize("view", VIEWS)
def test_it_makes_each_place_of_the_whole_figure_a_link_with_a_name(view):
    places = [(place, f"/go/{place.id}/") for place in figure().places]
    picture = whole(figure().views[view], "A body", places)
    drawn = svg(get_template("body_map/whole.svg").render({"picture": picture}))
    links = {link.get("href"): link for link in drawn.findall("a")}
    shown = [place for place in figure().places if view in place.paths]
    assert sorted(links) == sorted(f"/go/{place.id}/" for place in shown)
    for place in shown:
        link = links[f"/go/{place.id}/"]
        assert link.get("aria-label") == place.name
        assert len(link.findall("path")) == (2 if place.mirrored else 1)


@pytest.mark.parametrize(
    ("typed", "meant"), [("back-of-nek", "back-of-neck"), ("Back of neck", "back-of-neck")]
)
def test_it_guesses_the_place_that_was_meant(typed, meant):
    assert nearest(typed, PLACES) == meant
    assert nearest("moon", PLACES) == ""


def test_it_knows_how_far_a_shape_reaches():
    assert list(points("M10 20l5-5c1 1 2 2 3 .5q1 1-8 2z")) == [
        (10, 20), (15, 15), (18, 15.5), (10, 17.5),
    ]  # fmt: skip


def test_it_comes_as_near_as_everything_can_be_seen():
    back = figure().views["back"]
    left, top, right, bottom = box(around(back, [(200, 400), (220, 600)]))
    assert left < 200 < 220 < right
    assert top < 400 < 600 < bottom < 700
    assert around(back, []) == back.viewbox


def test_it_shows_all_of_a_head_or_nothing_of_it():
    for view in figure().views.values():
        above, below = view.head
        hair = next(shape.d for shape in view.shapes if shape.css_class == "pic-hair-dark")
        assert all(above < y < below for _, y in points(hair))
        assert box(around(view, [(200, 120), (200, 260)]))[1] == above
        zooms = {m.id: box(m.zooms[view.name]) for m in figure().muscles if view.name in m.zooms}
        assert {
            name: top for name, (_, top, _, _) in zooms.items() if above + 4 < top < below
        } == {}


def test_it_reads_every_shape_of_the_figure_as_lying_inside_it():
    for one in (*figure().places, *figure().muscles):
        for view, path in one.paths.items():
            left, top, right, bottom = box(figure().views[view].viewbox)
            assert re.sub(r"[^A-Za-z]", "", path).strip("Mlcqz") == "", one.id
            assert all(left <= x <= right and top <= y <= bottom for x, y in points(path)), one.id
