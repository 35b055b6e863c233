"""The addresses of the public pages."""

from collections.abc import Callable

from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from content import feeds, sitemaps, views

app_name = "content"


def page(route: str, view: Callable, *args, **kwargs) -> URLPattern:
    """A page that only reads. It asks for no token, so a wrong method hears that it is wrong."""
    return path(route, csrf_exempt(view), *args, **kwargs)


pages = [
    page("", views.home, name="home"),
    page("es/", views.spanish, name="spanish"),
    page("words-to-know/", views.glossary, name="glossary"),
    page("questions/", views.questions, name="questions"),
    page("search/", views.search, name="search"),
    page("about/", views.about, name="about"),
    page("our-numbers/", views.our_numbers, name="our_numbers"),
    page("not-yet-checked/", views.not_yet_checked, name="not_yet_checked"),
    page("privacy/", views.privacy, name="privacy"),
    page("accessibility/", views.accessibility, name="accessibility"),
]
# Before the places, of which none is called front or close.
where = "where-does-it-hurt"
pages += [
    page(f"{where}/", views.body_map, name="body_map"),
    page(f"{where}/front/", views.body_map, {"side": "front"}, name="body_map_front"),
    page(f"{where}/close/<slug:group>/", views.body_close, name="body_close"),
    page(f"{where}/<slug:place>/", views.body_place, name="body_place"),
]
by_link = [path("shared/<str:token>/", views.shared, name="shared")]
machines = [
    page("feed.xml", feeds.feed, name="feed"),
    page("robots.txt", sitemaps.robots, name="robots"),
    page("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    page("sitemap-<int:number>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    page("media/<path:path>", views.media, name="media"),
]
# Last, because a topic may have any name that no other page has.
guide = [
    page("<slug:topic>/", views.topic, name="topic"),
    page("<slug:topic>/page/<int:number>/", views.topic, name="topic_page"),
    page("<slug:topic>/<slug:slug>/", views.article, name="article"),
    page("<slug:topic>/<slug:slug>/print/", views.print_view, name="print"),
    page("<slug:topic>/<slug:slug>/large-print/", views.large_print, name="large_print"),
    page("<slug:topic>/<slug:slug>/how-checked/", views.how_checked, name="how_checked"),
]
urlpatterns = pages + by_link + machines + guide
