"""Where the signs to call 911 for are told: articles like others, so a clinic may move or withdraw
them."""

from content.models import ArticleEntry, Guide, moved_slugs
from content.models.editions import kept_with_guide

AFTER_A_SHOT = "when-to-call-us"
FROM_THE_SPINE = "emergency-signs"


@kept_with_guide
def emergency_pages(guide: Guide) -> dict[str, ArticleEntry]:
    """By the slugs that they had at first, whatever they are called now."""
    moved, first = moved_slugs(), (AFTER_A_SHOT, FROM_THE_SPINE)
    found = {slug: guide.by_slug.get(slug) or guide.by_slug.get(moved.get(slug)) for slug in first}
    return {slug: entry for slug, entry in found.items() if entry}


def emergency_url(guide: Guide, slug: str = FROM_THE_SPINE) -> str:
    """ "" when there is no such article."""
    entry = emergency_pages(guide).get(slug)
    return entry.url if entry else ""
