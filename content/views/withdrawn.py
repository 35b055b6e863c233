"""What stands at the address of a withdrawn article: the page that took its place, its old words
under a notice, or only that it is gone, and why."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content.models import Article, ArticleEntry, Guide, Revision, TopicEntry
from content.models.guide import article_entry
from content.pages import Page, answer_page
from content.pages.shown import Shown, Withdrawal


def withdrawn(
    request: HttpRequest, view: Callable[..., HttpResponse], guide: Guide, topic: str, slug: str
) -> HttpResponse:
    """Answers for an article that is not in the guide; 404 when it never was. `view` is the page
    that was asked for."""
    found = Article.objects.gone().filter(topic__slug=topic, slug=slug, language="en")
    article = found.select_related("topic").first()
    if article is None:
        raise Http404
    if article.withdrawn_as == Article.Withdrawn.MOVED and (entry := in_its_place(guide, article)):
        # Not permanent: the article may be brought back, and browsers keep a permanent one.
        return HttpResponseRedirect(same_page_of(entry, request))
    revision = last_words(article)
    if article.withdrawn_as == Article.Withdrawn.NOTICE:
        return view(request, with_notice(guide, article, revision))
    return gone(request, guide, article, revision)


def in_its_place(guide: Guide, article: Article) -> ArticleEntry | None:
    """The public article that replaced it, through those that were replaced in turn."""
    moved = Article.objects.gone().filter(withdrawn_as=Article.Withdrawn.MOVED)
    after = dict(moved.values_list("pk", "withdrawn_to"))
    key, seen = article.pk, set()
    while key in after and key not in seen:
        seen.add(key)
        key = after[key]
    return guide.by_article.get(key)


def same_page_of(entry: ArticleEntry, request: HttpRequest) -> str:
    """The page of that article which was asked for of the other: to read, or to print."""
    return reverse(request.resolver_match.view_name, args=[entry.topic.slug, entry.slug])


def last_words(article: Article) -> Revision:
    before = Revision.objects.taken_off(article).with_first_moment()
    return before.select_related("article", "created_by").get()


def with_notice(guide: Guide, article: Article, revision: Revision) -> Shown:
    slug = article.topic.slug
    part = guide.topic(slug) or guide.closed[slug]
    entry = article_entry(revision, part, {}, {})
    reason = Withdrawal(article.withdrawn_reason, article.withdrawn_at)
    return Shown(guide, entry, revision, None, reason)


def gone(request: HttpRequest, guide: Guide, article: Article, revision: Revision) -> HttpResponse:
    """410 with the reason."""
    part = guide.topic(article.topic.slug)
    told = {"reason": article.withdrawn_reason, "date": article.withdrawn_at}
    return taken_down(request, guide, revision.title, part, **told)


def part_taken_down(request: HttpRequest, guide: Guide, slug: str) -> HttpResponse:
    """410 for a topic of which all pages were withdrawn; 404 for one that never had any."""
    if slug not in guide.closed:
        raise Http404
    return taken_down(request, guide, guide.closed[slug].title, None)


def taken_down(
    request: HttpRequest, guide: Guide, title: str, part: TopicEntry | None, **told
) -> HttpResponse:
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
        title=title,
        topic=part,
        **told,
    )
