"""Topics and articles, with their views for paper."""

from django.db.models import Min, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.models import Article, ArticleEntry, Guide, Review, Revision, current_guide
from content.pages import GUIDE_NAME, Page, answer_page
from content.structured_data import breadcrumbs, medical_page
from content.views.journey import article_neighbours, topic_neighbours


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    guide = current_guide()
    part = guide.topic(topic)
    if part is None:
        raise Http404
    back, following = topic_neighbours(guide, part)
    page = Page(
        f"{part.title} – {GUIDE_NAME}",
        part.summary,
        part.url,
        facts=[breadcrumbs([(GUIDE_NAME, reverse("content:home")), (part.title, part.url)])],
    )
    return answer_page(
        request, "content/topic.html", page, guide, part, topic=part, back=back, next=following
    )


@require_safe
def article(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
    guide = current_guide()
    entry = guide.article(topic, slug)
    if entry is None:
        return gone_or_missing(request, guide, topic, slug)
    revision = live_revision(entry)
    review = standing_review(entry, revision)
    back, following = article_neighbours(guide, entry)
    page = article_page(guide, entry, revision, review)
    return answer_page(
        request,
        "content/article.html",
        page,
        guide,
        entry.topic,
        **article_context(guide, entry, revision, review),
        related=guide.related(entry),
        back=back,
        next=following,
    )


@require_safe
def print_view(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
    return on_paper(request, topic, slug, "normal")


@require_safe
def large_print(request: HttpRequest, topic: str, slug: str) -> HttpResponse:
    return on_paper(request, topic, slug, "large")


def on_paper(request: HttpRequest, topic: str, slug: str, size: str) -> HttpResponse:
    guide = current_guide()
    entry = guide.article(topic, slug)
    if entry is None:
        return gone_or_missing(request, guide, topic, slug)
    revision = live_revision(entry)
    review = standing_review(entry, revision)
    page = article_page(guide, entry, revision, review)
    page.title = f"{'Large print' if size == 'large' else 'Print'}: {page.title}"
    page.robots, page.facts = "noindex", []
    context = article_context(guide, entry, revision, review)
    return answer_page(
        request, "content/print.html", page, guide, entry.topic, **context, size=size
    )


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


def article_page(
    guide: Guide, entry: ArticleEntry, revision: Revision, review: Review | None
) -> Page:
    topic = entry.topic
    trail = [
        (GUIDE_NAME, reverse("content:home")),
        (topic.title, topic.url),
        (revision.title, entry.url),
    ]
    return Page(
        f"{revision.title} – {topic.title}",
        revision.summary,
        entry.url,
        language=revision.article.language,
        facts=[medical_page(guide, entry, revision, review), breadcrumbs(trail)],
    )


def article_context(
    guide: Guide, entry: ArticleEntry, revision: Revision, review: Review | None
) -> dict:
    parts = [entry.topic.slug, entry.slug]
    author = revision.created_by
    return {
        "article": {
            "title": revision.title,
            "summary": revision.summary,
            "key_points": revision.key_point_list,
            "body_html": revision.safe_body,
            "references_html": revision.safe_references,
            "reference_count": revision.reference_count,
            "headings": [h for h in revision.headings if h["level"] == 2],
            "reading_minutes": revision.reading_minutes,
            "published_at": revision.first_published_at,
            "updated_at": revision.published_at,
            "url": entry.url,
            "print_url": reverse("content:print", args=parts),
            "large_print_url": reverse("content:large_print", args=parts),
        },
        "review": review,
        "written_by": author.get_full_name() if author else "",
        "changes": [{"date": revision.published_at, "note": revision.change_note}]
        if revision.change_note
        else [],
    }


def gone_or_missing(request: HttpRequest, guide: Guide, topic: str, slug: str) -> HttpResponse:
    """410 with the reason for a withdrawn article, 404 for everything else."""
    article = Article.objects.gone().filter(topic__slug=topic, slug=slug, language="en").first()
    if article is None:
        raise Http404
    last = article.revisions.filter(published_at__isnull=False).latest("published_at")
    part = guide.topic(topic)
    page = Page("This page was taken down", "This page is no longer here.", request.path)
    page.robots = "noindex"
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
