"""Copies of an article: as the beginning of a new one, and as Markdown files to take away."""

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content import publishing
from content.admin.screen import needs
from content.forms import WORD_FIELDS
from content.markdown_files import as_archive, as_file, file_name
from content.models import Article, Revision

COPY_OF = "Copy of {title}"
LONGEST_TITLE = 120
NOT_SAVED = (
    "Nothing was copied, because you have a new page that is not saved yet. Here it is: save it or "
    "throw it away. Then copy."
)


def urls(wrap) -> list[URLPattern]:
    return [
        path("<int:pk>/copy/", wrap(copy), name="content_article_copy"),
        path("<int:pk>/export/", wrap(export), name="content_article_export"),
    ]


@require_POST
@needs("content.add_article")
def copy(request: HttpRequest, article: Article) -> HttpResponse:
    """Puts the newest words into the form for a new page, as this person's working copy."""
    new_page = HttpResponseRedirect(reverse("admin:content_article_add"))
    if publishing.copy_of(None, request.user):
        messages.warning(request, NOT_SAVED)
        return new_page
    newest = article.newest()
    fields = {name: getattr(newest, name, "") for name in WORD_FIELDS}
    fields["title"] = COPY_OF.format(title=fields["title"])[:LONGEST_TITLE]
    fields |= {"topic": str(article.topic_id), "language": article.language}
    publishing.keep_copy(None, fields, by=request.user, base=0)
    return new_page


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
