"""Topics and articles, with their views for paper."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content import body_map
from content.models import Guide, TopicEntry, current_guide
from content.pages import GUIDE_NAME, Page, answer_page
from content.pages.shown import Shown, with_all_open
from content.structured_data import breadcrumbs
from content.views.emergencies import emergency_pages
from content.views.journey import article_neighbours
from content.views.shown import article_view
from content.views.withdrawn import part_taken_down

# A part of usual size has one page. However many articles there are, a page of it stays as light.
PER_PAGE = 30


@require_safe
def topic(request: HttpRequest, topic: str, number: int = 1) -> HttpResponse:
    guide = current_guide()
    part = guide.topic(topic)
    if part is None:
        return part_taken_down(request, guide, topic)
    paginator = Paginator(part.articles, PER_PAGE)
    if number not in paginator.page_range or (number == 1 and request.path != part.url):
        raise Http404
    listed = paginator.page(number)
    back, following = guide.beside(part)
    named = f", page {number}" if number > 1 else ""
    page = Page(
        f"{part.title}{named} – {GUIDE_NAME}",
        f"{part.summary}{f' Page {number}.' if named else ''}",
        request.path,
        facts=[breadcrumbs([(GUIDE_NAME, reverse("content:home")), (part.title, part.url)])],
        for_everyone=True,
    )
    return answer_page(
        request,
        "content/topic.html",
        page,
        guide,
        part,
        topic=part,
        back=back,
        next=following,
        has_muscles=any(entry.topic is part for entry in guide.muscles),
        listed=listed,
        before_url=list_url(part, number - 1) if listed.has_previous() else "",
        after_url=list_url(part, number + 1) if listed.has_next() else "",
        emergency_url=warning_signs(guide, part),
    )


def warning_signs(guide: Guide, part: TopicEntry) -> str:
    """Of the pages that hold all signs to call for, each stands in the part that it is about."""
    found = (entry for entry in emergency_pages(guide).values() if entry.topic is part)
    return next((entry.url for entry in found if not entry.muscle), "")


def list_url(part: TopicEntry, number: int) -> str:
    return reverse("content:topic_page", args=[part.slug, number]) if number > 1 else part.url


@article_view
def article(request: HttpRequest, shown: Shown) -> HttpResponse:
    return answer_page(
        request,
        "content/article.html",
        shown.page(),
        shown.guide,
        shown.entry.topic,
        **at_depth(shown.context(), request.GET.get("detail") == "all"),
        **({} if shown.withdrawal else way_on(shown)),
    )


def at_depth(context: dict, is_open: bool) -> dict:
    """More detail is closed at first; the same page with `?detail=all` has it open."""
    return context | {"article": with_all_open(context["article"])} if is_open else context


def way_on(shown: Shown) -> dict:
    """A muscle is no step of the journey: from there one goes to other muscles."""
    if shown.entry.muscle:
        found = body_map.nearby(shown.guide, shown.entry)
        return {"related": shown.guide.related(shown.entry), "nearby": found}
    back, following = article_neighbours(shown.guide, shown.entry)
    return {"related": shown.guide.related(shown.entry), "back": back, "next": following}


@article_view
def print_view(request: HttpRequest, shown: Shown) -> HttpResponse:
    return on_paper(request, shown, "normal", "Print")


@article_view
def large_print(request: HttpRequest, shown: Shown) -> HttpResponse:
    return on_paper(request, shown, "large", "Large print")


def on_paper(request: HttpRequest, shown: Shown, size: str, name: str) -> HttpResponse:
    page = shown.page()
    page.title = f"{name}: {page.title}"
    page.robots, page.facts = "noindex", []
    topic, context = shown.entry.topic, at_depth(shown.context(), is_open=True)
    return answer_page(
        request, "content/print.html", page, shown.guide, topic, **context, size=size
    )
