"""Keeps what is typed as a private working copy, and tells who else is at the same article."""

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from content import publishing
from content.admin.desk.sheet import SHEET
from content.admin.desk.typed import staff_with, typed_text
from content.admin.screen import article_url, number_in, str_name
from content.forms.writing import WORD_FIELDS, differ
from content.models import Article

COPIED = (
    *WORD_FIELDS, "change", "change_note", "topic", "language", "slug", "translation_of",
    "sitting", "kept",
)  # fmt: skip
GONE = "This article is not there any more. Copy your words before you leave this page."


@require_POST
@staff_with("content.change_article", "content.add_article")
def autosave(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """{"saved_at", "others", "newer"}; with ping=1 nothing is kept."""
    article = Article.objects.filter(pk=pk).first() if pk else None
    if pk and article is None:
        return JsonResponse({"error": GONE}, status=404)
    if not request.POST.get("ping"):
        try:
            keep_typed(request, article)
        except publishing.Refused as reason:
            status = 409 if isinstance(reason, publishing.KeptElsewhere) else 413
            return JsonResponse({"error": str(reason)}, status=status)
    answer = {"saved_at": time_of_day(timezone.now()), "others": [], "newer": None}
    if article:
        publishing.seen_at(article, by=request.user)
        answer |= company(article, request.user, number_typed(request, "based_on"))
    return JsonResponse(answer)


def keep_when_idle(request: HttpRequest, pk: int | None = None) -> str:
    """Called before somebody who was away too long is signed out; returns where they go on."""
    article = Article.objects.filter(pk=pk).first() if pk else None
    if (pk and article is None) or request.POST.get("ping"):
        return ""
    keep_typed(request, article)
    return article_url("change", article) if article else reverse("admin:content_article_add")


autosave.keep_when_idle = keep_when_idle


def keep_typed(request: HttpRequest, article: Article | None) -> None:
    """Words that are those of the newest revision are no working copy.

    While two versions are shown beside each other, the words still come from the older one.
    """
    fields = typed_fields(request)
    newest = article.newest() if article else None
    if differ(fields, newest):
        base = number_typed(request, "merge_base") or number_typed(request, "based_on")
        publishing.keep_copy(article, fields, by=request.user, base=base)
    else:
        publishing.forget_copy(article, by=request.user, typed=fields)


def typed_fields(request: HttpRequest) -> dict[str, str]:
    names = [*COPIED, *(name for name in request.POST if name.startswith(SHEET))]
    return {n: typed_text(request.POST[n]) for n in names if n in request.POST}


def number_typed(request: HttpRequest, name: str) -> int:
    return number_in(request.POST.get(name, "")) or 0


def company(article: Article, user: AbstractBaseUser, base: int) -> dict:
    """Who else is here, and the newest revision when it is not the one that writing began from."""
    newest = article.revisions.kept().select_related("created_by").first()
    is_newer = newest is not None and newest.number != base
    return {
        "others": [str_name(person) for person in publishing.others_at(article, user)],
        "newer": {
            "number": newest.number,
            "by": str_name(newest.created_by),
            "at": time_of_day(newest.created_at),
        }
        if is_newer
        else None,
    }


def time_of_day(at) -> str:
    """Like “10:42 am”."""
    return date_format(timezone.localtime(at), "g:i a").replace(".", "")
