"""What the page of an answer shows: the question for the safe word, the answer, the thanks."""

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from enquiries import handling, hours
from enquiries.forms import BackForm, WordForm, error_list
from enquiries.models import Enquiry, PatientAnswer, Reply
from enquiries.site import site
from enquiries.views import warning

WORD_IDS, BACK_IDS = "answer-%s", "back-%s"


def show_word(
    request: HttpRequest, form: WordForm, typed: Mapping[str, str], *, is_late: bool = False
) -> HttpResponse:
    """Says nothing of the question, nor whose it is. `is_late`: the word was given too long ago."""
    return _page(
        request,
        "enquiries/word.html",
        "Read our answer",
        form,
        is_late=is_late,
        text=typed["text"],
    )


def show_answer(
    request: HttpRequest, reply: Reply, typed: Mapping[str, str], form: BackForm | None = None
) -> HttpResponse:
    form = form or BackForm(initial={"text": typed["text"]}, auto_id=BACK_IDS)
    now = timezone.now()
    return _page(
        request,
        "enquiries/answer.html",
        "Our answer",
        form,
        answer=reply.text,
        language=reply.enquiry.language,
        asks_back=reply.asks_back,
        has_written=PatientAnswer.objects.filter(reply=reply).exists(),
        given_pass=handling.pass_for(reply),
        warned=typed["warned"],
        signs_url=warning.signs_url(),
        last_day=hours.spoken(reply.expires_at, now),
        last_time=hours.clock_time(reply.expires_at),
    )


def show_thanks(request: HttpRequest, reply: Reply) -> HttpResponse:
    now = timezone.now()
    enquiry = Enquiry.objects.only("reply_by", "is_urgent").get(pk=reply.enquiry_id)
    return _page(
        request,
        "enquiries/written_back.html",
        "We got your words",
        is_urgent=enquiry.is_urgent,
        answer_day=hours.spoken(enquiry.reply_by, now),
        answer_time=hours.clock_time(enquiry.reply_by),
    )


def _page(
    request: HttpRequest, template: str, title: str, form: forms.Form | None = None, **context
) -> HttpResponse:
    mend = error_list(form) if form else []
    return site().answer_page(
        request,
        template,
        title=f"Error: {title}" if mend else title,
        description="For the person who asked us.",
        path=request.path,
        form=form,
        mend=mend,
        **context,
    )
