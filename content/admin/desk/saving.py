"""The desk itself: opening it, and what its buttons do with what was typed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content import publishing
from content.admin.desk import autosave, conflict
from content.admin.desk.page import Desk
from content.admin.screen import article_url, needs
from content.admin.standing import standing
from content.editorial import checklist
from content.forms import NewArticleForm, WriteForm
from content.forms.writing import differ, translation_values
from content.models import Article, Revision, WorkingCopy

SAVED = "Saved as revision {number}. {what}"
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
    copy = publishing.copy_of(None, request.user)
    form = NewArticleForm(initial=copy.fields if copy else asked_for(request))
    return Desk(request, form, copy=copy).answer()


def asked_for(request: HttpRequest) -> dict:
    """A part of the guide, or the page that is to be translated, named in the address."""
    number = request.GET.get("translation_of", "")
    original = Article.objects.filter(pk=number).first() if number.isdecimal() else None
    topic = request.GET.get("topic", "")
    return translation_values(original) if original else {"topic": topic} if topic else {}


def opened(request: HttpRequest, article: Article) -> HttpResponse:
    """With what this person typed last, if that was not saved."""
    stand = standing(article)
    copy = unsaved_copy(article, request.user, stand.newest)
    initial = (copy.fields | {"based_on": copy.base}) if copy else {}
    form = WriteForm(initial=initial, newest=stand.newest, needs_note=was_public(article))
    return Desk(request, form, article, stand, copy).answer()


def unsaved_copy(article: Article, user, newest: Revision | None) -> WorkingCopy | None:
    copy = publishing.copy_of(article, user)
    return copy if copy and differ(copy.fields, newest) else None


def was_public(article: Article) -> bool:
    return article.revisions.filter(published_at__isnull=False).exists()


def do(request: HttpRequest, article: Article) -> HttpResponse:
    wanted = request.POST.get("do", "save")
    if wanted == "forget":
        publishing.forget_copy(article, by=request.user)
        messages.info(request, "Your unsaved words were thrown away.")
        return HttpResponseRedirect(article_url("change", article))
    stand = standing(article)
    form = WriteForm(request.POST, newest=stand.newest, needs_note=was_public(article))
    desk = Desk(request, form, article, stand)
    if wanted == "merge":
        return conflict.merged(desk)
    if not form.is_valid() or wanted == "check":
        keep(desk)
        return desk.answer()
    return save(desk, wanted)


def save(desk: Desk, wanted: str) -> HttpResponse:
    request, article, form = desk.request, desk.article, desk.form
    answers = checklist.valid(checklist_answers(request))
    newest = desk.standing.newest
    if not form.words_changed() and not answers_changed(answers, newest):
        publishing.forget_copy(article, by=request.user)
        if wanted == "save":
            messages.info(request, UNCHANGED)
        return after(wanted, article)
    try:
        revision = publishing.save_draft(
            article,
            form.words(),
            by=request.user,
            change=form.cleaned_data["change"],
            note=form.cleaned_data["change_note"],
            based_on=form.cleaned_data["based_on"] or 0,
            checklist=answers,
        )
    except publishing.Overtaken as overtaken:
        keep(desk)
        return conflict.refused(desk, overtaken)
    publishing.forget_copy(article, by=request.user)
    messages.success(request, SAVED.format(number=revision.number, what=what_patients_see(desk)))
    return after(wanted, article)


def keep(desk: Desk) -> None:
    """As a working copy; words that are too long for one are still in the boxes."""
    try:
        autosave.keep_typed(desk.request, desk.article)
    except publishing.Refused as reason:
        desk.form.add_error(None, str(reason))


def what_patients_see(desk: Desk) -> str:
    return "Patients still read the page as it was." if desk.standing.live else "Only staff see it."


def after(wanted: str, article: Article) -> HttpResponse:
    name = wanted if wanted in {"ask", "publish"} else "change"
    return HttpResponseRedirect(article_url(name, article))


def do_new(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("do", "save")
    if wanted == "forget":
        publishing.forget_copy(None, by=request.user)
        return HttpResponseRedirect(reverse("admin:content_article_add"))
    form = NewArticleForm(request.POST)
    if wanted == "check" or not form.is_valid():
        form.is_valid()
        desk = Desk(request, form)
        keep(desk)
        return desk.answer()
    article = publishing.start_article(
        form.article(request.user),
        form.words(),
        by=request.user,
        checklist=checklist.valid(checklist_answers(request)),
    )
    publishing.forget_copy(None, by=request.user)
    messages.success(request, "Saved as the first draft. Only staff see it.")
    return after(wanted, article)


def checklist_answers(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix(autosave.CHECKLIST): value
        for name, value in request.POST.items()
        if name.startswith(autosave.CHECKLIST)
    }


def answers_changed(answers: dict[str, str], newest: Revision | None) -> bool:
    return bool(answers) and newest is not None and answers != newest.checklist
