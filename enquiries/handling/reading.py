"""Opening messages: nobody sees one without the right to, and without leaving a trace."""

import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from enquiries import redflags
from enquiries.handling import trail
from enquiries.handling.rights import READ, SEE_PREVIOUS, Person, may
from enquiries.models import AuditEvent, Enquiry, Viewing, contact_hashes, plain_contact
from enquiries.models.viewing import STILL_THERE

Action = trail.Action
QUIET_FOR = timedelta(minutes=5)
REASON_LASTS = timedelta(minutes=30)
# Fixed sentences, because what people type about a relative would stay in the trail for years.
REASONS = {
    "other": "It is about somebody else with this name",
    "asked": "I was asked to answer it",
    "alone": "Nobody else can answer it in time",
}


class NeedsReason(Exception):
    """The enquiry bears the reader's own name or address; `enquiry` may be opened with a reason."""

    def __init__(self, enquiry: Enquiry):
        self.enquiry = enquiry
        super().__init__(enquiry.reference)


def read(pk: int, by: Person, reason: str = "") -> Enquiry:
    """Opens an enquiry and writes it down, once in five minutes for each reader.

    `reason` is a key of REASONS. Raises Enquiry.DoesNotExist, PermissionDenied, NeedsReason.
    """
    may(by, READ)
    with transaction.atomic():
        enquiry = Enquiry.objects.select_related("assigned_to", "hold_by").get(pk=pk)
        if reason not in REASONS:
            check_reasons([enquiry], by)
        if by:
            seen(enquiry, by)
        if reason in REASONS and is_own(enquiry, by):
            trail.record(by, Action.OPENED_OWN, enquiry.reference, REASONS[reason])
        trail.record(by, Action.OPENED, enquiry.reference, quiet_for=QUIET_FOR)
    return enquiry


def for_work(pk: int, by: Person) -> Enquiry:
    """The enquiry for somebody who acts on it, which leaves a trace of its own."""
    may(by, READ)
    enquiry = Enquiry.objects.select_related("assigned_to", "hold_by").get(pk=pk)
    check_reasons([enquiry], by)
    return enquiry


def is_own(enquiry: Enquiry, by: Person) -> bool:
    """Whether the name could be the reader's or a relative's, or the contact is the reader's."""
    if by is None:
        return False
    if by.email and plain_contact(by.email) == plain_contact(enquiry.contact):
        return True
    family, names = plain_names(by.last_name), plain_names(enquiry.name)
    return bool(family) and set(family) <= set(names)


def plain_names(name: str) -> list[str]:
    """The parts of a name without capitals, accents, hyphens and signs that nobody sees."""
    split = unicodedata.normalize("NFKD", name.casefold())
    visible = (c for c in split if unicodedata.category(c) not in {"Cf", "Mn"})
    return "".join(c if c.isalnum() else " " for c in visible).split()


def without_reason(enquiries: Iterable[Enquiry], by: Person) -> list[Enquiry]:
    """Those that may be about the reader's family and were not opened with a reason just now.

    Asks for the reasons once, however many there are. Raises vault.Unreadable.
    """
    own = [enquiry for enquiry in enquiries if is_own(enquiry, by)]
    if not own:
        return []
    recent = AuditEvent.objects.filter(
        actor=by, action=Action.OPENED_OWN, at__gte=timezone.now() - REASON_LASTS
    )
    given = set(recent.values_list("reference", flat=True))
    return [enquiry for enquiry in own if enquiry.reference not in given]


def check_reasons(enquiries: Iterable[Enquiry], by: Person) -> None:
    """Raises NeedsReason for the first of those `without_reason`."""
    for enquiry in without_reason(enquiries, by):
        raise NeedsReason(enquiry)


def printed(enquiry: Enquiry, by: Person) -> None:
    with transaction.atomic():
        trail.record(by, Action.PRINTED, enquiry.reference, quiet_for=QUIET_FOR)


def flagged_words(enquiry: Enquiry) -> list[redflags.Hit]:
    """The words of the message that are warning signs by today's list, in order of the text."""
    return sorted(redflags.find(enquiry.message), key=lambda hit: hit.start)


def previous(enquiry: Enquiry, by: Person):
    """Other enquiries of the same phone number or e-mail address, the newest first."""
    may(by, SEE_PREVIOUS)
    same = Enquiry.objects.filter(contact_hash__in=contact_hashes(enquiry.contact))
    return same.exclude(pk=enquiry.pk).order_by("-received_at")


def events(enquiry: Enquiry):
    return AuditEvent.objects.filter(reference=enquiry.reference).order_by("number")


def readers(enquiry: Enquiry) -> dict[str, object]:
    """Name of everyone who opened or printed it: when they last did."""
    seen_by = events(enquiry).filter(
        action__in=[Action.OPENED, Action.OPENED_OWN, Action.PRINTED, Action.EXPORTED]
    )
    return dict(seen_by.values_list("actor_name", "at"))


def seen(enquiry: Enquiry, by: Person) -> None:
    """Keeps up the line “also open by …” for colleagues."""
    Viewing.objects.update_or_create(enquiry=enquiry, user=by, defaults={"seen_at": timezone.now()})


def others_here(enquiry: Enquiry, by: Person) -> list[str]:
    """Who else has it open now."""
    here = enquiry.viewings.filter(seen_at__gte=timezone.now() - STILL_THERE).exclude(user=by)
    return [str_name(viewing.user) for viewing in here.select_related("user")]


def leave(enquiry: Enquiry, by: Person) -> None:
    enquiry.viewings.filter(user=by).delete()


def str_name(user: Person) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
