"""What the pictures beside a link are drawn of: the drawings of the guide and its muscles, without
words and numbers, and from what each was drawn, so that a test finds those that are out of date."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from content.pages.shared_pictures import RECORD
from content.rendering.body_map import close_up, figure, markup
from content.starter import starter_articles
from tests.content.rendering.world import rendered
from tests.source import ROOT
from tests.style_rules import blocks, sheet

FOLDER = ROOT / "static/img/shared"
HEAD = """\
# Written by `make site-pictures`, which draws what stands beside a link to a page: for each drawing
# the digests of its source and of its file, and of a muscle the places where it shows pain. Run it
# again when a drawing, a muscle or their colors change; do not write here by hand.
"""
SHEETS = ("tokens", "drawings", "body")
# What lies around the drawing. Its numbers and pointers say nothing without the key below it, but
# for those that are marks on a scale.
STYLES = """\
body {
  display: grid;
  place-content: center;
  height: 100vh;
  overflow: hidden;
  background: var(--paper);
}
.plate {
  display: flex;
  align-items: center;
  overflow: hidden;
  border-radius: 24px;
  background: var(--pic-ground);
}
.plate--body { gap: 40px; padding: 28px 56px 0; background: var(--card) }
.plate .pic { inline-size: auto; block-size: auto }
:is(.pic-number, .pic-pointer, .pic-dot) { display: none }
.pic--pain-scale .pic-pointer { display: initial }
"""
ROOM, ROOM_OF_BODY = (1080, 560), (730, 500)
# The parts of a drawing that are shown beside each other where all of it would be far from square.
PARTS = {
    "pain-scale": ("30 44 420 136",),
    "visit-in-five-steps": ("0 0 480 488", "110 480 260 248"),
}
_WORDS = re.compile(r"<(title|desc)\b.*?</\1>", re.DOTALL)
_FRAME = re.compile(r'viewBox="([^"]*)"(?: width="[^"]*" height="[^"]*")?')
_DRAWN = re.compile(r"\.pic\b|\.pic-|\.body-")


@dataclass(frozen=True)
class Subject:
    """`views` are shown beside each other, each as (SVG, viewBox); `places` are those where the
    picture of a muscle shows pain."""

    name: str
    views: tuple[tuple[str, str], ...]
    places: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.png"

    @property
    def html(self) -> str:
        kind, room = ("plate plate--body", ROOM_OF_BODY) if self.places else ("plate", ROOM)
        sizes = [tuple(map(float, viewbox.split()[2:])) for _, viewbox in self.views]
        scale = min(room[0] / sum(w for w, _ in sizes), room[1] / max(h for _, h in sizes))
        views = "".join(
            _FRAME.sub(
                f'viewBox="{viewbox}" width="{width * scale:.0f}" height="{height * scale:.0f}"',
                svg,
                count=1,
            )
            for (svg, viewbox), (width, height) in zip(self.views, sizes, strict=True)
        )
        return f'<div class="{kind}">{views}</div>'

    @property
    def source(self) -> str:
        """The same as long as the picture would be."""
        return digest(_WORDS.sub("", self.html).encode(), styles().encode())


def subjects() -> list[Subject]:
    return sorted([*drawings(), *muscles()], key=lambda subject: subject.name)


def drawings() -> Iterator[Subject]:
    """Those that teach something; an ornament stands for no page."""
    for path in sorted((ROOT / "templates/drawings").glob("*.svg")):
        svg = render_to_string(f"drawings/{path.name}")
        if 'role="img"' in svg:
            parts = PARTS.get(path.stem) or (_FRAME.search(svg)[1],)
            yield Subject(path.stem, tuple((svg, part) for part in parts))


def muscles() -> Iterator[Subject]:
    """As on their pages in the starter guide."""
    for article in starter_articles():
        if article.head.get("kind") != "muscle":
            continue
        words = rendered(article.body).muscle
        places = [figure().place[pain.place] for pain in words.pains]
        views = close_up(figure().muscle[words.id], "", places)
        pictures = tuple((markup(replace(view, label="")), view.viewbox) for view in views)
        yield Subject(words.id, pictures, tuple(sorted(place.id for place in places)))


@cache
def styles() -> str:
    return "\n".join([*(rule for name in SHEETS for rule in rules(sheet(name))), STYLES])


def rules(css: str) -> Iterator[str]:
    """Those for drawings that hold on a light screen, and the colors that they name."""
    for around, selector, lines in blocks(css):
        kept = lines if _DRAWN.search(selector) else colors_among(lines)
        if kept and "@media" not in around:
            yield f"{selector} {kept}"


def colors_among(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(("--pic-", "--paper:", "--surface:"))]


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def record() -> None:
    """Notes from what the files were just drawn, and removes those of no drawing."""
    found = subjects()
    for file in FOLDER.iterdir():
        if file not in {subject.file for subject in found}:
            file.unlink()
    RECORD.write_text(HEAD + "".join(map(as_toml, found)), encoding="utf-8")


def as_toml(subject: Subject) -> str:
    lines = [f"{name} = {json.dumps(value)}" for name, value in entry(subject).items()]
    return "\n".join(["", f"[{subject.name}]", *lines, ""])


def entry(subject: Subject) -> dict:
    found = {"source": subject.source, "file": digest(subject.file.read_bytes())}
    return found | ({"places": list(subject.places)} if subject.places else {})
