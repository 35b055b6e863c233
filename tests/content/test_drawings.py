"""Every drawing of the guide teaches with a title and a description, takes its colors from the
tokens, and can stand on a page beside any other."""

import gzip
import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from tests.style_rules import sheet, uncommented

FOLDER = settings.BASE_DIR / "templates" / "drawings"
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg"))
STYLES = settings.BASE_DIR / "static" / "css" / "src"
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 12_000
# What a drawing may hold: shapes and words about them, nothing that loads, runs or moves.
ELEMENTS = set(
    "svg title desc g defs use path circle ellipse rect line polygon polyline text clipPath".split()
)
LOOKS = {"style", "fill", "stroke", "color", "opacity", "filter", "stroke-width", "font-size"}


def source(name):
    return render_to_string(f"drawings/{name}.svg")


def parsed(name):
    """The drawing as XML, with the namespace that HTML gives it."""
    return ElementTree.fromstring(source(name).replace("<svg", f'<svg xmlns="{SVG[1:-1]}"', 1))


def parts(name, *tags):
    found = parsed(name).iter()
    return [part for part in found if part.tag.removeprefix(SVG) in tags]


def for_eyes_only(svg):
    return svg.get("aria-hidden") == "true"


def style_rules():
    css = "".join(path.read_text("utf-8") for path in sorted(STYLES.glob("*.css")))
    return uncommented(css)


def test_it_finds_the_drawings():
    assert {"muscle-tight", "needle-in-knot", "disc-on-nerve"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_out_as_one_picture_with_title_and_description(name):
    svg = parsed(name)
    if for_eyes_only(svg):
        assert svg.get("focusable") == "false"
        return
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert 8 <= len(title.text) <= 60
    assert not title.text.endswith(".")
    assert len(desc.text.split()) >= 10
    assert desc.text.endswith(".")
    assert max(len(sentence.split()) for sentence in desc.text.split(". ")) <= 25


@pytest.mark.parametrize("name", NAMES)
def test_it_takes_every_color_from_the_tokens(name):
    rules = style_rules()
    for part in parsed(name).iter():
        assert not LOOKS & set(part.attrib), f"{part.tag} carries a look of its own"
        for word in part.get("class", "").split():
            known = word == f"pic--{name}" or re.search(rf"\.{re.escape(word)}\b(?!-)", rules)
            assert known, f"no rule for .{word}"


def test_the_rules_of_the_drawings_name_no_color_but_tokens():
    css = "".join(map(sheet, ("drawings", "print-drawings")))
    fixed = {
        (selector.strip(), value.strip())
        for selector, body in re.findall(r"([^{}]+){([^{}]*)}", css)
        for value in re.findall(r"(?<![\w-])(?:fill|stroke|color|background):([^;}]+)", body)
        if "var(--pic-" not in value and value.strip() not in ("none", "currentColor")
    }
    # The numbers stay white on dark in every scheme.
    assert {selector for selector, _ in fixed} == {".pic-number circle", ".pic-number text"}


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_shapes_and_no_words_but_numbers_in_order(name):
    tags = {part.tag.removeprefix(SVG) for part in parsed(name).iter()}
    assert tags <= ELEMENTS
    numbers = [part.text for part in parts(name, "text")]
    assert numbers == [str(place) for place in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("name", NAMES)
def test_its_numbers_keep_apart_from_each_other_and_from_the_edge(name):
    svg = parsed(name)
    _, _, width, height = map(float, svg.get("viewBox").split())
    group = next((part for part in svg.iter(f"{SVG}g") if part.get("class") == "pic-number"), ())
    rings = [
        tuple(float(part.get(key)) for key in ("cx", "cy", "r"))
        for part in group
        if part.tag == f"{SVG}circle"
    ]
    for place, (x, y, r) in enumerate(rings):
        assert r + 2 <= x <= width - r - 2
        assert r + 2 <= y <= height - r - 2
        for other_x, other_y, other_r in rings[:place]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > (r + other_r + 4) ** 2


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_nothing_and_points_only_into_itself(name):
    known = {f"#{part.get('id')}" for part in parsed(name).iter() if part.get("id")}
    for part in parsed(name).iter():
        for key, value in part.attrib.items():
            assert not key.lower().startswith("on")
            if key.endswith("href"):
                assert value in known
            if "url(" in value:
                assert value.removeprefix("url(").removesuffix(")") in known


@pytest.mark.parametrize("name", NAMES)
def test_it_is_small(name):
    assert len(gzip.compress(source(name).encode())) <= MOST_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_it_keeps_its_shape_while_the_page_loads(name):
    svg = parsed(name)
    _, _, width, height = svg.get("viewBox").split()
    assert (svg.get("width"), svg.get("height")) == (width, height)


def test_any_two_may_stand_on_one_page():
    ids = Counter(part.get("id") for name in NAMES for part in parsed(name).iter())
    ids.pop(None, None)
    assert [name for name, times in ids.items() if times > 1] == []
