"""What can be done with several enquiries of the list at once."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from enquiries import handling
from enquiries.admin import keys
from enquiries.admin.screen import enquiry_url
from enquiries.handling.inbox import PAGE_SIZE
from enquiries.handling.reading import str_name, without_reason
from enquiries.handling.rights import EXPORT, HANDLE
from enquiries.models import Enquiry

Status = Enquiry.Status
ASSIGN_ME = {"do": "assign_me", "label": "Assign to me"}
ANSWERED = {"do": "answered", "label": "Mark answered"}
SPAM = {"do": "spam", "label": "Mark as spam"}
NOT_SPAM = {"do": "not_spam", "label": "Not spam"}
EXPORT_THEM = {"do": "export", "label": "Export as spreadsheet"}
STATUSES = {"answered": Status.ANSWERED, "spam": Status.SPAM, "not_spam": Status.NEW}


def actions(user, tab: str) -> list[dict[str, str]]:
    offered = []
    if user.has_perm(HANDLE):
        offered = [ASSIGN_ME, *_statuses(tab)]
    return [*offered, EXPORT_THEM] if user.has_perm(EXPORT) else offered


def _statuses(tab: str) -> list[dict[str, str]]:
    if tab == Status.SPAM:
        return [NOT_SPAM]
    return [SPAM] if tab == Status.ANSWERED else [ANSWERED, SPAM]


def act_on_chosen(request: HttpRequest, query) -> HttpResponse:
    """`query` says where to go back to, see inbox.Query."""
    references = request.POST.getlist("chosen")[:PAGE_SIZE]
    found = Enquiry.objects.filter(reference__in=references)
    chosen = list(found.select_related("assigned_to"))
    act = ACTS.get(request.POST.get("do", ""))
    if act is None or not chosen:
        messages.warning(request, "Nothing was changed. Choose at least one enquiry.")
        return redirect(query.url(query.page))
    free = _leave_own(request, chosen)
    answer = act(request, free) if free else None
    return answer or redirect(query.url(query.page))


def _leave_own(request: HttpRequest, chosen: list[Enquiry]) -> list[Enquiry]:
    """Those that nobody needs to give a reason for; a message says how many were left out."""
    own = without_reason(chosen, request.user)
    if own:
        messages.warning(request, own_words(len(own)))
    return [enquiry for enquiry in chosen if enquiry not in own]


def own_words(count: int) -> str:
    if count == 1:
        what, mend = "1 enquiry was left out. It", "Open it"
    else:
        what, mend = f"{count} enquiries were left out. They", "Open each one"
    return f"{what} may be about you or your family. {mend} and give a reason first."


def _assign_me(request: HttpRequest, chosen: list[Enquiry]) -> None:
    try:
        count = handling.assign(chosen, request.user, by=request.user)
    except handling.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{_many(count)} assigned to you.")
        if others := [e for e in chosen if e.assigned_to and e.assigned_to != request.user]:
            messages.warning(request, _taken_from(others))


def _taken_from(others: list[Enquiry]) -> str:
    """The list may be older than a colleague's press of the same button."""
    said = (f"{e.reference} was with {str_name(e.assigned_to)} until now." for e in others)
    return f"{' '.join(said)} Tell them, so that nobody does the work twice."


def _set_status(request: HttpRequest, chosen: list[Enquiry]) -> None:
    status = STATUSES[request.POST["do"]]
    try:
        count = handling.set_status(chosen, status, by=request.user, shown=_shown(request))
    except handling.MoreWasSaid as more:
        messages.warning(request, _unread_words(more.enquiries))
        if read := [enquiry for enquiry in chosen if enquiry not in more.enquiries]:
            _set_status(request, read)
    else:
        messages.success(request, f"{_many(count)} moved to {status.label}.")


def _shown(request: HttpRequest) -> datetime | None:
    """When the list was made; None when the page did not say."""
    try:
        shown = parse_datetime(request.POST.get("shown", ""))
    except ValueError:
        return None
    return shown if shown and timezone.is_aware(shown) else None


def _unread_words(enquiries: list[Enquiry]) -> str:
    said = (f"{e.reference} was left out: the patient wrote back meanwhile." for e in enquiries)
    return f"{' '.join(said)} Read that first."


def _export(request: HttpRequest, chosen: list[Enquiry]) -> HttpResponse:
    """The next screen asks for the password."""
    handling.may(request.user, EXPORT)
    key = keys.key_for([enquiry.pk for enquiry in chosen], request.user)
    return redirect(f"{enquiry_url('export')}?key={key}")


def _many(count: int) -> str:
    return "1 enquiry" if count == 1 else f"{count} enquiries"


Act = Callable[[HttpRequest, list[Enquiry]], HttpResponse | None]
ACTS: dict[str, Act] = {
    "assign_me": _assign_me,
    **dict.fromkeys(STATUSES, _set_status),
    "export": _export,
}
