"""Copies of an article: as the beginning of a new one, and as Markdown files to take away."""

from contextlib import suppress

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content import publishing
from content.admin.desk import autosave
from content.admin.screen import needs
from content.forms import WORD_FIELDS
from content.forms.writing import new_sitting
from content.markdown_files import as_archive, as_file, file_name
from content.models import Article, Revision

UNSAVED = (
    "No copy was made, because this new page of yours is not saved yet. Save it or throw it away, "
    "then make the copy."
)
COPY_OF = "Copy of {title}"
COPIED = "This is a copy of the saved page. Give it a title of its own."
LONGEST_TITLE = 120


def urls(wrap) -> list[URLPattern]:
    return [
        path("<int:pk>/copy/", wrap(copy), name="content_article_copy"),
        path("<int:pk>/export/", wrap(export), name="content_article_export"),
    ]


@require_POST
@needs("content.add_article")
def copy(request: HttpRequest, article: Article) -> HttpResponse:
    """Puts the newest words into the form for a new page, as this person's working copy."""
    keep_what_was_typed(request, article)
    newest = article.newest()
    fields = {name: getattr(newest, name, "") for name in WORD_FIELDS}
    fields["title"] = COPY_OF.format(title=fields["title"])[:LONGEST_TITLE]
    fields |= {"topic": str(article.topic_id), "language": article.language}
    try:
        publishing.keep_copy(None, fields | {"sitting": new_sitting()}, by=request.user, base=0)
    except publishing.Refused:
        messages.warning(request, UNSAVED)
    else:
        messages.success(request, COPIED)
    return HttpResponseRedirect(reverse("admin:content_article_add"))


def keep_what_was_typed(request: HttpRequest, article: Article) -> None:
    """The button stands in the form of the desk, so the words of that page come along."""
    if "body" in request.POST and request.user.has_perm("content.change_article"):
        with suppress(publishing.Refused):
            autosave.keep_typed(request, article)


@never_cache
@require_safe
@needs("content.view_article", "content.change_article")
def export(request: HttpRequest, article: Article) -> HttpResponse:
    """The newest words as one Markdown file."""
    newest = article.revisions.kept().select_related("article__topic").first()
    if newest is None:
        return HttpResponse("This page has no words yet.", status=404, content_type="text/plain")
    name = file_name(newest).rpartition("/")[2]
    return download(as_file(newest), "text/markdown; charset=utf-8", name)


def download(content: str | bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def export_many(articles: QuerySet[Article]) -> HttpResponse:
    newest = Revision.objects.kept().filter(article=OuterRef("article")).order_by("-number")
    found = Revision.objects.filter(
        article__in=articles.values("pk"), pk=Subquery(newest.values("pk")[:1])
    )
    archive = as_archive(found.select_related("article__topic"))
    return download(archive, "application/zip", "articles.zip")
