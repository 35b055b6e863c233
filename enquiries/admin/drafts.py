"""Keeps what somebody is typing: while they type, when they were away too long, and says who else
has the enquiry open."""

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enquiries import handling
from enquiries.admin.screen import clock, enquiry_url
from enquiries.admin.stamps import Stamp
from enquiries.handling import reading, replying
from enquiries.handling.rights import HANDLE, REPLY
from enquiries.handling.working import LONGEST_TEXT
from enquiries.models import Enquiry, Reply

CUT_SHORT = "Typed, but not finished: "
BOTH = "What you typed in another tab or on another device stands below these words now."
GONE = {"problem": "This enquiry was erased."}


@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Saves the reply alone: a note that is not finished is nobody else's to read."""
    try:
        enquiry = handling.for_work(pk, request.user)
    except Enquiry.DoesNotExist:
        return JsonResponse(GONE, status=404)
    except handling.NeedsReason:
        return JsonResponse({"problem": "Load the page again and give a reason."}, status=403)
    return _answer(request, enquiry)


def _answer(request: HttpRequest, enquiry: Enquiry) -> JsonResponse:
    mark = Stamp.sent_with(request).mark
    is_overtaken = bool(mark) and mark != handling.newest_mark(enquiry)
    saved = {"saved": clock(timezone.now()).words}
    # The last saving may arrive after Send, and would put the same words into the box again.
    if is_overtaken and _is_sent(request, enquiry):
        return JsonResponse(saved)
    try:
        kept = handling.save_draft(
            enquiry, *typed(request), by=request.user, built_on=draft_in(request)
        )
    except handling.KeptElsewhere as elsewhere:
        return JsonResponse({"problem": str(elsewhere), "kept": False}, status=409)
    draft = {"draft": replying.draft_mark(kept)}
    if is_overtaken:
        return JsonResponse(draft | {"conflict": replying.what_came(enquiry)}, status=409)
    return JsonResponse(draft | saved)


def _is_sent(request: HttpRequest, enquiry: Enquiry) -> bool:
    handling.may(request.user, REPLY)
    own = enquiry.replies.exclude(state=Reply.State.DRAFT).filter(by=request.user).last()
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return own is not None and own.text == text.strip()


@require_POST
def presence(request: HttpRequest, pk: int) -> JsonResponse:
    try:
        enquiry = handling.for_work(pk, request.user)
    except Enquiry.DoesNotExist:
        return JsonResponse(GONE, status=404)
    except handling.NeedsReason:
        return JsonResponse({"also_open": []}, status=403)
    handling.seen(enquiry, request.user)
    return JsonResponse({"also_open": reading.others_here(enquiry, request.user)})


def typed(request: HttpRequest) -> tuple[str, bool]:
    """As it was sent: the verbs clean it, and a form would drop what it does not like."""
    return request.POST.get("text", ""), bool(request.POST.get("asks_back"))


def draft_in(request: HttpRequest) -> str | None:
    """The mark of the draft that stood in the box; None when the page did not say."""
    return request.POST.get("draft")


def keep_text(request: HttpRequest, enquiry: Enquiry) -> Reply | None:
    """Words that were typed in another tab go below these, here and in the form that comes back."""
    by = request.user
    try:
        return handling.save_draft(enquiry, *typed(request), by=by, built_on=draft_in(request))
    except handling.KeptElsewhere as elsewhere:
        text, asks_back = typed(request)
        request.POST = request.POST.copy()
        request.POST["text"] = f"{text.rstrip()}\n\n{elsewhere.draft.text}"
        messages.warning(request, BOTH)
        return handling.save_draft(enquiry, request.POST["text"], asks_back, by=by)


def keep(request: HttpRequest, enquiry: Enquiry) -> bool:
    """Nothing typed is lost when a form cannot be taken: a reply becomes a draft, notes are kept
    as notes that say so. Nothing is sent. Returns whether there was anything."""
    typed = request.POST
    text, notes = typed.get("text", "").strip(), [typed.get("note"), typed.get("call_note")]
    keeps_text = bool(text) and request.user.has_perm(REPLY)
    if keeps_text:
        keep_text(request, enquiry)
    notes = [note.strip() for note in notes if note and note.strip()]
    if not request.user.has_perm(HANDLE):
        return keeps_text
    for note in notes:
        _keep_note(request, enquiry, note)
    return keeps_text or bool(notes)


def _keep_note(request: HttpRequest, enquiry: Enquiry, text: str) -> None:
    room = LONGEST_TEXT - len(CUT_SHORT)
    for start in range(0, len(text), room):
        handling.add_note(enquiry, CUT_SHORT + text[start : start + room], by=request.user)


def keep_when_idle(request: HttpRequest, pk: int) -> str:
    """Called before somebody who was away too long is logged out; returns where they go on, or ""
    when nothing was typed."""
    enquiry = Enquiry.objects.filter(pk=pk).first()
    is_kept = enquiry is not None and keep(request, enquiry)
    return enquiry_url("change", pk) if is_kept else ""


def keep_draft_when_idle(request: HttpRequest, pk: int) -> str:
    """For words that come by themselves while somebody types."""
    enquiry = Enquiry.objects.filter(pk=pk).first()
    if enquiry is not None and request.user.has_perm(REPLY):
        keep_text(request, enquiry)
    return enquiry_url("change", pk)


autosave.keep_when_idle = keep_draft_when_idle


def keeps_when_idle(view):
    """Marks a view whose forms hold words that must not be lost."""
    view.keep_when_idle = keep_when_idle
    return view
