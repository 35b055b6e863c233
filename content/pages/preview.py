"""A revision that patients do not see, as the page that it would be."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from content.models import Review, Revision, TopicEntry, current_guide
from content.models.guide import Guide, article_entry, topic_entry
from content.pages import answer_page
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
    guide = current_guide()
    part = part_of(guide, revision)
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


def part_of(guide: Guide, revision: Revision) -> TopicEntry:
    topic = revision.article.topic
    return guide.topic(topic.slug) or topic_entry(topic.position, topic)


def signature(revision: Revision) -> Review | None:
    return Review.objects.on(revision).first() if revision.article_id else None
