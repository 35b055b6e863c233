"""The staff's door: the plain Django admin. Saving goes through the publishing verbs."""

from content.admin import articles, shared

__all__ = ["articles", "shared"]
