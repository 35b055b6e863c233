"""What a backup says of itself: when, of what, and the size and hash of each file in it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from tpi_site.backup.facts import Facts
from tpi_site.backup.refusals import Damaged, Unfit

FORMAT = 1
MOST_NAMED = 5


@dataclass
class Manifest:
    made_at: str
    site: str
    database: str  # sqlite or postgresql
    facts: Facts
    # Names of the keys to what patients wrote, the newest first; never the keys.
    enquiry_keys: list[str]
    # Files that the database names and that were missing already when the backup was made.
    missing: list[str] = field(default_factory=list)
    files: dict[str, list] = field(default_factory=dict)  # name: [size, SHA-256]
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        fields = json.loads(text)
        if fields["format"] != FORMAT:
            raise Unfit(
                "This backup was made by a newer version of the program. Install that one first."
            )
        return cls(**fields | {"facts": Facts(**fields["facts"])})

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def size(self) -> int:
        return sum(size for size, _ in self.files.values())

    def check(self, found: dict[str, list]) -> None:
        """Raises Damaged unless exactly these files came out of the backup."""
        missing = sorted(set(self.files) - set(found))
        if missing:
            raise Damaged(f"The backup lacks files that it should have: {named(missing)}.")
        wrong = sorted(name for name in found if found[name] != self.files.get(name))
        if wrong:
            raise Damaged(f"Files in the backup are not as they were: {named(wrong)}.")


def named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def key_name(key: str) -> str:
    return hashlib.sha256(b"enquiry key " + key.encode()).hexdigest()[:16]


class Hashed:
    """Passes on what is read from a file and keeps its size and hash."""

    def __init__(self, file):
        self.file, self.size, self.hash = file, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.size += len(data)
        self.hash.update(data)
        return data

    @property
    def entry(self) -> list:
        return [self.size, self.hash.hexdigest()]
