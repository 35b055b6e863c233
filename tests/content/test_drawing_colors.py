"""The colors of the drawings keep apart what a picture teaches, on screen and on paper."""

import re

import pytest

from tests.contrast import contrast
from tests.style_rules import blocks, sheet

SHEETS = ("tokens", "drawings", "print-drawings")
SCHEMES = {
    "light": "",
    "dark": "@media screen and (prefers-color-scheme: dark)",
    "print": "@media print",
}
# What must be told apart -> the class that sets tones for it, and what it lies on.
PAIRS = [
    ("", "knot", "muscle"),
    ("", "knot", "skin"),
    (".pic-tone-light", "knot", "skin"),
    ("", "knot", "soft"),
    (".pic--referred-pain", "soft", "skin"),
    ("", "steel", "muscle"),
    ("", "steel", "soft"),
    ("", "steel", "milk"),
    ("", "soft", "knot"),
    ("", "tendon", "lung"),
    ("", "mark", "muscle"),
    ("", "ink", "backdrop"),
    ("", "ink", "ground"),
    ("", "warm", "cloth"),
    ("", "knot", "milk"),
    (".pic-tone-deep", "finger-edge", "milk"),
    (".pic-tone-glove", "finger-edge", "milk"),
    (".pic--in-the-syringe", "steel", "ground"),
    (".pic--in-the-syringe", "steel", "glass"),
    (".pic--treatment-ladder", "steel", "ground"),
    ("", "ink", "pointer-edge"),
    ("", "bone-edge", "ground"),
    ("", "disc-edge", "ground"),
    ("", "nerve-rim", "ground"),
    ("", "arrow", "backdrop"),
    ("", "denim", "backdrop"),
    ("", "plum", "backdrop"),
    ("", "blade", "sun"),
    ("", "count", "ground"),
    ("", "empty", "ground"),
    ("", "soft", "cloth"),
    (".pic--emergency-signs", "soft", "denim"),
]


def tokens(scheme, tone):
    """The picture tokens that hold there; what the print sheet does not name stays as it is."""
    values = {}
    found = [rule for name in SHEETS for rule in blocks(sheet(name))]
    for selector in filter(None, (":root", tone)):
        for media in dict.fromkeys(("", SCHEMES[scheme])):
            for around, name, declarations in found:
                here = ("@media" not in around) if not media else around.endswith(media)
                if name == selector and here:
                    pairs = (line.partition(":") for line in declarations)
                    values.update({key.strip(): value.strip() for key, _, value in pairs})
    return values


def test_it_measures_contrast_as_wcag_does():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("tone", "shape", "ground"), PAIRS)
def test_a_shape_stands_out_from_what_it_lies_on(scheme, tone, shape, ground):
    values = tokens(scheme, tone)
    assert contrast(values[f"--pic-{shape}"], values[f"--pic-{ground}"]) >= 3


@pytest.mark.parametrize("hair", ["hair", "hair-dark", "hair-black"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_head_stands_out_from_what_is_behind_it(scheme, hair):
    """By the color of the hair, or by a rim around it."""
    values = tokens(scheme, "")
    rules = {name: " ".join(lines) for _, name, lines in blocks(sheet("drawings"))}
    seen = [values[f"--pic-{hair}"]]
    if "var(--pic-hair-rim)" in rules[f".pic-{hair}"]:
        seen.append(values["--pic-hair-rim"])
    colors = [color for color in seen if color != "transparent"]
    assert max(contrast(color, values["--pic-backdrop"]) for color in colors) >= 3


def test_what_is_printed_is_gray():
    printed = [
        value
        for around, _, declarations in blocks(sheet("print-drawings"))
        if around.endswith(SCHEMES["print"])
        for value in re.findall(r"#([0-9A-F]{6})", " ".join(declarations))
    ]
    assert printed
    assert [value for value in printed if value != value[:2] * 3] == []
