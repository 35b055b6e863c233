"""Pages for a message that could not be taken in. Typed words stand on them wherever possible."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from enquiries.site import site

KEEP = {"title": "Your question was not sent", "description": "How to reach us."}


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, "enquiries/too_large.html", 413)


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    return _page(request, "enquiries/from_elsewhere.html", 403)


def link_ended(request: HttpRequest, *, words: str = "") -> HttpResponse:
    """The same for a link that is over and for one that never was."""
    return site().answer_page(
        request,
        "enquiries/link_ended.html",
        title="This link has ended",
        description="How to reach us.",
        path=request.path,
        status=410,
        words=words,
    )


def broken(request: HttpRequest, typed: Mapping[str, str], words: str) -> HttpResponse:
    """Works without the database. `words` names the text among what was typed."""
    kept = [(name, value) for name, value in typed.items() if value and name != words]
    context = {
        "clinic": site().remembered_clinic(),
        "words_name": words,
        "words": typed.get(words, ""),
        "kept": kept,
        "address": request.path,
        "start": reverse("enquiries:contact"),
    }
    return render(request, "enquiries/broken.html", context, status=503)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    contact = reverse("enquiries:contact")
    return site().answer_page(request, template, path=contact, status=status, **KEEP)
