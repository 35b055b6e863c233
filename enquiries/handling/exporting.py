"""The list of enquiries as a file for spreadsheets; each piece is in the trail before it leaves."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from enquiries.handling import trail
from enquiries.handling.reading import str_name, without_reason
from enquiries.handling.rights import EXPORT, READ, Person, may
from enquiries.models import Enquiry
from enquiries.spreadsheet import rows_as_csv

# So many are written down at once; whoever sends a message meanwhile waits for it.
BATCH = 200
COLUMNS = (
    "Reference", "Status", "Topic", "Language", "Received", "Reply by", "Answered",
    "Who replies", "Urgent", "How to reach", "Name", "Contact", "Message",
)  # fmt: skip


def export_list(enquiries: Iterable[Enquiry] | Iterable[int], *, by: Person) -> Iterator[bytes]:
    """CSV, piece by piece, in the order given: a queryset, enquiries, or their numbers.

    Raises PermissionDenied at once. Those that need a reason which was not given are left out, and
    so are those that are erased meanwhile.
    """
    may(by, READ)
    may(by, EXPORT)
    numbers = _numbers(enquiries)
    own = {enquiry.pk for enquiry in without_reason(_named(numbers), by)}
    numbers = [number for number in numbers if number not in own]
    with transaction.atomic():
        trail.record(by, trail.Action.EXPORTED, "", f"A list of {len(numbers)}")
    return rows_as_csv(COLUMNS, _rows(numbers, by))


def _numbers(enquiries: Iterable) -> list[int]:
    if hasattr(enquiries, "values_list"):
        return list(enquiries.values_list("pk", flat=True))
    return [getattr(enquiry, "pk", enquiry) for enquiry in enquiries]


def _named(numbers: list[int]) -> Iterator[Enquiry]:
    """As much of each as tells whose it is."""
    named = Enquiry.objects.only("reference", "name", "contact")
    for start in range(0, len(numbers), BATCH):
        yield from named.filter(pk__in=numbers[start : start + BATCH])


def _rows(numbers: list[int], by: Person) -> Iterator[tuple]:
    for start in range(0, len(numbers), BATCH):
        chosen = numbers[start : start + BATCH]
        with transaction.atomic():
            found = Enquiry.objects.select_related("assigned_to").in_bulk(chosen)
            piece = [found[number] for number in chosen if number in found]
            rows = [(enquiry.reference, "In a list") for enquiry in piece]
            trail.record_all(by, trail.Action.EXPORTED, rows)
        yield from map(_row, piece)


def _row(enquiry: Enquiry) -> tuple:
    return (
        enquiry.reference,
        enquiry.get_status_display(),
        enquiry.get_topic_display(),
        enquiry.get_language_display(),
        _time(enquiry.received_at),
        _time(enquiry.reply_by),
        _time(enquiry.closed_at) if enquiry.status == Enquiry.Status.ANSWERED else "",
        str_name(enquiry.assigned_to),
        "yes" if enquiry.is_urgent else "",
        enquiry.get_reach_display(),
        enquiry.name,
        enquiry.contact,
        enquiry.message,
    )


def _time(at: datetime) -> str:
    """In the clinic's time, as every spreadsheet reads it."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
