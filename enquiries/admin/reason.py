"""Asks for a reason before somebody opens an enquiry under their own name."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enquiries import handling
from enquiries.admin import drafts
from enquiries.admin.forms import ReasonForm
from enquiries.admin.screen import enquiry_url, errors, show
from enquiries.models import Enquiry

View = Callable[..., HttpResponse]
GONE = "There is no such enquiry any more: it was erased."


def asks_why(view: View) -> View:
    """For views of one enquiry, named by `pk`; what was typed meanwhile is kept."""

    @wraps(view)
    def inner(request: HttpRequest, pk: int) -> HttpResponse:
        try:
            if request.POST.get("do") == "open":
                return _open(request, pk)
            return view(request, pk)
        except Enquiry.DoesNotExist:
            # The page for patients that somebody finds with an old link would tell staff nothing.
            what = " Nothing was done or sent." if request.method == "POST" else ""
            messages.error(request, f"{GONE}{what}")
            return redirect(enquiry_url("changelist"))
        except handling.NeedsReason as asked:
            drafts.keep(request, asked.enquiry)
            return _ask(request, asked.enquiry, ReasonForm())

    return inner


def _open(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    try:
        handling.read(pk, request.user, form.cleaned_data["reason"] if form.is_valid() else "")
    except handling.NeedsReason as asked:
        return _ask(request, asked.enquiry, form)
    return redirect(request.path)


def _ask(request: HttpRequest, enquiry: Enquiry, form: ReasonForm) -> HttpResponse:
    return show(
        request,
        "reason",
        f"Open {enquiry.reference}?",
        status=422 if form.is_bound else 200,
        reference=enquiry.reference,
        form=form,
        **errors(form),
    )
