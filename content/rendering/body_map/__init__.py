"""The figures of the body map: the places where pain may be felt, the muscles, and their pictures.

Everything is read from figure.toml in this folder. Knows no database: which muscle can send pain
to which place is said by the articles.
"""

from content.rendering.body_map.close_up import close_up, markup
from content.rendering.body_map.figure import (
    GROUPS,
    VIEWS,
    CloseView,
    Figure,
    Muscle,
    Place,
    View,
    figure,
    nearest,
)
from content.rendering.body_map.layers import Drawing, Whole, drawing, part, whole

__all__ = [
    "GROUPS",
    "VIEWS",
    "CloseView",
    "Drawing",
    "Figure",
    "Muscle",
    "Place",
    "View",
    "Whole",
    "close_up",
    "drawing",
    "figure",
    "markup",
    "nearest",
    "part",
    "whole",
]
