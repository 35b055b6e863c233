"""Erases enquiries for good, and holds some back for a reason.

What remains of one is a numbered receipt without any of its words, and its rows of the trail,
which never held any.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from enquiries import vault
from enquiries.handling import trail
from enquiries.handling.contents import HANGING, Contents, contents_of
from enquiries.handling.reading import QUIET_FOR, NeedsReason, without_reason
from enquiries.handling.retention import (
    Kept,
    dry_run,
    due,
    kept_until,
    long_date,
    rule_in_words,
    rules_by_category,
)
from enquiries.handling.rights import ERASE, Person, Refused, may
from enquiries.handling.working import clean_text
from enquiries.models import Enquiry, ErasureReceipt
from enquiries.models.fields import EncryptedTextField

__all__ = [
    "WHYS",
    "Erased",
    "Kept",
    "dry_run",
    "due",
    "erase",
    "erase_all",
    "erase_due",
    "held",
    "hold",
    "kept_until",
    "readable",
    "release",
]

PURPOSE = "erasure"
# In one short transaction: whoever sends a message meanwhile waits for it, see decision 10.
BATCH = 25
LONGEST_WHY = 160
IN_A_ROW = 35  # references in a row of the trail, whose details are short
LONGEST_HOLD = timedelta(days=3653)
HIDDEN = "Open it and give a reason to see why."
GONE = "This enquiry was erased meanwhile."
# Offered to people, because what they type about a patient would stay on the receipt for years.
WHYS = {
    "asked": "The patient asked for it",
    "mistake": "It reached us by mistake",
    "twice": "It came twice",
    "empty": "It is not a question to a clinic",
}
ENCRYPTED = [f.name for f in Enquiry._meta.fields if isinstance(f, EncryptedTextField)]
Action = trail.Action


@dataclass
class Erased:
    """References of those that had to stay: `held` back, one's `own`, or `newer` than asked for."""

    receipts: list[ErasureReceipt] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)


def erase(enquiry: Enquiry, *, by: Person, why: str) -> ErasureReceipt:
    """Erases it now, open or not. Raises NeedsReason; Refused when it is held back or gone."""
    erased = erase_all([enquiry], by=by, why=why)
    if erased.own:
        raise NeedsReason(enquiry)
    if erased.held:
        until = long_date(Enquiry.objects.only("hold_until").get(pk=enquiry.pk).hold_until)
        raise Refused(f"This enquiry is held back until {until}. End the hold first.")
    if not erased.receipts:
        raise Refused(GONE)
    return erased.receipts[0]


def erase_all(enquiries: Iterable[Enquiry], *, by: Person, why: str) -> Erased:
    """Erases those that are not held back and need no reason that was not given, all or none.

    `why` is a key of WHYS, or a sentence that does not tell who it was about.
    """
    may(by, ERASE)
    why = WHYS.get(why, why).strip()
    if not why:
        raise Refused("Choose why it is erased.")
    with transaction.atomic():
        chosen = _lock(Enquiry.objects.filter(pk__in=[e.pk for e in enquiries]).order_by("pk"))
        own = _own([enquiry.pk for enquiry in chosen], by)
        rest = [enquiry for enquiry in chosen if enquiry.reference not in own]
        held = [enquiry.reference for enquiry in rest if enquiry.is_held()]
        free = [(enquiry, why) for enquiry in rest if not enquiry.is_held()]
        return Erased(_erase(free, by), held, own)


def _own(numbers: list[int], by: Person) -> list[str]:
    """One that no key opens tells nobody whose it is, and must not stay for ever."""
    named = readable(Enquiry.objects.only("reference", "name", "contact"), numbers)
    return [enquiry.reference for enquiry in without_reason(named, by)]


def readable(enquiries: QuerySet[Enquiry], numbers: list[int]) -> list[Enquiry]:
    """Those with these numbers, without the ones that no key opens."""
    try:
        return list(enquiries.filter(pk__in=numbers))
    except vault.Unreadable:
        if len(numbers) == 1:
            return []
        half = len(numbers) // 2
        return readable(enquiries, numbers[:half]) + readable(enquiries, numbers[half:])


def erase_due(now: datetime | None = None, limit: int = 500) -> Counter[str]:
    """Erases what is due, the oldest first; how many of each category.

    Many runs may go on at once, on many servers: each row is locked and looked at again before it
    is erased, so one that was reopened a moment ago stays.
    """
    now = now or timezone.now()
    erased: Counter[str] = Counter()
    while (room := limit - erased.total()) > 0:
        batch = _erase_some(now, min(BATCH, room))
        if not batch:
            break
        erased.update(receipt.category for receipt in batch)
    return erased


@transaction.atomic
def _erase_some(now: datetime, number: int) -> list[ErasureReceipt]:
    rules = rules_by_category()
    chosen = _lock(due(now, rules)[:number], skip_locked=True)
    return _erase([(e, rule_in_words(e.category, rules[e.category])) for e in chosen], None)


def _lock(enquiries: QuerySet[Enquiry], *, skip_locked: bool = False) -> list[Enquiry]:
    """Without the encrypted columns: one that no key opens any more can still be erased.

    On SQLite the transaction itself keeps all other writers away.
    """
    return list(enquiries.defer(*ENCRYPTED).select_for_update(skip_locked=skip_locked))


def _erase(chosen: list[tuple[Enquiry, str]], by: Person) -> list[ErasureReceipt]:
    """Whatever hangs on them goes with them. The caller holds the locks and the transaction."""
    hashes = _hashes([enquiry.pk for enquiry, _ in chosen])
    receipts = ErasureReceipt.objects.bulk_create(
        [_receipt(enquiry, reason, by, hashes[enquiry.pk]) for enquiry, reason in chosen]
    )
    # Only the numbers are read, so that nothing needs to be opened that is thrown away.
    Enquiry.objects.filter(pk__in=hashes).only("pk").delete()
    rows = [(receipt.reference, f"Receipt {receipt.number}") for receipt in receipts]
    trail.record_all(by, Action.ERASED, rows)
    return receipts


def _receipt(enquiry: Enquiry, reason: str, by: Person, hash_: str) -> ErasureReceipt:
    closed_at = enquiry.closed_at
    return ErasureReceipt(
        reference=enquiry.reference,
        category=enquiry.category,
        received_on=timezone.localdate(enquiry.received_at),
        closed_on=timezone.localdate(closed_at) if closed_at else None,
        why=reason[:LONGEST_WHY],
        by_name=by.get_username() if by else trail.THE_SITE,
        hash=hash_,
    )


def _hashes(numbers: list[int]) -> dict[int, str]:
    """By number of the enquiry; "" for one that no key opens, which must not keep it alive."""
    whole = readable(Enquiry.objects.prefetch_related(*HANGING), numbers)
    found = {enquiry.pk: contents_hash(contents_of(enquiry)) for enquiry in whole}
    return dict.fromkeys(numbers, "") | found


def contents_hash(contents: Contents) -> str:
    """Shows whether a copy that turns up is what was erased; nobody can guess words from it."""
    text = json.dumps(contents, sort_keys=True, ensure_ascii=False)
    return vault.keyed_hash(PURPOSE, text)


def held(*, by: Person) -> list[tuple[Enquiry, str]]:
    """Those that are held back, also past their day, each with why or with how to see why.

    Only what tells of the hold is loaded. Why it is held may tell about a patient: that one looked
    at it is written down.
    """
    may(by, ERASE)
    needed = ("reference", "name", "contact", "hold_until", "hold_reason", "hold_by")
    found = Enquiry.objects.filter(hold_until__isnull=False).select_related("hold_by")
    found = list(found.only(*needed).order_by("hold_until", "pk"))
    own = {enquiry.pk for enquiry in without_reason(found, by)}
    shown = [e.reference for e in found if e.hold_reason and e.pk not in own]
    _write_down(shown, by)
    return [(e, HIDDEN if e.pk in own else e.hold_reason) for e in found]


def _write_down(shown: list[str], by: Person) -> None:
    pieces = [shown[at : at + IN_A_ROW] for at in range(0, len(shown), IN_A_ROW)]
    rows = [("", f"Held back: {' '.join(piece)}") for piece in pieces]
    if rows:
        with transaction.atomic():
            trail.record_all(by, Action.LISTED, rows, quiet_for=QUIET_FOR)


def hold(enquiry: Enquiry, until: date, reason: str, *, by: Person) -> Enquiry:
    """Keeps it from being erased up to and with that day. Raises Refused."""
    may(by, ERASE)
    reason = clean_text(reason, "Write why it must be kept.")
    today = timezone.localdate()
    if not today < until <= today + LONGEST_HOLD:
        raise Refused("Choose a day from tomorrow on, in ten years at most.")
    # The reason may tell about the patient, so it is encrypted and not part of the trail.
    return _set_hold(enquiry, until, reason, by, Action.HELD, f"Until {until.isoformat()}")


def release(enquiry: Enquiry, *, by: Person) -> Enquiry:
    """Ends a hold; from then on the rule of its category counts again."""
    may(by, ERASE)
    return _set_hold(enquiry, None, "", by, Action.RELEASED, "")


@transaction.atomic
def _set_hold(
    enquiry: Enquiry, until: date | None, reason: str, by: Person, action: str, detail: str
) -> Enquiry:
    found = Enquiry.objects.select_for_update().filter(pk=enquiry.pk).first()
    if found is None:
        raise Refused(GONE)
    if until is None and found.hold_until is None:
        return found
    found.hold_until, found.hold_reason = until, reason
    found.hold_by = by if until else None
    found.save(update_fields=["hold_until", "hold_reason", "hold_by", "changed_at"])
    trail.record(by, action, found.reference, detail)
    return found
