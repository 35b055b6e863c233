"""One person's enquiries on request: found, handed out as a file, or erased; and erasing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enquiries import handling
from enquiries.admin import keys
from enquiries.admin.exports import as_file
from enquiries.admin.forms import EraseForm, PasswordForm, PersonForm
from enquiries.admin.passwords import is_confirmed
from enquiries.admin.reason import asks_why
from enquiries.admin.rows import brief
from enquiries.admin.screen import enquiry_url, errors, needs, show
from enquiries.handling import erasing, persons
from enquiries.handling.retention import long_date
from enquiries.handling.rights import ERASE, EXPORT, SEE_PREVIOUS
from enquiries.models import Enquiry

TITLE = "One person’s enquiries"
WHAT = [
    "The message, the name and how to reach the patient",
    "Every reply, answer, note and call",
    "Mails that wait to be sent",
]


@needs(SEE_PREVIOUS)
def person(request: HttpRequest) -> HttpResponse:
    act = {"find": _find, "export": _export, "ask_erase": _ask_erase, "erase": _erase}
    chosen = act.get(request.POST.get("do", ""))
    return chosen(request) if chosen else _show(request, PersonForm())


def _show(request: HttpRequest, form: PersonForm, found: dict | None = None) -> HttpResponse:
    asked = found["form"] if found else None
    mistakes = errors(form, asked)
    return show(
        request,
        "person",
        TITLE,
        status=422 if mistakes["has_errors"] else 200,
        form=form,
        found=found,
        **mistakes,
    )


def _find(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            hits = persons.find_person(form.cleaned_data["contact"], by=request.user)
        except handling.Refused as refused:
            form.add_error("contact", str(refused))
        else:
            return _show(request, form, _found(request, hits, PasswordForm()))
    return _show(request, form)


def _found(request: HttpRequest, hits: list[Enquiry], form: PasswordForm) -> dict:
    many = "1 enquiry" if len(hits) == 1 else f"{len(hits) or 'No'} enquiries"
    return {
        "words": f"{many} with this phone or email",
        "rows": _rows(request, hits),
        "key": keys.key_for([enquiry.pk for enquiry in hits], request.user),
        "form": form,
    }


def _behind(request: HttpRequest) -> list[Enquiry]:
    """What the key in the form names; a key that has ended names nothing."""
    numbers = keys.numbers_of(request.POST.get("key", ""), request.user)
    found = list(persons.shown(numbers))
    if not found:
        messages.warning(request, "This took too long. Find the person again.")
    return found


def _export(request: HttpRequest) -> HttpResponse:
    handling.may(request.user, EXPORT)
    hits = _behind(request)
    if not hits:
        return redirect(request.path)
    form = PasswordForm(request.POST)
    if not is_confirmed(request, form):
        return _show(request, PersonForm(), _found(request, hits, form))
    try:
        contact = persons.contact_of([enquiry.pk for enquiry in hits])
        data = persons.export_person(contact, by=request.user)
    except handling.Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, PersonForm(), _found(request, hits, form))
    return as_file(data, "application/json", "enquiries-of-one-person", "json")


def _ask_erase(request: HttpRequest) -> HttpResponse:
    handling.may(request.user, ERASE)
    hits = _behind(request)
    if not hits:
        return redirect(request.path)
    return _confirm(request, hits, EraseForm(), request.path)


def _erase(request: HttpRequest) -> HttpResponse:
    handling.may(request.user, ERASE)
    hits = _behind(request)
    if not hits:
        return redirect(request.path)
    form = EraseForm(request.POST)
    if not is_confirmed(request, form):
        return _confirm(request, hits, form, request.path)
    why = erasing.WHYS[form.cleaned_data["reason"]]
    numbers = [enquiry.pk for enquiry in hits]
    erased = persons.erase_person(numbers, by=request.user, why=why)
    _tell(request, erased)
    return redirect(request.path)


def _tell(request: HttpRequest, erased: erasing.Erased) -> None:
    numbers = ", ".join(str(receipt.number) for receipt in erased.receipts)
    if numbers:
        messages.success(request, f"Erased for good. Receipts: {numbers}.")
    if erased.held:
        held = ", ".join(erased.held)
        messages.warning(request, f"Held back and not erased: {held}. End the hold first.")
    if erased.own:
        messages.warning(request, persons.own_words(erased.own))
    if erased.newer:
        newer = ", ".join(erased.newer)
        messages.warning(request, f"Came meanwhile and not erased: {newer}. Find the person again.")


def _confirm(
    request: HttpRequest, hits: list[Enquiry], form: EraseForm, back_url: str
) -> HttpResponse:
    return show(
        request,
        "confirm_erase",
        "Erase enquiries",
        status=422 if form.is_bound else 200,
        rows=_rows(request, hits),
        what=WHAT,
        key=keys.key_for([enquiry.pk for enquiry in hits], request.user),
        form=form,
        back_url=back_url,
        **errors(form),
    )


def _rows(request: HttpRequest, hits: list[Enquiry]) -> list[dict]:
    """In short, each with what stands in the way."""
    marks = persons.marks([enquiry.pk for enquiry in hits], by=request.user)
    return [brief(e) | {"held": marks.get(e.pk) or _held(e)} for e in hits]


def _held(enquiry: Enquiry) -> str:
    return f"held until {long_date(enquiry.hold_until)}" if enquiry.is_held() else ""


@needs(ERASE)
@asks_why
def erase_one(request: HttpRequest, pk: int) -> HttpResponse:
    enquiry = handling.for_work(pk, request.user)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and is_confirmed(request, form):
        try:
            why = erasing.WHYS[form.cleaned_data["reason"]]
            receipt = erasing.erase(enquiry, by=request.user, why=why)
        except handling.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Erased for good. Receipt {receipt.number}.")
            return redirect(enquiry_url("changelist"))
    return _confirm(request, [enquiry], form, enquiry_url("change", pk))
