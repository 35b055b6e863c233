"""What staff do with an enquiry besides answering it. Each button goes through a verb; a refusal
shows the page again with everything that was typed."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from enquiries import formtoken, handling
from enquiries.admin import forms
from enquiries.admin.page import again, status_form
from enquiries.admin.stamps import Stamp
from enquiries.handling import erasing, posting
from enquiries.handling.reading import str_name
from enquiries.handling.working import locked
from enquiries.models import Enquiry, OutboxMessage
from enquiries.site import site

COUNTED = "counted"  # in the session: hashes of the forms that counted a page
MOST_COUNTED = 20


def assign_me(request: HttpRequest, enquiry: Enquiry) -> None:
    seen = Stamp.sent_with(request).who or Stamp.of(enquiry).who
    try:
        handling.take(enquiry, by=request.user, seen=seen)
    except handling.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{enquiry.reference} is yours now.")


def set_status(request: HttpRequest, enquiry: Enquiry) -> HttpResponse | None:
    form = status_form(enquiry, request.POST)
    if not form.is_valid():
        return again(request, enquiry, status=form)
    seen = Stamp.sent_with(request)
    if _was_overtaken(seen, enquiry):
        form.add_error(None, _who_changed(enquiry))
        return again(request, enquiry, status=form)
    try:
        _move(enquiry, form.cleaned_data, request.user, seen.mark)
    except handling.MoreWasSaid as more:
        form.add_error(None, str(more))
        return again(request, enquiry, status=form)
    except handling.Refused as refused:
        form.add_error("assigned_to", str(refused))
        return again(request, enquiry, status=form)
    messages.success(request, "Saved.")
    return None


@transaction.atomic
def _move(enquiry: Enquiry, wanted: dict[str, str], by, mark: str) -> None:
    if wanted["assigned_to"] != str(enquiry.assigned_to_id or ""):
        people = forms.who_may_answer()
        to = people.get(pk=wanted["assigned_to"]) if wanted["assigned_to"] else None
        handling.assign([enquiry], to, by=by)
    handling.set_status([enquiry], wanted["status"], by=by, mark=mark)


def _was_overtaken(seen: Stamp, enquiry: Enquiry) -> bool:
    """Somebody else changed the status or who replies since this page was opened."""
    now = Stamp.of(enquiry)
    return bool(seen.status) and (seen.status, seen.who) != (now.status, now.who)


def _who_changed(enquiry: Enquiry) -> str:
    label = enquiry.get_status_display()
    who = str_name(enquiry.assigned_to) or "no one yet"
    return f"This was changed meanwhile: {label}, {who}. Look at it, then choose again."


def called(request: HttpRequest, enquiry: Enquiry) -> HttpResponse | None:
    form = forms.CallForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            words = told["outcome"], told["call_note"], told["again_at"]
            seen = Stamp.sent_with(request).status
            handling.add_call(enquiry, *words, by=request.user, seen=seen)
        except handling.Refused as refused:
            form.add_error("again_at" if "time" in str(refused) else "call_note", str(refused))
        else:
            messages.success(request, "The call was written down.")
            return None
    return again(request, enquiry, call=form)


def count_gap(request: HttpRequest, enquiry: Enquiry) -> HttpResponse | None:
    form = forms.GapForm(request.POST, pages=site().pages())
    if not form.is_valid():
        return again(request, enquiry, gap=form)
    _count_once(request, enquiry, form.cleaned_data["page"], form.cleaned_data["reason"])
    messages.success(request, "Counted. Nothing ties the count to this enquiry.")
    return None


def _count_once(request: HttpRequest, enquiry: Enquiry, page: str, reason: str) -> None:
    """The same form is counted once however often it is sent. Only the session knows, by a hash
    that says neither the enquiry nor the page: nothing else may tie the two together."""
    key = formtoken.submission_key(request.POST.get("token") or formtoken.issue(), page, reason)
    with transaction.atomic():
        # Two presses at once take turns, and the second has to see what the first one wrote.
        locked([enquiry])
        counted = type(request.session)(request.session.session_key).get(COUNTED, [])
        if key not in counted:
            handling.mark_gap(page, reason, by=request.user)
            request.session[COUNTED] = [*counted, key][-MOST_COUNTED:]
            request.session.save()


def hold(request: HttpRequest, enquiry: Enquiry) -> HttpResponse | None:
    form = forms.HoldForm(request.POST)
    if form.is_valid():
        try:
            told = form.cleaned_data
            erasing.hold(enquiry, told["until"], told["reason"], by=request.user)
        except handling.Refused as refused:
            form.add_error("until", str(refused))
        else:
            messages.success(request, "It is held back from erasure.")
            return None
    return again(request, enquiry, hold=form)


def release(request: HttpRequest, enquiry: Enquiry) -> None:
    erasing.release(enquiry, by=request.user)
    messages.success(request, "The hold has ended.")


def retry(request: HttpRequest, enquiry: Enquiry) -> None:
    """Sends the mail of a reply again that was given up or put off."""
    number = request.POST.get("reply", "")
    mails = OutboxMessage.objects.filter(enquiry=enquiry)
    mail = mails.filter(reply=number).first() if number.isdecimal() else None
    if mail is None:
        raise Http404
    try:
        posting.try_again(mail, by=request.user)
    except handling.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The mail will be sent again.")
