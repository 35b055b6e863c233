"""Stops a message that holds a warning sign, before anything is stored, and shows the numbers.

It compares words with a list: it must not say what a patient has, nor that all is well.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from enquiries import hours, redflags
from enquiries.handling import promise_for
from enquiries.site import site

# Five times what a message may hold: a longer one has to be shortened, and is then looked at whole.
MOST_LETTERS = 10_000


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool


def new_signs(message: str, warned: str) -> list[redflags.Hit]:
    """The signs in a message, when at least one of them was not shown to the patient yet.

    `warned` has the ids of those that were, with spaces between.
    """
    hits = redflags.find(message[:MOST_LETTERS])
    return hits if {hit.flag for hit in hits} - set(warned.split()) else []


def interruption(
    request: HttpRequest, typed: Mapping[str, str], field: BoundField, hits: list[redflags.Hit]
) -> HttpResponse:
    """Carries all that was typed on; `field` is the one that holds the text."""
    now = timezone.now()
    read_by = promise_for(now, is_urgent=True)
    flags = {hit.flag for hit in hits}
    warned = sorted({*typed.get("warned", "").split(), *flags})
    kept = {**typed, "warned": " ".join(warned)}
    return site().answer_page(
        request,
        "enquiries/interruption.html",
        title="Please read this first",
        description="Your words are not sent yet.",
        path=request.path,
        is_emergency=any(hit.level == redflags.EMERGENCY for hit in hits),
        is_spanish=any(hit.language == "es" for hit in hits),
        said=list(dict.fromkeys(hit.words for hit in hits)),
        pieces=list(pieces(typed[field.html_name], hits)),
        field_id=field.auto_id,
        is_question=field.html_name == "message",
        read_day=hours.spoken(read_by, now),
        read_time=hours.clock_time(read_by),
        kept=[(name, value) for name, value in kept.items() if value],
    )


def pieces(text: str, hits: Iterable[redflags.Hit]) -> Iterator[Piece]:
    """The text in order, cut where marked words begin and end."""
    done = 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        if hit.start < done:
            continue  # inside words that are marked already
        if hit.start > done:
            yield Piece(text[done : hit.start], is_marked=False)
        yield Piece(text[hit.start : hit.end], is_marked=True)
        done = hit.end
    if done < len(text):
        yield Piece(text[done:], is_marked=False)


def signs_url() -> str:
    return reverse("enquiries:warning_signs", args=[redflags.packed()[1]])


@require_safe
def warning_signs(request: HttpRequest, name: str) -> HttpResponse:
    """The phrases for the script in the browser; their address changes when they do."""
    body, current = redflags.packed()
    if name != current:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(body, content_type="application/json", headers=headers)
