"""The starter guide in a test: loaded once as `manage.py start` loads it, afterwards put back."""

from content import starter
from tests.kept import Kept

_kept = Kept(starter.load, "starter guide")


def put() -> None:
    """Puts the guide into a database that has nothing of it yet."""
    _kept.put()
