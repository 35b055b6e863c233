"""The newest pages as an Atom feed."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from content.models import current_guide
from content.pages import GUIDE_NAME
from content.rendering.characters import tidy
from content.structured_data import absolute

NEWEST = 30


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    # XML has no way to write control characters, not even as numbers.
    clinic = tidy(guide.clinic.name)
    atom = Atom1Feed(
        title=f"{GUIDE_NAME}, {clinic}",
        link=absolute(reverse("content:home")),
        description="New and changed pages.",
        language="en",
        feed_url=absolute(reverse("content:feed")),
        author_name=clinic,
    )
    entries = sorted(guide.articles(), key=lambda entry: entry.published_at, reverse=True)
    for entry in entries[:NEWEST]:
        atom.add_item(
            title=tidy(entry.title),
            link=absolute(entry.url),
            description=tidy(entry.summary),
            unique_id=absolute(entry.url),
            updateddate=entry.published_at,
            pubdate=entry.published_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)
