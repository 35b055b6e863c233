"""What search engines may read, with the true moment of the last change."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content import body_map
from content.models import ArticleEntry, TopicEntry, current_guide
from content.rendering.body_map import Place
from content.structured_data import absolute

NAMES = "home questions glossary about our_numbers not_yet_checked privacy accessibility spanish"
OWN_PAGES = (*(f"content:{name}" for name in NAMES.split()), "enquiries:contact")


class GuideSitemap(Sitemap):
    """Addresses begin with SITE_URL, so no row of django.contrib.sites has to be kept right."""

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def location(self, entry: ArticleEntry | TopicEntry) -> str:
        return entry.url


class ArticleSitemap(GuideSitemap):
    def items(self) -> list[ArticleEntry]:
        return list(current_guide().articles())

    def lastmod(self, entry: ArticleEntry):
        signed = entry.review.signed_at if entry.review else entry.published_at
        return max(signed, entry.published_at)


class TopicSitemap(GuideSitemap):
    def items(self) -> list[TopicEntry]:
        return current_guide().topics

    def lastmod(self, topic: TopicEntry):
        return max((entry.published_at for entry in topic.articles), default=None)


class OwnPageSitemap(GuideSitemap):
    """Pages about the guide; no date is known for them, so none is claimed."""

    def items(self) -> tuple[str, ...]:
        return (*OWN_PAGES, *(("content:body_map",) if current_guide().muscles else ()))

    def location(self, name: str) -> str:
        return reverse(name)


class PlaceSitemap(GuideSitemap):
    """Where it may hurt. Each page is made of several articles and claims no date."""

    def items(self) -> list[Place]:
        return [place for group in body_map.groups(current_guide()) for place in group.places]

    def location(self, place: Place) -> str:
        return body_map.place_url(place)


SITEMAPS = {
    "pages": OwnPageSitemap,
    "places": PlaceSitemap,
    "topics": TopicSitemap,
    "articles": ArticleSitemap,
}


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
