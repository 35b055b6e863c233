"""Flat drawings as PNG files of few colors: those of their shapes, which are kept exactly, and as
many of those at the rims of shapes as there is room for."""

import io
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import islice

from PIL import Image, ImageChops

MOST_COLORS, MOST_BYTES = 24, 25_000
# How many pixels of one color, with the same all around, are a shape.
LEAST_OF_A_SHAPE = 100
# Colors that are nearer to each other, in each of their three parts, are the same to the eye.
APART = 5

Color = tuple[int, int, int]


def small(picture: Image.Image) -> bytes:
    picture = picture.convert("RGB")
    shapes = list(apart(most_used(within_shapes(picture), LEAST_OF_A_SHAPE)))
    most = max(MOST_COLORS, len(shapes))
    colors = list(islice(apart(shapes + most_used(picture)), most))
    while True:
        file = io.BytesIO()
        with_colors(picture, colors).save(file, "PNG", optimize=True)
        if file.tell() <= MOST_BYTES or len(colors) == len(shapes):
            return file.getvalue()
        colors.pop()


def most_used(picture: Image.Image, at_least: int = 1) -> list[Color]:
    """The colors of what can be seen, from the most used."""
    found = picture.convert("RGBA").getcolors(picture.width * picture.height)
    counts = [(-count, color[:3]) for count, color in found if color[3] and count >= at_least]
    return [color for _, color in sorted(counts)]


def within_shapes(picture: Image.Image) -> Image.Image:
    """What has the same color on all four sides; the rest cannot be seen."""
    steps = [
        step
        for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1))
        for step in ImageChops.difference(picture, ImageChops.offset(picture, x, y)).split()
    ]
    inside = picture.copy()
    inside.putalpha(reduce(ImageChops.lighter, steps).point(lambda step: 0 if step else 255))
    return inside


def apart(colors: Iterable[Color]) -> Iterator[Color]:
    """Without those that look like one before."""
    kept: list[Color] = []
    for color in colors:
        if all(max(map(abs, differences(color, other))) >= APART for other in kept):
            kept.append(color)
            yield color


def with_colors(picture: Image.Image, colors: list[Color]) -> Image.Image:
    """Each pixel in the nearest of these. Pillow's own way takes near colors for one."""
    nearest = {
        color: min(
            range(len(colors)),
            key=lambda place: sum(step**2 for step in differences(color, colors[place])),
        )
        for color in most_used(picture)
    }
    parts = picture.tobytes()
    pixels = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    flat = Image.frombytes("P", picture.size, bytes(map(nearest.__getitem__, pixels)))
    flat.putpalette([part for color in colors for part in color])
    return flat


def differences(one: Color, other: Color) -> tuple[int, ...]:
    return tuple(a - b for a, b in zip(one, other, strict=True))
