"""The privacy officer's monthly look: who read what, what stands out, is the trail whole."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from enquiries.admin import months
from enquiries.admin.forms import ReviewForm
from enquiries.admin.screen import enquiry_url, errors, moment, needs, show, str_name
from enquiries.handling import reviewing
from enquiries.handling.rights import REVIEW
from enquiries.handling.trail import Action, Verified
from enquiries.models import AuditEvent, AuditHead

COLUMNS = {
    "Listed": [Action.LISTED],
    "Searched": [Action.SEARCHED],
    "Opened": [Action.OPENED],
    "Own name": [Action.OPENED_OWN],
    "Printed": [Action.PRINTED],
    "Exported": [Action.EXPORTED],
    "Replied": [Action.REPLIED],
    "Worked on": [
        Action.NOTED, Action.CALLED, Action.RETRIED, Action.LOGGED, Action.STATUS, Action.ASSIGNED,
        Action.UNDONE, Action.HELD, Action.RELEASED,
    ],
    "Erased": [Action.ERASED],
}  # fmt: skip


@needs(REVIEW)
def review(request: HttpRequest) -> HttpResponse:
    """The month before this one unless the address names another: it is the one that is over."""
    offered = months.since(_first_day())
    usual = offered[1] if len(offered) > 1 else offered[0]
    month = months.chosen_of(request.GET.get("month", ""), offered) or usual
    form = ReviewForm(request.POST if request.POST.get("do") == "reviewed" else None)
    if form.is_bound and form.is_valid():
        reviewing.review(months.label(month), form.cleaned_data["remark"], by=request.user)
        messages.success(request, "Written down: you reviewed this month.")
        return redirect(f"{enquiry_url('review')}?month={months.value(month)}")
    found = None
    if request.POST.get("do") == "check":
        found = reviewing.check(by=request.user)
    return _show(request, month, offered, form, found)


def _first_day() -> date:
    oldest = AuditEvent.objects.order_by("number").values_list("at", flat=True).first()
    return timezone.localdate(oldest) if oldest else timezone.localdate()


def _show(
    request: HttpRequest, month: date, offered: list[date], form: ReviewForm, found: Verified | None
) -> HttpResponse:
    start, end = months.span(month)
    return show(
        request,
        "audit_review",
        f"Who read what: {months.label(month)}",
        status=422 if form.errors else 200,
        months=months.picker(offered, month),
        chain=_chain(found),
        reviews=_reviews(month),
        form=form,
        print_date=moment(timezone.now()),
        **_people(start, end, request.user),
        **errors(form),
    )


def _people(start, end, by) -> dict:
    unusual = reviewing.unusual(start, end, by=by)
    counts = reviewing.counts(start, end, by=by)
    names = names_of([*counts, *(event.actor_name for event in unusual)])
    loud = {event.actor_name for event in unusual if event.what.startswith("Opened ")}
    rows = [_row(names[user], by_action, user in loud) for user, by_action in counts.items()]
    totals = {label: sum(row["counts"][label] for row in rows) for label in COLUMNS}
    return {
        "actions": list(COLUMNS),
        "people": sorted(rows, key=lambda row: -row["total"]),
        "totals": totals,
        "total": sum(totals.values()),
        "unusual": [_unusual(event, names) for event in unusual],
    }


def _row(name: str, by_action: dict[str, int], loud: bool) -> dict:
    counts = {
        label: sum(by_action.get(action, 0) for action in group) for label, group in COLUMNS.items()
    }
    return {"name": name, "counts": counts, "total": sum(counts.values()), "loud": loud}


def _unusual(event: reviewing.Unusual, names: dict[str, str]) -> dict:
    return {
        "what": event.what,
        "who": names[event.actor_name],
        "at": moment(event.at),
        "reference": event.reference,
        "detail": event.detail,
    }


def names_of(user_names: Iterable[str]) -> dict[str, str]:
    """As people call them; accounts that are gone keep their user names."""
    found = get_user_model().objects.filter(username__in=set(user_names))
    return {name: name for name in user_names} | {u.get_username(): str_name(u) for u in found}


def _reviews(month: date) -> list[dict]:
    """Of this month, whenever they were written."""
    start, _ = months.span(month)
    label = f"{months.label(month)}: "
    found = reviewing.reviews(start).filter(detail__startswith=label)
    names = names_of([row.actor_name for row in found])
    return [
        {"at": moment(row.at), "by": names[row.actor_name], "detail": row.detail[len(label) :]}
        for row in found
    ]


def _chain(found: Verified | None) -> dict:
    """What was just checked, or the state that the last check left behind."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    problems = found.problems if found else []
    return {
        "is_whole": head.verified_at is not None,
        "is_broken": reviewing.is_broken(),
        "rows": f"{head.number:,}",
        "checked": moment(head.verified_at),
        "head": head.hash,
        "problem": " ".join(problems),
    }
