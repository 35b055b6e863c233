"""The form for a question: shown, stopped at a warning sign, mended, taken in."""

import logging
import re
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from enquiries import formtoken, handling, hours
from enquiries.forms import NAMES, ContactForm, error_list, typed_words
from enquiries.models import Enquiry, RetentionPolicy
from enquiries.site import site
from enquiries.views import trouble, warning
from enquiries.views.guarding import guarded, network

log = logging.getLogger(__name__)
TITLE = "Ask us a question"
IDS = "ask-%s"
MESSAGE = "message"
LOCAL_PATH = re.compile(r"(/(?!\.\.?(?:/|$))[\w.~-]+)*/?", re.ASCII)
LONGEST_PATH = 300


@guarded
def contact(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        page = local_path(request.GET.get("from", ""))
        return show(request, ContactForm(auto_id=IDS), {"from": page})
    typed = typed_words(request.POST, NAMES, {MESSAGE})
    typed["from"] = local_path(typed["from"])
    try:
        return answer_post(request, typed)
    except (PermissionDenied, SuspiciousOperation):
        raise
    except Exception:
        # Whatever it was: the patient must not have to write it all again.
        log.exception("A question could not be taken in")
        return trouble.broken(request, typed, MESSAGE)


def local_path(text: str) -> str:
    """The path of a page of this site, or ""."""
    is_path = text.startswith("/") and len(text) <= LONGEST_PATH and LOCAL_PATH.fullmatch(text)
    return text if is_path else ""


def answer_post(request: HttpRequest, typed: dict[str, str]) -> HttpResponse:
    if request.POST.get("step") == "change":
        return show(request, ContactForm(initial=typed, auto_id=IDS), typed)
    form = ContactForm(typed, auto_id=IDS)
    hits = warning.new_signs(typed[MESSAGE], typed["warned"])
    if hits:
        return warning.interruption(request, typed, form[MESSAGE], hits)
    if not form.is_valid():
        return show(request, form, typed)
    return take_in(request, form, typed)


def take_in(request: HttpRequest, form: ContactForm, typed: dict[str, str]) -> HttpResponse:
    try:
        token = formtoken.read(typed["token"])
        enquiry = handling.receive(submission(form, typed, token, network(request)))
    except formtoken.Refused:
        return show(request, form, typed, problem="stale")
    except handling.TooMany:
        return show(request, form, typed, problem="too-many", status=429)
    address = reverse("enquiries:sent", args=[handling.sent_token(enquiry)])
    return HttpResponseRedirect(address, status=303)


def submission(
    form: ContactForm, typed: Mapping[str, str], token: formtoken.FormToken, address: str
) -> handling.Submission:
    return handling.Submission(
        **form.words(),
        nonce=token.nonce,
        age_seconds=token.age_seconds,
        honeypot=typed["website"],
        from_page=typed["from"],
        network=address,
    )


def show(
    request: HttpRequest,
    form: ContactForm,
    typed: Mapping[str, str],
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """`problem` is "", "stale" or "too-many": why words that are all right were not taken in."""
    now = timezone.now()
    mend = error_list(form)
    is_refused = bool(mend or problem)
    return site().answer_page(
        request,
        "enquiries/contact.html",
        title=f"Error: {TITLE}" if is_refused else TITLE,
        description="Send a question to our care team and read when we will answer.",
        path=reverse("enquiries:contact"),
        status=status,
        form=form,
        mend=mend,
        problem=problem,
        answer_day=hours.spoken(handling.promise_for(now, is_urgent=False), now),
        kept_days=kept_days(),
        token=usable(typed.get("token", "")),
        from_page=typed.get("from", ""),
        warned=typed.get("warned", ""),
        signs_url=warning.signs_url(),
    )


def usable(token: str) -> str:
    """The same token as long as it is good, so that a form that is mended stays the same form."""
    try:
        formtoken.read(token)
    except formtoken.Missing:
        return formtoken.issue()
    except formtoken.Refused:
        return formtoken.issue(again=True)
    return token


def kept_days() -> tuple[int, int]:
    """For how long questions are kept after our answer: the fewest and the most days."""
    rules = RetentionPolicy.objects.filter(category__in=Enquiry.Topic.values)
    days = sorted(rules.values_list("days", flat=True))
    return (days[0], days[-1]) if days else (0, 0)
