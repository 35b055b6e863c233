"""One person's enquiries: found by phone number or e-mail address, handed out, or erased.

A view asks for the password again before it hands out or erases anything.
"""

import json
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from enquiries.handling import trail
from enquiries.handling.contents import HANGING, Contents, contents_of
from enquiries.handling.erasing import ENCRYPTED, Erased, erase_all, readable
from enquiries.handling.reading import check_reasons, without_reason
from enquiries.handling.rights import ERASE, EXPORT, SEE_PREVIOUS, Person, Refused, may
from enquiries.models import Enquiry, OutboxMessage, contact_hashes, plain_contact

FEWEST_DIGITS = 7
OWN = "This may be about you or your family"
LOST = "no key opens it any more"
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
    """A JSON file with everything that is kept about this contact; an empty list tells it, too.

    Raises Refused rather than leave out what may be about one's own family.
    """
    may(by, EXPORT)
    with transaction.atomic():
        found = list(_of(contact).defer(*ENCRYPTED))
        whole = readable(_of(contact).prefetch_related(*HANGING), [e.pk for e in found])
        own = without_reason(whole, by)
        if own:
            raise Refused(own_words([enquiry.reference for enquiry in own]))
        rows = [("", f"One person’s enquiries: {len(found)}")]
        rows += [(enquiry.reference, "One person’s file") for enquiry in found]
        trail.record_all(by, Action.EXPORTED, rows)
        told = {enquiry.pk: contents_of(enquiry) for enquiry in whole}
    lost = [{"reference": e.reference, "cannot_be_read": LOST} for e in found if e.pk not in told]
    return _as_file(contact, [*told.values(), *lost])


def export_one(enquiry: Enquiry, *, by: Person) -> bytes:
    """The same file with one enquiry in it. Raises NeedsReason."""
    may(by, EXPORT)
    check_reasons([enquiry], by)
    with transaction.atomic():
        trail.record(by, Action.EXPORTED, enquiry.reference)
        kept = [contents_of(enquiry)]
    return _as_file(enquiry.contact, kept)


def _as_file(contact: str, kept: list[Contents]) -> bytes:
    made_at = timezone.localtime().isoformat(timespec="seconds")
    file = {"made_at": made_at, "contact": contact.strip(), "enquiries": kept}
    return json.dumps(file, ensure_ascii=False, indent=2).encode()


def erase_person(shown: Collection[int], *, by: Person, why: str) -> Erased:
    """Erases one person's enquiries with these numbers now, the open ones too.

    Those that are held back stay, and so do `newer` ones, which nobody saw before deciding.
    """
    may(by, ERASE)
    with transaction.atomic():
        hashes = _hashes(shown)
        erased = erase_all(Enquiry.objects.filter(pk__in=shown).only("pk"), by=by, why=why)
        newer = Enquiry.objects.filter(contact_hash__in=hashes).exclude(pk__in=shown)
        erased.newer = list(newer.order_by("pk").values_list("reference", flat=True))
        if erased.receipts:
            OutboxMessage.objects.filter(enquiry=None, to_hash__in=hashes).delete()
    return erased


def shown(numbers: Collection[int]) -> QuerySet[Enquiry]:
    """The newest first, with the encrypted columns left unread."""
    found = Enquiry.objects.filter(pk__in=numbers).defer(*ENCRYPTED)
    return found.order_by("-received_at", "-pk")


def marks(numbers: Collection[int], *, by: Person) -> dict[int, str]:
    """By number, what is in the way of reading some of them."""
    whole = readable(Enquiry.objects.all(), list(numbers))
    missing = {*numbers} - {enquiry.pk for enquiry in whole}
    lost = dict.fromkeys(missing, f"cannot be read: {LOST}")
    return lost | {enquiry.pk: "needs a reason" for enquiry in without_reason(whole, by)}


def own_words(references: list[str]) -> str:
    named = ", ".join(references)
    return f"{OWN}: {named}. Open each one and give a reason first."


def contact_of(numbers: Collection[int]) -> str:
    """How the person whose enquiries these are is reached. Raises Refused."""
    rows = readable(Enquiry.objects.only("contact"), list(numbers))
    if not rows:
        raise Refused("No key opens these enquiries any more. They can only be erased.")
    return rows[0].contact


def _hashes(numbers: Collection[int]) -> set[str]:
    """Of the contact as it was stored, and under every key if one opens it."""
    stored = Enquiry.objects.filter(pk__in=numbers).values_list("contact_hash", flat=True)
    try:
        return {*stored, *contact_hashes(contact_of(numbers))}
    except Refused:
        return set(stored)


def _of(contact: str) -> QuerySet[Enquiry]:
    plain = plain_contact(contact)
    if "@" not in plain and len(plain) < FEWEST_DIGITS:
        raise Refused("Write the whole phone number or e-mail address.")
    same = Q(contact_hash__in=contact_hashes(contact))
    return Enquiry.objects.filter(same).order_by("-received_at", "-pk")
