"""Which version of the program renders: after an update, stored pages are rendered by it again."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path

ROOT = Path(__file__).parents[2]
# More than takes part: a page that is rendered once too often does no harm.
SOURCES = (("content", ("*.py", "*.toml")), ("templates", ("*.html", "*.svg")))
APART = {"migrations", "management", "starter", "admin", "doors", "registration"}
LIBRARIES = ("markdown-it-py", "mdit-py-plugins")


@cache
def version() -> str:
    """16 hex digits."""
    return fingerprint(ROOT)


def fingerprint(root: Path) -> str:
    """Of the libraries, and of the program's files under `root`."""
    whole = hashlib.sha256(repr([version_of(name) for name in LIBRARIES]).encode())
    for path in sorted(sources(root)):
        whole.update(f"{path.relative_to(root)}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def sources(root: Path) -> Iterator[Path]:
    for folder, patterns in SOURCES:
        for pattern in patterns:
            found = (root / folder).rglob(pattern)
            yield from (path for path in found if APART.isdisjoint(path.relative_to(root).parts))
