"""One person's enquiries: found by phone number or e-mail address, handed out, or erased.

A view asks for the password again before it hands out or erases anything.
"""

import json

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from enquiries.handling import trail
from enquiries.handling.contents import HANGING, Contents, contents_of
from enquiries.handling.erasing import ENCRYPTED, Erased, erase_all
from enquiries.handling.rights import ERASE, EXPORT, SEE_PREVIOUS, Person, Refused, may
from enquiries.models import Enquiry, OutboxMessage, contact_hashes, plain_contact

FEWEST_DIGITS = 7
Action = trail.Action


def find_person(contact: str, *, by: Person) -> list[Enquiry]:
    """The newest first, with the encrypted columns left unread.

    Only enquiries that name exactly this contact: one who wrote once by phone and once by e-mail
    is found by each. Raises Refused for what is neither.
    """
    may(by, SEE_PREVIOUS)
    with transaction.atomic():
        found = list(_of(contact).defer(*ENCRYPTED))
        trail.record(by, Action.SEARCHED, "", f"One person’s enquiries: {len(found)} found")
    return found


def export_person(contact: str, *, by: Person) -> bytes:
    """A JSON file with everything that is kept about this contact; an empty list tells it, too."""
    may(by, EXPORT)
    with transaction.atomic():
        found = list(_of(contact).prefetch_related(*HANGING))
        rows = [("", f"One person’s enquiries: {len(found)}")]
        rows += [(enquiry.reference, "One person’s file") for enquiry in found]
        trail.record_all(by, Action.EXPORTED, rows)
        kept = [contents_of(enquiry) for enquiry in found]
    return _as_file(contact, kept)


def export_one(enquiry: Enquiry, *, by: Person) -> bytes:
    """The same file with one enquiry in it."""
    may(by, EXPORT)
    with transaction.atomic():
        trail.record(by, Action.EXPORTED, enquiry.reference)
        kept = [contents_of(enquiry)]
    return _as_file(enquiry.contact, kept)


def _as_file(contact: str, kept: list[Contents]) -> bytes:
    made_at = timezone.localtime().isoformat(timespec="seconds")
    file = {"made_at": made_at, "contact": contact.strip(), "enquiries": kept}
    return json.dumps(file, ensure_ascii=False, indent=2).encode()


def erase_person(contact: str, *, by: Person, why: str) -> Erased:
    """Erases all of them now, the open ones too; those that are held back stay."""
    may(by, ERASE)
    with transaction.atomic():
        erased = erase_all(_of(contact).only("pk"), by=by, why=why)
        OutboxMessage.objects.filter(enquiry=None, to_hash__in=contact_hashes(contact)).delete()
    return erased


def _of(contact: str) -> QuerySet[Enquiry]:
    plain = plain_contact(contact)
    if "@" not in plain and len(plain) < FEWEST_DIGITS:
        raise Refused("Write the whole phone number or e-mail address.")
    same = Q(contact_hash__in=contact_hashes(contact))
    return Enquiry.objects.filter(same).order_by("-received_at", "-pk")
