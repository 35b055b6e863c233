"""Finds the article that an address asks for: its live words and its standing signature."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content.models import ArticleEntry, Review, Revision, current_guide
from content.pages.shown import Shown
from content.views.withdrawn import withdrawn

READINGS = 3


def article_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views of one article: hands in what is shown, or answers what became of the page."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
        # A publication between the two readings leaves the guide a step behind, once.
        for _ in range(READINGS):
            guide = current_guide()
            entry = guide.article(topic, slug)
            if entry is None:
                return withdrawn(request, view, guide, topic, slug)
            if revision := live_revision(entry):
                review = standing_review(entry, revision)
                return view(request, Shown(guide, entry, revision, review))
        raise Http404

    return found


def live_revision(entry: ArticleEntry) -> Revision | None:
    """One query, by its key: the guide of this moment's edition has already decided that it is
    public. None when it has been deleted since."""
    rows = Revision.objects.select_related("article", "created_by")
    return rows.filter(pk=entry.revision_id).first()


def standing_review(entry: ArticleEntry, revision: Revision) -> Review | None:
    """The signature, only while what is shown has the hash that it holds for."""
    stamp = entry.stamp
    return stamp.review if stamp and stamp.holds == revision.words_hash() else None
