"""The screen on which a writer asks a clinician to read a draft, or takes that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from content import publishing
from content.admin.screen import article_url, errors, show, str_name
from content.admin.stage import checks, head_of, request_row, stage
from content.admin.standing import Standing
from content.forms.reviewing import AskForm

CHANGE = "content.change_article"


@stage(CHANGE)
def ask(request: HttpRequest, stand: Standing) -> HttpResponse:
    if request.method == "POST" and request.POST.get("do") == "take_back":
        return take_back(request, stand)
    clinicians = publishing.signers(stand.newest)
    typed = request.POST if request.method == "POST" else None
    form = AskForm(typed, initial={"reviewer": ""}, clinicians=clinicians)
    if form.is_bound and form.is_valid():
        try:
            publishing.ask_for_review(
                stand.newest,
                by=request.user,
                reviewer=form.cleaned_data["reviewer"],
                message=form.cleaned_data["message"],
            )
        except publishing.Refused as reason:
            form.add_error(None, str(reason))
        else:
            whom = form.cleaned_data["reviewer"]
            told = str_name(whom) if whom else "Everyone who may sign"
            messages.success(request, f"{told} will be told by mail.")
            return HttpResponseRedirect(article_url("change", stand.article))
    return show_form(request, stand, form)


def take_back(request: HttpRequest, stand: Standing) -> HttpResponse:
    try:
        if stand.open_request is None:
            raise publishing.Refused("Nobody is asked to read this page now.")
        publishing.take_back(stand.open_request, by=request.user)
        messages.success(request, "The request was taken back.")
    except publishing.Refused as reason:
        messages.error(request, str(reason))
    return HttpResponseRedirect(article_url("ask", stand.article))


def show_form(request: HttpRequest, stand: Standing, form: AskForm) -> HttpResponse:
    mistakes = errors(form)
    return show(
        request,
        "ask",
        "Ask for a review",
        status=422 if mistakes["has_errors"] else 200,
        form=form,
        can_ask=bool(form.clinicians),
        checks=checks(stand.newest),
        asked=request_row(stand),
        **head_of(request, stand),
        **mistakes,
    )


def urls(wrap) -> list[URLPattern]:
    return [path("<int:pk>/ask/", wrap(ask), name="content_article_ask")]
