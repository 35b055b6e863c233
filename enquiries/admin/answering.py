"""Writing to the patient and to colleagues: one form, whose every button keeps what was typed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from enquiries import handling
from enquiries.admin import forms
from enquiries.admin.drafts import draft_in, keep_text, typed
from enquiries.admin.page import again
from enquiries.admin.replying import link_text
from enquiries.admin.stamps import Stamp
from enquiries.models import Enquiry, PresetReply
from enquiries.site import site


def send(request: HttpRequest, enquiry: Enquiry) -> HttpResponse | None:
    text, asks_back = typed(request)
    try:
        marks = {"mark": Stamp.sent_with(request).mark, "built_on": draft_in(request)}
        handling.send_reply(enquiry, text, asks_back, by=request.user, **marks)
    except handling.Overtaken as overtaken:
        return not_sent(request, enquiry, conflict=str(overtaken))
    except handling.Refused as refused:
        return not_sent(request, enquiry, problem=str(refused))
    messages.success(request, "Your reply is on its way.")
    return keep_note(request, enquiry)


def not_sent(
    request: HttpRequest, enquiry: Enquiry, *, conflict: str = "", problem: str = ""
) -> HttpResponse:
    keep_text(request, enquiry)
    form = forms.ReplyForm(request.POST)
    if problem:
        form.add_error("text", problem)
    return again(request, enquiry, conflict, reply=form, **note_beside(request))


def save(request: HttpRequest, enquiry: Enquiry) -> HttpResponse | None:
    keep_text(request, enquiry)
    messages.success(request, "Saved for later. Nothing was sent.")
    return keep_note(request, enquiry)


def add_note(request: HttpRequest, enquiry: Enquiry) -> HttpResponse | None:
    if "text" in request.POST:
        keep_text(request, enquiry)
    form = forms.NoteForm(request.POST)
    return keep_note(request, enquiry) if form.is_valid() else again(request, enquiry, note=form)


def insert_preset(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    number = request.POST.get("preset", "")
    preset = PresetReply.objects.filter(pk=number).first() if number.isdecimal() else None
    if preset is None:
        return not_sent(request, enquiry, problem="Choose a saved answer first.")
    try:
        words = handling.fill_in(preset, enquiry, by=request.user)
    except handling.Refused as refused:
        return not_sent(request, enquiry, problem=str(refused))
    return with_more(request, enquiry, words)


def insert_page(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    chosen = [page for page in site().pages() if page.url == request.POST.get("page")]
    if not chosen:
        return not_sent(request, enquiry, problem="Choose a page first.")
    return with_more(request, enquiry, link_text(chosen[0]))


def with_more(request: HttpRequest, enquiry: Enquiry, words: str) -> HttpResponse:
    """The page with these words at the end of the reply, which is kept as a draft."""
    text, _ = typed(request)
    request.POST = request.POST.copy()
    request.POST["text"] = f"{text.rstrip()}\n\n{words}" if text.strip() else words
    return not_sent(request, enquiry)


def undo(request: HttpRequest, enquiry: Enquiry) -> None:
    """Takes one's own reply back. What was typed since then stays below it."""
    number = request.POST.get("reply", "")
    own = enquiry.replies.filter(by=request.user)
    reply = own.filter(pk=number).first() if number.isdecimal() else None
    if reply is None:
        raise Http404
    typed_since = handling.draft_of(enquiry, request.user)
    try:
        back = handling.undo(reply, by=request.user)
    except handling.Refused as refused:
        messages.error(request, str(refused))
        return
    if typed_since and typed_since.pk != back.pk:
        text = f"{back.text}\n\n{typed_since.text}"
        handling.save_draft(enquiry, text, back.asks_back, by=request.user)
    messages.success(request, "Taken back. Your reply is a draft again.")


def note_beside(request: HttpRequest) -> dict[str, forms.NoteForm]:
    """A note that stands in the form goes back as it is."""
    has_note = request.POST.get("note", "").strip()
    return {"note": forms.NoteForm(request.POST)} if has_note else {}


def keep_note(request: HttpRequest, enquiry: Enquiry) -> HttpResponse | None:
    """A note that was typed beside the reply is kept, whichever button was pressed."""
    if not note_beside(request):
        return None
    try:
        handling.add_note(enquiry, request.POST["note"], by=request.user)
    except handling.Refused as refused:
        form = forms.NoteForm(request.POST)
        form.add_error("note", str(refused))
        return again(request, enquiry, note=form)
    messages.success(request, "Your note was kept.")
    return None
