"""A draft by a secret link: somebody without an account reads it and may comment on it.

The secret in the address is the only authority here. There is no cookie that another site could
borrow, so its form needs no token; and the address is told to no other page.
"""

import copy

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content import publishing
from content.forms.reviewing import CommentsForm
from content.models import Revision, ShareLink
from content.pages.preview import draft_page

LARGEST_BODY = 1_000_000


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Wrong, old and ended secrets are answered like any address that does not exist."""
    link = publishing.opened(token)
    if link is None:
        raise Http404
    if request.method != "POST":
        return show(request, link, comments_form(link))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return private(HttpResponse("This is too large.", status=413, content_type="text/plain"))
    form = comments_form(link, request.POST)
    if not form.is_valid():
        return show(request, link, form)
    try:
        keep(link, form)
    except publishing.Refused as reason:
        form.add_error(None, str(reason))
        return show(request, link, form)
    return private(HttpResponseRedirect(f"{reverse('content:shared', args=[token])}#comments"))


def keep(link: ShareLink, form: CommentsForm) -> None:
    written = form.written()
    if not written:
        raise publishing.Refused("Write a comment first, at a heading or about the whole page.")
    with transaction.atomic():
        for anchor, text in written:
            publishing.comment_as_guest(link, anchor, text)


def comments_form(link: ShareLink, typed=None) -> CommentsForm:
    return CommentsForm(typed, headings=link.revision.headings, auto_id="comment-%s")


def show(request: HttpRequest, link: ShareLink, form: CommentsForm) -> HttpResponse:
    said = link.comments.all()
    return private(
        draft_page(
            request,
            copy.copy(link.revision),
            template="content/shared.html",
            status=422 if form.is_bound else 200,
            for_whom=link.for_whom,
            is_public=Revision.objects.published().filter(pk=link.revision_id).exists(),
            until=date_format(timezone.localtime(link.expires_at), "F j, Y"),
            form=form,
            places=places(link, form),
            said=[{"heading": one.heading, "text": one.text} for one in said],
            mend=mend(form),
        )
    )


def places(link: ShareLink, form: CommentsForm) -> list[dict]:
    words = {heading["id"]: heading["text"] for heading in link.revision.headings}
    return [
        {"anchor": anchor, "heading": words.get(anchor, ""), "field": field}
        for anchor, field in form.places()
    ]


def mend(form: CommentsForm) -> list[dict]:
    """What the summary of mistakes says, as in the other forms of the guide."""
    if not form.is_bound:
        return []
    fields = [{"field_id": f.auto_id, "words": words} for f in form for words in f.errors]
    return fields + [{"field_id": "comments", "words": words} for words in form.non_field_errors()]


def private(response: HttpResponse) -> HttpResponse:
    """For no cache, no search engine, and no other page's knowledge of the address."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
