"""What search engines may read, with the true day of the last change. It is sent piece by piece
while it is written, so a large guide needs no more memory than a small one."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from math import ceil

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from content import body_map
from content.models import ArticleEntry, Guide, TopicEntry, current_guide
from content.structured_data import absolute

NAMES = "home questions glossary about our_numbers not_yet_checked privacy accessibility spanish"
OWN_PAGES = (*(f"content:{name}" for name in NAMES.split()), "enquiries:contact")
MOST = 50_000  # addresses that one file may hold, by the protocol
IN_A_PIECE = 200
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
Entry = tuple[str, datetime | None]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses, or the list of files that have them."""
    guide = current_guide()
    files = ceil(count(guide) / MOST)
    if files == 1:
        return answer("urlset", "url", addresses(guide))
    paths = (reverse("content:sitemap_part", args=[number]) for number in range(1, files + 1))
    return answer("sitemapindex", "sitemap", ((path, None) for path in paths))


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    guide = current_guide()
    if not 1 <= number <= ceil(count(guide) / MOST):
        raise Http404
    first = (number - 1) * MOST
    return answer("urlset", "url", islice(addresses(guide), first, first + MOST))


def count(guide: Guide) -> int:
    return len(own_pages(guide)) + len(places(guide)) + len(guide.topics) + len(guide.by_article)


def addresses(guide: Guide) -> Iterator[Entry]:
    """Path and last change. No date is known of our own pages, and a place is made of several
    articles, so neither claims one."""
    yield from ((path, None) for path in own_pages(guide))
    yield from ((path, None) for path in places(guide))
    yield from ((topic.url, topic_changed(topic)) for topic in guide.topics)
    yield from ((entry.url, article_changed(entry)) for entry in guide.articles())


def own_pages(guide: Guide) -> list[str]:
    return [
        reverse(name) for name in (*OWN_PAGES, *(("content:body_map",) if guide.muscles else ()))
    ]


def places(guide: Guide) -> list[str]:
    groups = body_map.groups(guide)
    return [body_map.place_url(place) for group in groups for place in group.places]


def topic_changed(topic: TopicEntry) -> datetime | None:
    return max((entry.published_at for entry in topic.articles), default=None)


def article_changed(entry: ArticleEntry) -> datetime:
    signed = entry.review.signed_at if entry.review else entry.published_at
    return max(signed, entry.published_at)


def answer(root: str, element: str, entries: Iterable[Entry]) -> StreamingHttpResponse:
    # Not itself a page to be found.
    headers = {"X-Robots-Tag": "noindex, noodp, noarchive"}
    said = pieces(root, element, iter(entries))
    return StreamingHttpResponse(said, content_type="application/xml", headers=headers)


def pieces(root: str, element: str, entries: Iterator[Entry]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SCHEMA}">\n'
    site = absolute("/").removesuffix("/")
    while some := list(islice(entries, IN_A_PIECE)):
        yield "".join(line(element, site + path, changed) for path, changed in some)
    yield f"</{root}>\n"


def line(element: str, url: str, changed: datetime | None) -> str:
    day = f"<lastmod>{localdate(changed).isoformat()}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(url)}</loc>{day}</{element}>\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /staff/",
        "Disallow: /search/",
        f"Sitemap: {absolute(reverse('content:sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
