"""The project's own files, for tests that read the code."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def python_files(folder: str) -> Iterator[tuple[str, str]]:
    """(path from the root, text) of every Python file below the folder, migrations left out."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
