"""Finds the article that an address asks for: its live words and its standing signature."""

from collections.abc import Callable
from functools import wraps

from django.db.models import Min, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content.models import Article, ArticleEntry, Guide, Review, Revision, current_guide
from content.pages import Page, answer_page
from content.pages.shown import Shown


def article_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views of one article: hands in what is shown, or answers that it is gone or missing."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
        guide = current_guide()
        entry = guide.article(topic, slug)
        if entry is None:
            return gone_or_missing(request, guide, topic, slug)
        revision = live_revision(entry)
        return view(request, Shown(guide, entry, revision, standing_review(entry, revision)))

    return found


def live_revision(entry: ArticleEntry) -> Revision:
    """The live revision with the moment its article first became public. One query."""
    first = (
        Revision.objects.filter(article=OuterRef("article"))
        .order_by()
        .values("article")
        .annotate(first=Min("published_at"))
        .values("first")
    )
    found = (
        Revision.objects.published()
        .select_related("article", "created_by")
        .annotate(first_published_at=Subquery(first))
        .filter(pk=entry.revision_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def standing_review(entry: ArticleEntry, revision: Revision) -> Review | None:
    """The signature, only while what is shown is what was signed."""
    review = entry.review
    return review if review and review.signed_hash == revision.words_hash() else None


def gone_or_missing(request: HttpRequest, guide: Guide, topic: str, slug: str) -> HttpResponse:
    """410 with the reason for a withdrawn article, 404 for everything else."""
    article = Article.objects.gone().filter(topic__slug=topic, slug=slug, language="en").first()
    if article is None:
        raise Http404
    last = article.revisions.filter(published_at__isnull=False).latest("published_at")
    part = guide.topic(topic)
    page = Page(
        "This page was taken down",
        "This page is no longer here.",
        request.path,
        robots="noindex",
    )
    return answer_page(
        request,
        "410.html",
        page,
        guide,
        part,
        status=410,
        title=last.title,
        reason=article.withdrawn_reason,
        date=article.withdrawn_at,
        topic=part,
    )
