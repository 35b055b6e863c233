"""Where the signs to call 911 for are told: articles like others, so a clinic may move, replace or
withdraw them."""

from content.models import Article, ArticleEntry, Guide, moved_slugs
from content.models.editions import kept_with_guide
from content.views.withdrawn import in_its_place

AFTER_A_SHOT = "when-to-call-us"
FROM_THE_SPINE = "emergency-signs"


@kept_with_guide
def emergency_pages(guide: Guide) -> dict[str, ArticleEntry]:
    """By the slugs that they had at first, whatever they are called now."""
    moved, first = moved_slugs(), (AFTER_A_SHOT, FROM_THE_SPINE)
    found = {slug: page_called(guide, slug, moved.get(slug, slug)) for slug in first}
    return {slug: entry for slug, entry in found.items() if entry}


def page_called(guide: Guide, slug: str, now: str) -> ArticleEntry | None:
    """The page with this slug, or with the one that it has `now`, or what took its place."""
    if entry := guide.by_slug.get(slug) or guide.by_slug.get(now):
        return entry
    gone = Article.objects.gone().filter(slug=now, language="en").first()
    return in_its_place(guide, gone) if gone else None


def emergency_url(guide: Guide, slug: str = FROM_THE_SPINE) -> str:
    """ "" when there is no such article."""
    entry = emergency_pages(guide).get(slug)
    return entry.url if entry else ""
