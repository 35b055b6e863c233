"""The rules of the style sheets, for tests that read them."""

import re
from collections.abc import Iterator

from tests.source import ROOT


def sheet(name: str) -> str:
    """A source of the guide's style sheet, without comments."""
    return uncommented((ROOT / "static/css/src" / f"{name}.css").read_text("utf-8"))


def uncommented(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def blocks(css: str) -> Iterator[tuple[str, str, list[str]]]:
    """Every rule as (what stands around it, selector, its declarations)."""
    around, start = [], 0
    for mark in re.finditer(r"[{};]", css):
        words = css[start : mark.start()].strip()
        if mark[0] == "{":
            around.append([words, []])
        elif words and around:
            around[-1][1].append(words)
        if mark[0] == "}":
            selector, declarations = around.pop()
            yield " ".join(name for name, _ in around), selector, declarations
        start = mark.end()
