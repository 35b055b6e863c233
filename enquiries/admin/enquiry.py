"""One enquiry: opening it, printing it, and the table of what its buttons do and who may press."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from enquiries import handling
from enquiries.admin import answering, doing, facts
from enquiries.admin.drafts import keeps_when_idle
from enquiries.admin.page import EnquiryPage, retention_of
from enquiries.admin.reason import asks_why
from enquiries.admin.screen import enquiry_url, moment, needs, show, str_name
from enquiries.admin.timeline import story_of
from enquiries.handling.rights import ERASE, HANDLE, READ, REPLY
from enquiries.models import Enquiry
from enquiries.site import site


class Act(NamedTuple):
    """`run` answers with the page when something has to be mended, and with None when it is done.

    It gets an enquiry that this person may read.
    """

    right: str
    run: Callable[[HttpRequest, Enquiry], HttpResponse | None]


ACTS = {
    "send": Act(REPLY, answering.send),
    "save": Act(REPLY, answering.save),
    "insert_preset": Act(REPLY, answering.insert_preset),
    "insert_page": Act(REPLY, answering.insert_page),
    "undo": Act(REPLY, answering.undo),
    "note": Act(HANDLE, answering.add_note),
    "status": Act(HANDLE, doing.set_status),
    "assign_me": Act(HANDLE, doing.assign_me),
    "called": Act(HANDLE, doing.called),
    "gap": Act(HANDLE, doing.count_gap),
    "retry": Act(HANDLE, doing.retry),
    "hold": Act(ERASE, doing.hold),
    "release": Act(ERASE, doing.release),
}


@keeps_when_idle
@needs(READ)
@asks_why
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _do(request, handling.for_work(pk, request.user))
    return EnquiryPage(request, handling.read(pk, request.user)).answer()


def _do(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        messages.warning(request, "Nothing was changed. Press one of the buttons.")
        return redirect(request.path)
    handling.may(request.user, act.right)
    return act.run(request, enquiry) or redirect(request.path)


@needs(READ)
@asks_why
def on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    enquiry = handling.for_work(pk, request.user)
    handling.printed(enquiry, request.user)
    clinic = site().clinic()
    return show(
        request,
        "print",
        f"Enquiry {enquiry.reference}",
        enquiry=facts.head_of(enquiry),
        timeline=story_of(enquiry, request.user).entries,
        facts=facts.facts_of(enquiry),
        retention=retention_of(enquiry),
        clinic={"name": clinic.name, "phone": clinic.phone},
        printed={"by": str_name(request.user), "at": moment(timezone.now())},
        back_url=enquiry_url("change", pk),
    )
