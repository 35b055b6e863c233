"""Runs of erasure and a change of keys that meet each other and people at work; see apart.py."""

import json
import os
import time
from base64 import urlsafe_b64encode
from datetime import date

from django.conf import settings
from django.db import transaction

from enquiries.handling import Refused, erasing, keys, trail
from enquiries.models import AuditEvent, Enquiry, ErasureReceipt, Note
from tests.enquiries import make
from tests.enquiries.apart import FOLDER, all_at_once, until_it_lives

DUE = 120
RUNS = 3


def note_down(what: str, things: object) -> None:
    with (FOLDER / what).open("a") as file:
        file.write(json.dumps(things) + "\n")


def noted(what: str) -> list:
    path = FOLDER / what
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def at_once() -> dict:
    """Three runs, somebody who reopens and somebody who holds back, all at the same moment."""
    due = [make.closed(days_ago=200, message=f"Question {n}") for n in range(DUE)]
    for enquiry in due:
        make.note(enquiry)
    erasing.BATCH = 5
    all_at_once([run] * RUNS + [lambda: reopen(due[::4]), lambda: hold(due[2::4])])
    left = set(Enquiry.objects.values_list("pk", flat=True))
    references = [r.reference for r in ErasureReceipt.objects.all()]
    return {
        "counted": sum(noted("erased")),
        "receipts": len(references),
        "different": len(set(references)),
        "in_trail": AuditEvent.objects.filter(action="erased").count(),
        "left": sorted(left),
        "spared": sorted(noted("reopened") + noted("held")),
        "notes": Note.objects.count(),
        "problems": trail.verify().problems,
    }


def run() -> None:
    note_down("erased", erasing.erase_due().total())


def reopen(enquiries: list[Enquiry]) -> None:
    for enquiry in enquiries:
        with transaction.atomic():
            row = Enquiry.objects.filter(pk=enquiry.pk)
            if row.update(status=Enquiry.Status.NEW, closed_at=None):
                note_down("reopened", enquiry.pk)
        time.sleep(0.005)


def hold(enquiries: list[Enquiry]) -> None:
    for enquiry in enquiries:
        try:
            erasing.hold(enquiry, date(2127, 6, 1), "A lawyer asked", by=None)
            note_down("held", enquiry.pk)
        except Refused:
            pass
        time.sleep(0.005)


def killed() -> list[dict]:
    """A run is killed at each step in turn; the next run ends its work."""
    erasing.BATCH = 2

    def erase(number: int) -> None:
        erasing.erase_due()

    def look(number: int) -> dict:
        return {
            "enquiries": Enquiry.objects.count(),
            "receipts": ErasureReceipt.objects.count(),
            "in_trail": AuditEvent.objects.filter(action="erased").count(),
            "problems": trail.verify().problems,
        }

    def again(number: int) -> None:
        erasing.erase_due()
        # For the round that comes next.
        for _ in range(3):
            make.note(make.closed(days_ago=200))

    again(0)
    return until_it_lives(erase, again, look)


def keys_while_people_work() -> dict:
    """The key is changed while others, who know the new key already, write and erase."""
    enquiries = [make.closed(days_ago=200) for _ in range(60)]
    notes = [make.note(enquiry) for enquiry in enquiries]
    newest = urlsafe_b64encode(os.urandom(32)).decode()
    settings.ENQUIRY_KEYS = [newest, *settings.ENQUIRY_KEYS]
    keys.BATCH = 5
    all_at_once([change_keys, change_keys, lambda: rewrite(notes), erase_some])
    settings.ENQUIRY_KEYS = [newest]
    return {
        "unreadable": keys.survey().unreadable,
        "rewritten": all(_is_rewritten(note) for note in noted("rewritten")),
        "problems": trail.verify().problems,
        "erased": ErasureReceipt.objects.count(),
    }


def change_keys() -> None:
    left = keys.reencrypt(keys.survey())
    assert not left.older
    keys.seal_again()


def rewrite(notes: list[Note]) -> None:
    for note in notes:
        if Note.objects.filter(pk=note.pk).update(text=f"Rewritten {note.pk}"):
            note_down("rewritten", note.pk)


def erase_some() -> None:
    erasing.erase_due(limit=20)


def _is_rewritten(number: int) -> bool:
    found = Note.objects.filter(pk=number).first()
    return found is None or found.text == f"Rewritten {number}"
