"""Ends the pause between two passes of due work as soon as the guide has a new edition, where
caches in front have to hear of it."""

from collections.abc import Callable

from django.conf import settings

from tpi_site.page_cache import editions


def new_edition() -> Callable[[], bool]:
    """A function that is true once for each new edition."""
    if not settings.CDN_CALLS:
        return lambda: False
    current = editions()
    known = current()

    def is_new() -> bool:
        nonlocal known
        before, known = known, current()
        return known != before

    return is_new
