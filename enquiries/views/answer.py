"""The page of an answer: asks for the safe word, shows the answer, takes one answer back."""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from enquiries import handling
from enquiries.forms import BackForm, WordForm, typed_words
from enquiries.models import Reply
from enquiries.views import trouble, warning
from enquiries.views.answer_pages import BACK_IDS, WORD_IDS, show_answer, show_thanks, show_word
from enquiries.views.guarding import guarded

log = logging.getLogger(__name__)
NAMES = ("word", "text", "pass", "warned")
TEXT = "text"


@guarded
def answer(request: HttpRequest, token: str) -> HttpResponse:
    typed = typed_words(request.POST, NAMES, {TEXT})
    try:
        return step(request, typed)(request, token, typed)
    except handling.LinkEnded:
        return trouble.link_ended(request, words=typed[TEXT])
    except (PermissionDenied, SuspiciousOperation):
        raise
    except Exception:
        if request.method != "POST":
            raise
        log.exception("An answer could not be opened or taken in")
        return trouble.broken(request, typed, TEXT)


def step(request: HttpRequest, typed: dict[str, str]) -> Callable:
    if request.method != "POST":
        return ask
    return write_back if typed["pass"] else open_it


def ask(request: HttpRequest, token: str, typed: dict[str, str]) -> HttpResponse:
    handling.find_link(token)
    return show_word(request, WordForm(auto_id=WORD_IDS), typed)


def open_it(request: HttpRequest, token: str, typed: dict[str, str]) -> HttpResponse:
    handling.find_link(token)
    form = WordForm(typed, auto_id=WORD_IDS)
    if not form.is_valid():
        return show_word(request, form, typed)
    try:
        reply = handling.open_answer(token, form.cleaned_data["word"])
    except handling.WrongWord as wrong:
        form.add_error("word", wrong_word(wrong.tries_left))
        return show_word(request, form, typed)
    return show_answer(request, reply, typed)


def wrong_word(tries_left: int) -> str:
    tries = "1 more time" if tries_left == 1 else f"{tries_left} more times"
    return f"This is not the safe word. You can try {tries}."


def write_back(request: HttpRequest, token: str, typed: dict[str, str]) -> HttpResponse:
    try:
        reply = handling.opened_reply(token, typed["pass"])
        return take_back(request, reply, token, typed)
    except handling.PassEnded:
        handling.find_link(token)
        return show_word(request, WordForm(auto_id=WORD_IDS), typed, is_late=True)


def take_back(
    request: HttpRequest, reply: Reply, token: str, typed: dict[str, str]
) -> HttpResponse:
    if request.POST.get("step") == "change":
        return show_answer(request, reply, typed)
    form = BackForm(typed, auto_id=BACK_IDS)
    hits = warning.new_signs(typed[TEXT], typed["warned"])
    if hits:
        return warning.interruption(request, typed, form[TEXT], hits)
    if not form.is_valid():
        return show_answer(request, reply, typed, form)
    try:
        handling.answer_back(token, typed["pass"], form.cleaned_data[TEXT])
    except handling.Refused as refused:
        form.add_error(TEXT, str(refused))
        return show_answer(request, reply, typed, form)
    return show_thanks(request, reply)
