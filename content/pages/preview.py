"""A revision or a topic that patients do not see, as the page that it would be."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from content.models import Guide, Review, Revision, Topic, current_guide
from content.models.guide import article_entry, guide_with
from content.pages import GUIDE_NAME, Page, answer_page
from content.pages.shown import Shown


def draft_page(
    request: HttpRequest,
    revision: Revision,
    *,
    template: str = "content/article.html",
    is_framed: bool = False,
    status: int = 200,
    **more,
) -> HttpResponse:
    """The public page of any revision, saved or not, rendered already; for no cache and no search
    engine. Who may see it is for the caller to know. `more` goes to another template."""
    topic = revision.article.topic
    guide = guide_of(topic)
    part = guide.topic(topic.slug)
    if revision.published_at is None:
        revision.published_at = timezone.now()
    revision.first_published_at = revision.published_at
    entry = article_entry(revision, part, {}, {})
    shown = Shown(guide, entry, revision, signature(revision))
    page = shown.page()
    page.robots, page.facts, page.is_framed = "noindex", [], is_framed
    page.for_everyone = False
    context = shown.context() | {"related": []} | more
    response = answer_page(request, template, page, guide, part, status=status, **context)
    add_never_cache_headers(response)
    return response


def coming_topic_page(request: HttpRequest, topic: Topic) -> HttpResponse:
    """The page of a topic that has no public article yet, as its first one will bring it; for no
    cache and no search engine. Who may see it is for the caller to know."""
    guide = guide_of(topic)
    part = guide.topic(topic.slug)
    back, following = guide.beside(part)
    page = Page(f"{part.title} – {GUIDE_NAME}", part.summary, part.url, robots="noindex")
    context = {"topic": part, "back": back, "next": following}
    context["listed"] = Paginator(part.articles, 1).page(1)
    response = answer_page(request, "content/topic.html", page, guide, part, **context)
    add_never_cache_headers(response)
    return response


def guide_of(topic: Topic) -> Guide:
    """The guide with that topic in its place, whether or not patients see it there by now."""
    guide = current_guide()
    return guide if guide.topic(topic.slug) else guide_with(guide, topic)


def signature(revision: Revision) -> Review | None:
    return Review.objects.on(revision).first() if revision.article_id else None
