"""The reviewer's screen: what changed, the page, comments at its headings, the signature.

All of it is one form with several buttons, so that no press loses what was typed for another.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from content import publishing
from content.admin.review_page import CHANGE, SIGN, ReviewPage
from content.admin.screen import article_url, number_in
from content.admin.stage import stage
from content.admin.standing import Standing
from content.models import Comment, Revision

TOOK_BACK = (
    "You took your signature back. Patients read that no clinician has checked the page, unless a "
    "colleague signed the same words. To take the page off the site, tell a publisher."
)


@stage("content.view_article", CHANGE, SIGN)
def review(request: HttpRequest, stand: Standing) -> HttpResponse:
    page = ReviewPage(request, stand)
    if request.method != "POST":
        return page.answer()
    if not any(map(request.user.has_perm, (CHANGE, SIGN))):
        raise PermissionDenied
    do, _, number = request.POST.get("do", "").partition(":")
    return VERBS.get(do, keep_comments)(page, number)


def keep_comments(page: ReviewPage, number: str = "") -> HttpResponse:
    """The comments that were typed, about the words that were on the screen."""
    written = page.written_then()
    if written is None:
        return page.answer()
    if not written:
        page.stop("Write a comment first: about the whole page, or at one of its headings.")
        return page.answer()
    with transaction.atomic():
        write(written, page.seen, page)
    page.clear_comments()
    messages.success(page.request, "Your comments were kept. All who work on the page see them.")
    return page.answer()


def settle(page: ReviewPage, number: str) -> HttpResponse:
    found = Comment.objects.filter(revision__article=page.article)
    said = found.filter(pk=number_in(number)).first()
    if said:
        publishing.settle(said, by=page.user)
        page.touched = said.pk
        messages.success(page.request, "The comment is marked as dealt with.")
    return page.answer()


def send_back(page: ReviewPage, number: str) -> HttpResponse:
    page.refuse_unless(SIGN)
    written, message = page.written(), page.message()
    if page.was_overtaken() or written is None or message is None:
        return page.answer()
    try:
        publishing.send_back(page.newest, by=page.user, message=message, comments=written)
    except publishing.Refused as reason:
        page.stop(str(reason))
        return page.answer()
    return done(page, f"Revision {page.newest.number} went back to its writer.")


def sign(page: ReviewPage, number: str) -> HttpResponse:
    """Comments that were typed are kept with the signature."""
    page.refuse_unless(SIGN)
    if page.was_overtaken():
        page.untick()
        return page.answer()
    written, signature = page.written(), page.signature()
    if written is None or signature is None:
        return page.answer()
    try:
        with transaction.atomic():
            write(written, page.newest, page)
            publishing.sign(page.newest, by=page.user, seen_hash=page.seen_hash, **signature)
    except publishing.Refused as reason:
        page.untick()
        page.stop(str(reason))
        return page.answer()
    return done(page, f"You signed revision {page.newest.number}. Thank you.")


def take_back_signature(page: ReviewPage, number: str) -> HttpResponse:
    """Comments that were typed say why."""
    page.refuse_unless(SIGN)
    written = page.written_then()
    if written is None:
        return page.answer()
    try:
        with transaction.atomic():
            write(written, page.seen, page)
            publishing.take_back_signature(page.article, by=page.user)
    except publishing.Refused as reason:
        page.stop(str(reason))
        return page.answer()
    return done(page, TOOK_BACK)


def write(comments: list[tuple[str, str]], revision: Revision, page: ReviewPage) -> None:
    for anchor, text in comments:
        publishing.comment(revision, by=page.user, anchor=anchor, text=text)


def done(page: ReviewPage, words: str) -> HttpResponse:
    messages.success(page.request, words)
    return HttpResponseRedirect(article_url("review", page.article))


VERBS = {
    "settle": settle,
    "send_back": send_back,
    "sign": sign,
    "take_back_signature": take_back_signature,
    "comment": keep_comments,
}


def urls(wrap) -> list[URLPattern]:
    return [path("<int:pk>/review/", wrap(review), name="content_article_review")]
