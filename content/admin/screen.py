"""What every screen about articles shares: its frame, its rights, its words for times."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers

from content.models import Article


def needs(*permissions: str) -> Callable:
    """For views of one article: lets through who has one of the rights, and hands in the article.

    Stands inside `AdminSite.admin_view`, which has sent strangers to the sign-in page.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, *args, **kwargs) -> HttpResponse:
            if not any(map(request.user.has_perm, permissions)):
                raise PermissionDenied
            article = Article.objects.select_related("topic", "owner").filter(pk=pk).first()
            if article is None:
                raise Http404
            return view(request, article, *args, **kwargs)

        return guarded

    return decorate


def show(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context
) -> HttpResponse:
    """The screen `admin/content/<template>.html`; nothing of it stays in a cache."""
    context |= admin.site.each_context(request) | {"title": title}
    response = render(request, f"admin/content/{template}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def errors(*forms) -> dict:
    """What the summary on top of a screen needs whose forms came back with mistakes."""
    found = [
        {"field_id": _focus_id(field), "words": words}
        for form in forms
        if form is not None and form.is_bound
        for field in [None, *form]
        for words in (field.errors if field else form.non_field_errors())
    ]
    return {"has_errors": bool(found), "error_list": found}


def _focus_id(field) -> str:
    """Of a group of choices, the first one."""
    if field is None:
        return ""
    return f"{field.auto_id}_0" if field.widget_type == "radioselect" else field.auto_id


def article_url(name: str, article: Article, *args) -> str:
    """The address of one of the screens about an article, like "history"."""
    try:
        return reverse(f"admin:content_article_{name}", args=[article.pk, *args])
    except NoReverseMatch:
        return f"/admin/content/article/{article.pk}/{name}/"


def number_in(text: str) -> int | None:
    """A number as our own forms and addresses send it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def str_name(user) -> str:
    """How colleagues call somebody; "the site" for work that nobody did by hand."""
    return (user.get_full_name() or user.get_username()) if user else "the site"


def no_longer_signs(user) -> str:
    """The name of a clinician who was asked and cannot answer any more."""
    return f"{str_name(user)} (no longer signs pages)"
