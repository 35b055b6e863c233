"""What staff do with an enquiry besides answering it: assign, sort, note down, call."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from enquiries.handling import posting, trail
from enquiries.handling.promises import promise_for
from enquiries.handling.reading import check_reasons, str_name
from enquiries.handling.rights import HANDLE, Person, Refused, may
from enquiries.models import (
    CallAttempt,
    Enquiry,
    Note,
    OutboxMessage,
    PageGap,
    PatientAnswer,
    Reply,
)

Status = Enquiry.Status
Action = trail.Action
LONGEST_TEXT = 5_000
# The same once more within this time is a button that was pressed twice.
PRESSED_TWICE = timedelta(minutes=1)


class MoreWasSaid(Refused):
    """`enquiries` hold words that came after the page from which somebody wants to move them."""

    def __init__(self, enquiries: list[Enquiry]):
        self.enquiries = enquiries
        super().__init__("More was written here meanwhile. Read it, then choose again.")


def assign(enquiries: Iterable[Enquiry], to: Person, *, by: Person) -> int:
    """Gives them to somebody who may answer, or to nobody; returns how many changed.

    Raises Refused, and NeedsReason when one of them does.
    """
    may(by, HANDLE)
    if to is not None and not (to.is_active and to.has_perm(HANDLE)):
        raise Refused(f"{str_name(to)} may not answer enquiries. Choose somebody else.")
    with transaction.atomic():
        chosen = locked(enquiries)
        check_reasons(chosen, by)
        changed = [e for e in chosen if e.assigned_to_id != (to.pk if to else None)]
        for enquiry in changed:
            enquiry.assigned_to = to
            enquiry.save(update_fields=["assigned_to", "changed_at"])
        detail = f"To {to.get_username()}" if to else "To nobody"
        trail.record_all(by, Action.ASSIGNED, [(e.reference, detail) for e in changed])
    return len(changed)


def take(enquiry: Enquiry, *, by: Person, seen: str) -> None:
    """Gives it to whoever asks. `seen` is the key of who had it when the page was opened, "0" for
    nobody.

    Raises Refused when a colleague was faster, and as `assign` does.
    """
    with transaction.atomic():
        now = locked_one(enquiry)
        if now.assigned_to and now.assigned_to != by and str(now.assigned_to_id) != seen:
            raise Refused(
                f"{str_name(now.assigned_to)} took this one a moment ago, so it was not given to "
                "you. Press “Assign to me” once more to take it over."
            )
        assign([now], by, by=by)


def set_status(
    enquiries: Iterable[Enquiry],
    status: str,
    *,
    by: Person,
    mark: str = "",
    shown: datetime | None = None,
) -> int:
    """Returns how many changed. Raises Refused, and NeedsReason when one of them does.

    `mark` is `newest_mark` of when the page of one was opened, `shown` the moment in which a list
    was made. Raises MoreWasSaid when words would leave the new ones that came after that.
    """
    may(by, HANDLE)
    if status not in Status.values:
        raise Refused("There is no such status. Choose one of the list.")
    with transaction.atomic():
        chosen = locked(enquiries)
        check_reasons(chosen, by)
        if status != Status.NEW and (unread := _unread(chosen, mark, shown)):
            raise MoreWasSaid(unread)
        changed = [enquiry for enquiry in chosen if enquiry.status != status]
        was_rescued = any(enquiry.status == Status.SPAM for enquiry in changed)
        for enquiry in changed:
            move(enquiry, status)
        label = Status(status).label
        trail.record_all(by, Action.STATUS, [(e.reference, f"To {label}") for e in changed])
        if status == Status.NEW and was_rescued:
            posting.post(OutboxMessage.Kind.STAFF)
    return len(changed)


def newest_mark(enquiry: Enquiry) -> str:
    """Changes with every reply that was sent and every answer that came back."""
    sent = enquiry.replies.exclude(state=Reply.State.DRAFT).order_by("-pk")
    answers = PatientAnswer.objects.filter(reply__enquiry=enquiry).order_by("-pk")
    newest = (things.values_list("pk", flat=True).first() or 0 for things in (sent, answers))
    return "-".join(map(str, newest))


def _unread(enquiries: list[Enquiry], mark: str, shown: datetime | None) -> list[Enquiry]:
    if mark:
        return [enquiry for enquiry in enquiries if newest_mark(enquiry) != mark]
    return _wrote_since(enquiries, shown) if shown else []


def _wrote_since(enquiries: list[Enquiry], moment: datetime) -> list[Enquiry]:
    """Those whose patient wrote back after that moment."""
    late = PatientAnswer.objects.filter(reply__enquiry__in=enquiries, at__gt=moment)
    numbers = set(late.values_list("reply__enquiry", flat=True))
    return [enquiry for enquiry in enquiries if enquiry.pk in numbers]


def locked(enquiries: Iterable[Enquiry]) -> list[Enquiry]:
    """As they are now, held until the transaction ends."""
    keys = [enquiry.pk for enquiry in enquiries]
    return list(Enquiry.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def locked_one(enquiry: Enquiry) -> Enquiry:
    """Raises Refused when it is not there any more."""
    found = locked([enquiry])
    if not found:
        raise Refused("This enquiry was erased a moment ago. Nothing can be done with it.")
    return found[0]


def move(enquiry: Enquiry, status: str) -> None:
    """To another status, with the clocks that follow from it. Writes no trail."""
    now = timezone.now()
    if status == Status.NEW and enquiry.status != Status.NEW:
        enquiry.reply_by = promise_for(now, is_urgent=enquiry.is_urgent)
    enquiry.status = status
    enquiry.closed_at = None if enquiry.is_open else now
    if not enquiry.is_open:
        enquiry.call_again_at = None
    enquiry.save()


def add_note(enquiry: Enquiry, text: str, *, by: Person) -> Note:
    may(by, HANDLE)
    text = clean_text(text, "Write the note first.")
    with transaction.atomic():
        enquiry = locked_one(enquiry)
        last = just_now(enquiry.notes, by)
        if last and last.text == text:
            return last
        note = Note.objects.create(enquiry=enquiry, text=text, by=by)
        trail.record(by, Action.NOTED, enquiry.reference)
    return note


def just_now(things: QuerySet, by: Person) -> Note | CallAttempt | None:
    """The last that this person wrote down, if that was a moment ago."""
    return things.filter(by=by, at__gte=timezone.now() - PRESSED_TWICE).last()


def clean_text(text: str, when_empty: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused(when_empty)
    if len(text) > LONGEST_TEXT:
        raise Refused(f"This is too long. Use {LONGEST_TEXT:,} letters or fewer.")
    return text


def add_call(
    enquiry: Enquiry,
    outcome: str,
    note: str = "",
    again_at: datetime | None = None,
    *,
    by: Person,
    seen: str = "",
) -> CallAttempt:
    """Writes down a call. Somebody who was reached is answered; others may be called again.

    `seen` is the status that the page showed. Raises Refused when a call is planned for an enquiry
    that a colleague closed since; for whoever saw that it is closed, it is opened again.
    """
    may(by, HANDLE)
    if outcome not in CallAttempt.Outcome.values:
        raise Refused("Choose how the call went.")
    reached = outcome == CallAttempt.Outcome.REACHED
    if again_at and not reached and not _is_soon(again_at):
        raise Refused("Choose a time to call again that is still to come, within a year.")
    note = clean_text(note, "") if note.strip() else ""
    with transaction.atomic():
        enquiry = locked_one(enquiry)
        told = {"outcome": outcome, "note": note, "again_at": None if reached else again_at}
        last = just_now(enquiry.calls, by)
        if last and all(getattr(last, name) == value for name, value in told.items()):
            return last
        if told["again_at"] and not enquiry.is_open:
            enquiry = _open_again(enquiry, by=by, seen=seen)
        attempt = CallAttempt.objects.create(enquiry=enquiry, by=by, **told)
        _go_on_after(attempt, enquiry)
        trail.record(by, Action.CALLED, enquiry.reference, attempt.get_outcome_display())
    return attempt


def _open_again(enquiry: Enquiry, *, by: Person, seen: str) -> Enquiry:
    """Nobody would see the planned call of a closed one."""
    if seen != enquiry.status:
        raise Refused(
            f"This enquiry was closed meanwhile: {enquiry.get_status_display()}. Press “Save this "
            "call” once more to open it again, or leave this time empty."
        )
    set_status([enquiry], Status.NEW, by=by)
    return locked_one(enquiry)


def _go_on_after(call: CallAttempt, enquiry: Enquiry) -> None:
    enquiry.call_again_at = call.again_at
    if call.outcome == CallAttempt.Outcome.REACHED:
        move(enquiry, Status.ANSWERED)
    elif call.again_at and enquiry.status == Status.NEW and not enquiry.is_urgent:
        enquiry.reply_by = max(enquiry.reply_by, call.again_at)
    enquiry.save()


def _is_soon(at: datetime) -> bool:
    now = timezone.now()
    return at.year <= now.year + 1 and at > now


def mark_gap(page: str, reason: str, *, by: Person) -> None:
    """A page should have answered a question. Nothing ties the count to the enquiry."""
    may(by, HANDLE)
    if reason not in PageGap.Reason.values:
        raise Refused("Choose what was wrong with the page.")
    month = timezone.localdate().replace(day=1)
    with transaction.atomic():
        gap, _ = PageGap.objects.get_or_create(page=page, reason=reason, month=month)
        PageGap.objects.filter(pk=gap.pk).update(count=F("count") + 1)
