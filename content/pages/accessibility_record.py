"""What the last automated accessibility run found. `make accessibility-record` runs it and writes
the file that is read here; nobody writes it by hand."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "accessibility_record.toml"


@dataclass(frozen=True)
class AccessibilityRecord:
    """`paths` were each opened in every one of the `widths` and `schemes`; `findings` are lines
    like: light, 390 px, /about/: rule and place."""

    date: date
    axe: str
    browser: str
    rules: tuple[str, ...]
    widths: tuple[int, ...]
    schemes: tuple[str, ...]
    paths: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def looks(self) -> int:
        """How often a page was looked at."""
        return len(self.paths) * len(self.widths) * len(self.schemes)


@cache
def record() -> AccessibilityRecord:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    lists = {name: tuple(value) for name, value in found.items() if isinstance(value, list)}
    return AccessibilityRecord(**found | lists)
