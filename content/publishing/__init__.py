"""The verbs: the one place where anything becomes public, stops being public, changes its address
or is signed.

Each verb is one transaction that checks who asks, writes history, redirects and search, and begins
a new edition. `by` is the person who asks; None is the site itself, in commands only.
"""

from content.publishing.addresses import is_public, save_article, save_topic
from content.publishing.drafts import Words, render_again, save_draft
from content.publishing.going_live import publish, reinstate, sign, unschedule, withdraw
from content.publishing.pictures import add_picture
from content.publishing.rights import Person, Refused
from content.publishing.shared import delete, save_shared, why_not_delete

__all__ = [
    "Person",
    "Refused",
    "Words",
    "add_picture",
    "delete",
    "is_public",
    "publish",
    "reinstate",
    "render_again",
    "save_article",
    "save_draft",
    "save_shared",
    "save_topic",
    "sign",
    "unschedule",
    "why_not_delete",
    "withdraw",
]
