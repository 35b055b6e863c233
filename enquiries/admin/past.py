"""Who did and who read what, from the trail of one enquiry."""

from enquiries.admin.screen import moment, str_name
from enquiries.handling.reading import events
from enquiries.handling.trail import Action
from enquiries.models import AuditEvent, Enquiry

READING = {Action.OPENED, Action.OPENED_OWN, Action.PRINTED, Action.EXPORTED}
# Of no use to those who answer; the privacy officer has a screen for them.
LEFT_OUT = {Action.OPENED, Action.OPENED_OWN, Action.FOUND}
MOST_SHOWN = 300


def past_of(enquiry: Enquiry) -> dict:
    """`history`, the newest first and the arrival last, and `read_by`."""
    found = list(events(enquiry).select_related("actor").order_by("-number")[:MOST_SHOWN])
    done = [_event(event) for event in found if event.action not in LEFT_OUT]
    return {"history": [*done, *_arrival(enquiry)], "read_by": _readers(found)}


def _event(event: AuditEvent) -> dict:
    what = event.get_action_display()
    if event.action in {Action.STATUS, Action.ASSIGNED, Action.CALLED, Action.HELD}:
        what = f"{what}: {event.detail[:1].lower()}{event.detail[1:]}"
    return {"what": what, "by": name_of(event), "at": moment(event.at)}


def name_of(event: AuditEvent) -> str:
    """The account may be gone, and the name stays."""
    if event.actor_id is None:
        return ""
    return str_name(event.actor) if event.actor else event.actor_name


def _arrival(enquiry: Enquiry) -> list[dict]:
    at = moment(enquiry.received_at)
    arrived = {"what": "The enquiry came in", "by": "", "at": at}
    if enquiry.flags:
        return [{"what": "Marked “Read first”", "by": "Word check", "at": at}, arrived]
    return [arrived]


def _readers(found: list[AuditEvent]) -> list[dict]:
    """Each once, with the last time; "3 times" from two up."""
    reads: dict[str, list[AuditEvent]] = {}
    for event in found:
        if event.action in READING and event.actor_id:
            reads.setdefault(name_of(event), []).append(event)
    return [
        {
            "name": name,
            "at": moment(events[0].at),
            "words": f"{len(events)} times" if len(events) > 1 else "",
        }
        for name, events in reads.items()
    ]
