"""Where the signs to call 911 for are told: articles like others, so a clinic may withdraw them."""

from content.models import Guide

AFTER_A_SHOT = "when-to-call-us"
FROM_THE_SPINE = "emergency-signs"


def emergency_url(guide: Guide, slug: str = FROM_THE_SPINE) -> str:
    """ "" when there is no such article."""
    entry = guide.by_slug.get(slug)
    return entry.url if entry else ""
