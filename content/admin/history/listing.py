"""The list of an article's revisions, and one of them as the page that it is or would be."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from content.admin.history.rows import LIGHT, Row, rows
from content.admin.screen import article_url, needs, show
from content.models import Article, Revision
from content.pages.preview import draft_page

ON_ONE_PAGE = 50
MAY_SEE = ("content.view_article", "content.change_article")


@require_safe
@needs(*MAY_SEE)
def history(request: HttpRequest, article: Article) -> HttpResponse:
    light = article.revisions.select_related("created_by").only(*LIGHT, *NAMES)
    page = Paginator(light, ON_ONE_PAGE).get_page(request.GET.get("page"))
    shown = rows(article, list(page.object_list), request.user)
    return show(
        request,
        "article/history",
        f"History of “{title_of(article)}”",
        rows=shown,
        chosen=chosen(shown),
        compare_url=article_url("compare", article),
        log_url=article_url("log", article),
        pages=pages(page, article_url("history", article)),
        back_url=article_url("change", article),
        back_label="Back to the page",
    )


NAMES = ("created_by__first_name", "created_by__last_name", "created_by__username")


@require_safe
@needs(*MAY_SEE)
def revision_page(request: HttpRequest, article: Article, number: int) -> HttpResponse:
    """As patients see it or would see it; for no cache and no search engine."""
    revision = get_object_or_404(
        Revision.objects.select_related("article__topic", "created_by"),
        article=article,
        number=number,
    )
    return draft_page(request, revision)


def title_of(article: Article) -> str:
    newest = article.revisions.kept().only("title", "article").first()
    return newest.title if newest else article.slug


def chosen(shown: list[Row]) -> dict[str, int | None]:
    """What most people compare: the newest kept one here with what patients read, or with the one
    before it."""
    kept = [row for row in shown if not row.discarded_at] or shown
    newest = kept[0].number if kept else None
    live = [row.number for row in kept[1:] if row.state["key"] == "live"]
    before = [row.number for row in kept[1:]]
    return {"to": newest, "from": next(iter(live or before), newest)}


def pages(page, url: str) -> dict | None:
    if page.paginator.num_pages == 1:
        return None
    first, last, count = page.start_index(), page.end_index(), page.paginator.count
    return {
        "words": f"Lines {first} to {last} of {count}",
        "previous_url": f"{url}?page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"{url}?page={page.number + 1}" if page.has_next() else "",
    }
