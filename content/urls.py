"""The addresses of the public pages."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from content import feeds, sitemaps, views

app_name = "content"

pages = [
    path("", views.home, name="home"),
    path("es/", views.spanish, name="spanish"),
    path("words-to-know/", views.glossary, name="glossary"),
    path("search/", views.search, name="search"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
machines = [
    path("feed.xml", feeds.feed, name="feed"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": sitemaps.SITEMAPS},
        name="sitemap",
    ),
    path("media/<path:path>", views.media, name="media"),
]
# Last, because a topic may have any name that no other page has.
guide = [
    path("<slug:topic>/", views.topic, name="topic"),
    path("<slug:topic>/<slug:slug>/", views.article, name="article"),
    path("<slug:topic>/<slug:slug>/print/", views.print_view, name="print"),
    path("<slug:topic>/<slug:slug>/large-print/", views.large_print, name="large_print"),
]
urlpatterns = pages + machines + guide
