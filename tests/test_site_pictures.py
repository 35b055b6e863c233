"""The pictures that stand beside a link are those of the drawings as they are now: whoever changes
a drawing is told here to draw its picture again."""

import tomllib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from content.imaging import CARD
from content.pages.shared_pictures import RECORD
from tests.flat_colors import MOST_BYTES, differences, most_used, small, with_colors
from tests.shared_pictures import FOLDER, SHEETS, Subject, digest, rules, subjects
from tests.style_rules import sheet

AGAIN = "Run `make site-pictures` and commit what it draws."
MOST_BYTES_OF_ALL = 1_200_000
PAPER, RED = (252, 250, 245), (143, 36, 29)


@pytest.fixture(scope="module")
def drawn() -> list[Subject]:
    return subjects()


@pytest.fixture(scope="module")
def record() -> dict[str, dict]:
    return tomllib.loads(RECORD.read_text("utf-8"))


def listed(names) -> str:
    return ", ".join(sorted(names))


def test_it_finds_the_drawings_and_the_muscles(drawn):
    names = {subject.name for subject in drawn}
    assert len(names) == len(drawn) >= 50
    assert {"taut-band", "upper-trapezius"} <= names
    assert "strand-gap" not in names
    assert sum(bool(subject.places) for subject in drawn) == 18


def test_every_drawing_has_its_picture(drawn, record):
    known = record.keys() & {file.stem for file in FOLDER.glob("*.png")}
    missing = {subject.name for subject in drawn} - known
    assert not missing, f"No picture for links: {listed(missing)}. {AGAIN}"


def test_every_picture_has_its_drawing(drawn, record):
    found = record.keys() | {file.stem for file in FOLDER.iterdir()}
    left_over = found - {subject.name for subject in drawn}
    assert not left_over, f"Pictures for links of no drawing: {listed(left_over)}. {AGAIN}"


def test_every_picture_is_of_the_drawing_as_it_is_now(drawn, record):
    old = {one.name for one in drawn if record.get(one.name, {}).get("source") != one.source}
    assert not old, f"Changed since they were drawn for links: {listed(old)}. {AGAIN}"


def test_every_file_is_the_one_that_was_drawn(record):
    files = {file.stem: digest(file.read_bytes()) for file in FOLDER.glob("*.png")}
    other = {name for name, entry in record.items() if files.get(name) != entry["file"]}
    assert not other, f"Not the files that were drawn for links: {listed(other)}. {AGAIN}"


def test_it_notes_the_places_of_each_muscle(drawn, record):
    noted = {name: tuple(entry.get("places", ())) for name, entry in record.items()}
    assert noted == {subject.name: subject.places for subject in drawn}


def test_every_picture_is_a_light_one_of_the_size_that_is_told():
    files = list(FOLDER.glob("*.png"))
    for file in files:
        with Image.open(file) as picture:
            assert (picture.format, picture.mode, picture.size) == ("PNG", "P", CARD), file.name
            assert picture.convert("RGB").getpixel((0, 0)) == PAPER, file.name
    weights = [file.stat().st_size for file in files]
    assert max(weights) <= MOST_BYTES
    assert sum(weights) <= MOST_BYTES_OF_ALL


def test_a_drawing_in_other_words_keeps_its_picture(drawn):
    one = next(subject for subject in drawn if subject.name == "taut-band")
    (svg, viewbox), *_ = one.views
    reworded = svg.replace("A tight band in a muscle", "A band")
    redrawn = svg.replace('d="M', 'd="M1 1M', 1)
    assert svg not in (reworded, redrawn)
    assert replace(one, views=((reworded, viewbox),)).source == one.source
    assert replace(one, views=((redrawn, viewbox),)).source != one.source


def test_pictures_hang_on_the_colors_of_a_light_screen_alone():
    css = sheet("drawings") + sheet("tokens")
    dark = "@media screen and (prefers-color-scheme: dark) { :root { --pic-knot: #111111; } }"
    page = ".places { display: grid; --places: 1 }"
    before = list(rules(css))
    assert list(rules(css + dark + page)) == before
    for change in (".pic-thin { stroke-width: 1 }", ":root { --pic-knot: #111111 }"):
        assert list(rules(css + change)) != before
    assert all(list(rules(sheet(name))) for name in SHEETS)


def test_it_keeps_the_colors_of_shapes_and_only_so_many_of_rims():
    picture = Image.linear_gradient("L").resize(CARD).convert("RGB")
    picture.paste(PAPER, (0, 0, 1200, 400))
    picture.paste(RED, (300, 100, 340, 140))
    with Image.open(BytesIO(small(picture))) as drawn:
        colors = most_used(drawn.convert("RGB"))
    assert {PAPER, RED} <= set(colors)
    assert len(colors) <= 24


def test_it_takes_the_nearest_color():
    picture = Image.new("RGB", (2, 1), PAPER)
    picture.putpixel((1, 0), (150, 40, 30))
    found = with_colors(picture, [RED, (255, 255, 255), PAPER]).convert("RGB")
    assert [found.getpixel((x, 0)) for x in (0, 1)] == [PAPER, RED]
    assert differences(PAPER, RED) == (109, 214, 216)
