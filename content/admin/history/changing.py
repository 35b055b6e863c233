"""Going back to a revision and throwing away a draft: each asks first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from content import publishing
from content.admin.history.comparing import side
from content.admin.screen import article_url, needs, show
from content.editorial.comparing import compare
from content.models import Article, Revision

METHODS = require_http_methods(["GET", "HEAD", "POST"])


@METHODS
@needs("content.change_article")
def restore(request: HttpRequest, article: Article, number: int) -> HttpResponse:
    revision = get_object_or_404(article.revisions, number=number)
    if request.method == "POST":
        try:
            made = publishing.restore(revision, by=request.user)
        except publishing.Refused as reason:
            messages.error(request, str(reason))
            return HttpResponseRedirect(article_url("history", article))
        words = f"Revision {made.number} has the words of revision {number}. It is a draft."
        messages.success(request, words)
        return HttpResponseRedirect(article_url("change", article))
    newest = article.newest()
    changes = compare(newest, revision) if newest else None
    return ask(request, "restore", revision, newest=side(newest), comparison=changes)


@METHODS
@needs("content.change_article")
def discard(request: HttpRequest, article: Article, number: int) -> HttpResponse:
    revision = get_object_or_404(article.revisions, number=number)
    if request.method == "POST":
        try:
            publishing.discard(revision, by=request.user)
        except publishing.Refused as reason:
            messages.error(request, str(reason))
        else:
            words = f"Revision {number} is discarded. It stays here, and you can restore it."
            messages.success(request, words)
        return HttpResponseRedirect(article_url("history", article))
    before = article.revisions.kept().exclude(pk=revision.pk).first()
    return ask(
        request,
        "discard",
        revision,
        goes_on=side(before),
        why_not=publishing.why_not_discard(revision),
    )


def ask(request: HttpRequest, what: str, revision: Revision, **context) -> HttpResponse:
    """The question before it is done."""
    article = revision.article
    return show(
        request,
        f"article/{what}",
        f"{what.capitalize()} revision {revision.number}?",
        revision=side(revision),
        language=article.language,
        history_url=article_url("history", article),
        back_url=article_url("history", article),
        back_label="Back to the history",
        **context,
    )
