"""The drawings of the starter guide: the numbers in a picture are those of the key below it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ARTICLES = Path(settings.BASE_DIR) / "content" / "starter" / "en"
DRAWINGS = Path(settings.BASE_DIR) / "templates" / "drawings"
FIGURE = re.compile(r"^::: figure drawing:(\S+)[^\n]*\n(.*?)^:::", re.MULTILINE | re.DOTALL)
FIGURES = [
    pytest.param(name, words, id=f"{path.stem}-{name}")
    for path in sorted(ARTICLES.rglob("*.md"))
    for name, words in FIGURE.findall(path.read_text())
]


@pytest.mark.parametrize(("name", "words"), FIGURES)
def test_it_numbers_in_the_drawing_what_its_key_names(name, words):
    drawn = re.findall(r"<text[^>]*>(\d+)</text>", (DRAWINGS / f"{name}.svg").read_text())
    assert sorted(set(drawn), key=int) == re.findall(r"^(\d+)\.", words, re.MULTILINE)


def test_it_finds_the_figures_of_the_guide():
    assert len(FIGURES) >= 30
