"""The search of the guide: `find` for patients, the other verbs for publishing.

Two engines stand behind it, SQLite's FTS5 and PostgreSQL's text search; everything that makes a
search good (synonyms, spelling, the order of small decisions) is ours and the same on both.
"""

from content.search.documents import prune, rebuild, refresh, reindex, remove, tidy
from content.search.finding import find
from content.search.results import Hit, Results
from content.search.urgent import is_urgent, without_self_harm

__all__ = [
    "Hit", "Results", "find", "is_urgent", "prune", "rebuild", "refresh", "reindex", "remove",
    "tidy", "without_self_harm",
]  # fmt: skip
