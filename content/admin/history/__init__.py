"""The history of an article: its revisions, any two of them compared, one as its page, going back
to one, and throwing away a draft."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from content.admin.history.changing import discard, restore
from content.admin.history.comparing import compare
from content.admin.history.listing import history, revision_page
from content.models import Article

__all__ = ["urls"]


def urls(wrap) -> list[URLPattern]:
    one = "<int:pk>/revisions/<int:number>"
    return [
        path("<int:pk>/history/", wrap(history), name="content_article_history"),
        path("<int:pk>/compare/", wrap(compare), name="content_article_compare"),
        path(f"{one}/", wrap(revision_page), name="content_article_revision"),
        path(f"{one}/restore/", wrap(restore), name="content_article_restore"),
        path(f"{one}/discard/", wrap(discard), name="content_article_discard"),
        path("<int:pk>/log/", wrap(log), name="content_article_log"),
    ]


def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Django's own list of who did what; it checks the right itself."""
    return admin.site.get_model_admin(Article).history_view(request, str(pk))
