"""The desk itself: opening it, and what its buttons do with what was typed."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from content import publishing
from content.admin.desk import autosave, conflict
from content.admin.desk.page import Desk
from content.admin.desk.sheet import typed_sheet
from content.admin.screen import article_url, needs, number_in
from content.admin.standing import standing
from content.forms import NewArticleForm, WriteForm
from content.forms.writing import differ, translation_values
from content.models import Article, WorkingCopy

logger = logging.getLogger(__name__)

SAVED = "Saved as revision {number}. {what}"
NO_PUBLISHER = "Only a publisher puts pages on the site. Send this page for review."
BEGUN = (
    "This new page of yours is not saved yet. Save it or throw it away, then begin the next one."
)
OTHERS_STAY = "What you typed in another tab or on another device is still kept, and shown below."
NOT_NOW = (
    "The site could not save this just now. Your words are below, as you typed them. "
    "Wait a moment, then press the button again."
)
UNCHANGED = "Nothing was changed, so there is no new revision."


def keeps_when_idle(view):
    """Marks a view whose form holds words that must not be lost."""
    view.keep_when_idle = autosave.keep_when_idle
    return view


@keeps_when_idle
@needs("content.view_article", "content.change_article")
def write(request: HttpRequest, article: Article) -> HttpResponse:
    """Whoever may only look finds what was saved, and where it stands, in the history."""
    if not request.user.has_perm("content.change_article"):
        if request.method == "POST":
            raise PermissionDenied
        return HttpResponseRedirect(article_url("history", article))
    if request.method == "POST":
        return do(request, article)
    publishing.seen_at(article, by=request.user)
    return opened(request, article)


@keeps_when_idle
def add(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("content.add_article"):
        raise PermissionDenied
    if request.method == "POST":
        return do_new(request)
    copy, asked = publishing.copy_of(None, request.user), asked_for(request)
    if copy and asked:
        messages.warning(request, BEGUN)
    form = NewArticleForm(initial=(copy.fields if copy else asked) | version_in(copy))
    return Desk(request, form, copy=copy).answer()


def asked_for(request: HttpRequest) -> dict:
    """A part of the guide, or the page that is to be translated, named in the address."""
    number = number_in(request.GET.get("translation_of", ""))
    original = Article.objects.filter(pk=number).first()
    topic = request.GET.get("topic", "")
    return translation_values(original) if original else {"topic": topic} if topic else {}


def opened(request: HttpRequest, article: Article) -> HttpResponse:
    """With what this person typed last, if that was not saved."""
    stand = standing(article)
    kept = publishing.copy_of(article, request.user)
    copy = kept if kept and differ(kept.fields, stand.newest) else None
    initial = (copy.fields | {"based_on": copy.base}) if copy else {}
    initial |= version_in(kept)
    form = WriteForm(initial=initial, newest=stand.newest, needs_note=was_public(article))
    return Desk(request, form, article, stand, copy).answer()


def version_in(copy: WorkingCopy | None) -> dict[str, str]:
    """What the words in the form go on from."""
    return {"kept": publishing.version_of(copy) if copy else ""}


def was_public(article: Article) -> bool:
    return article.revisions.filter(published_at__isnull=False).exists()


def do(request: HttpRequest, article: Article) -> HttpResponse:
    wanted = request.POST.get("do", "save")
    if wanted == "forget":
        forget(request, article)
        return HttpResponseRedirect(article_url("change", article))
    stand = standing(article)
    form = WriteForm(request.POST, newest=stand.newest, needs_note=was_public(article))
    desk = Desk(request, form, article, stand)
    if wanted == "merge":
        return conflict.merged(desk)
    if not form.is_valid():
        keep(request, article)
        return desk.answer(status=200)
    if wanted == "check":
        keep(request, article)
        return desk.answer()
    return save(desk, wanted)


def save(desk: Desk, wanted: str) -> HttpResponse:
    request, article, form = desk.request, desk.article, desk.form
    newest = desk.standing.newest
    sheet = typed_sheet(request.POST.dict(), newest)
    if not (form.words_changed() or form.note_changed() or sheet.differs(newest)):
        forget_saved(request, article)
        if wanted == "save":
            messages.info(request, UNCHANGED)
        return after(wanted, article, request)
    try:
        revision = publishing.save_draft(
            article,
            form.words(),
            by=request.user,
            change=form.cleaned_data["change"],
            note=form.cleaned_data["change_note"],
            based_on=form.cleaned_data["based_on"] or 0,
            **sheet.worth_saving(),
        )
    except publishing.Overtaken as overtaken:
        keep(request, article)
        return conflict.refused(desk, overtaken)
    except DatabaseError:
        return not_now(desk)
    forget_saved(request, article)
    messages.success(request, SAVED.format(number=revision.number, what=what_patients_see(desk)))
    return after(wanted, article, request)


def keep(request: HttpRequest, article: Article | None) -> None:
    """What cannot be kept stays in the form all the same, and the writer is told."""
    try:
        autosave.keep_typed(request, article)
    except publishing.Refused as reason:
        messages.warning(request, f"Your words stand below, but are not kept yet. {reason}")
    except DatabaseError:
        logger.exception("What was typed could not be kept.")
        messages.warning(request, "Your words stand below, but could not be kept just now.")


def forget(request: HttpRequest, article: Article | None) -> None:
    typed = autosave.typed_fields(request)
    if publishing.forget_copy(article, by=request.user, typed=typed):
        messages.info(request, "Your unsaved words were thrown away.")
    else:
        messages.warning(request, OTHERS_STAY)


def forget_saved(request: HttpRequest, article: Article | None) -> None:
    """What this person typed in another tab is not in what was saved, and stays."""
    typed = autosave.typed_fields(request)
    if not publishing.forget_copy(article, by=request.user, typed=typed):
        messages.warning(request, OTHERS_STAY)


def not_now(desk: Desk) -> HttpResponse:
    """The database is busy, its disk is full, or a colleague took the address this moment. The
    words go back to their writer instead of being lost with a page of error."""
    logger.exception("What was written could not be saved.")
    desk.form.add_error(None, NOT_NOW)
    return desk.answer(status=503)


def what_patients_see(desk: Desk) -> str:
    return "Patients still read the page as it was." if desk.standing.live else "Only staff see it."


def after(wanted: str, article: Article, request: HttpRequest) -> HttpResponse:
    """The next screen; who may not open it stays here and is told why. The words are saved."""
    if wanted == "publish" and not request.user.has_perm("content.publish_revision"):
        messages.info(request, NO_PUBLISHER)
        wanted = "save"
    name = wanted if wanted in {"ask", "publish"} else "change"
    return HttpResponseRedirect(article_url(name, article))


def do_new(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("do", "save")
    if wanted == "forget":
        forget(request, None)
        return HttpResponseRedirect(request.get_full_path())
    form = NewArticleForm(request.POST)
    if wanted == "check" or not form.is_valid():
        keep(request, None)
        return Desk(request, form).answer()
    try:
        article = publishing.start_article(
            form.article(request.user),
            form.words(),
            by=request.user,
            **typed_sheet(request.POST.dict()).worth_saving(),
        )
    except DatabaseError:
        return not_now(Desk(request, form))
    forget_saved(request, None)
    messages.success(request, "Saved as the first draft. Only staff see it.")
    return after(wanted, article, request)
