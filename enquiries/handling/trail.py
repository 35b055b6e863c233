"""Writes the trail of who read and did what, and finds any row that was changed or taken away."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone

from enquiries import vault
from enquiries.handling.rights import Person
from enquiries.models import AuditEvent, AuditHead
from enquiries.models.audit import LONGEST_DETAIL, NO_HASH

THE_SITE = "the site"
SEAL = "audit"
BROKEN = "broken"
BATCH = 2000
# What reading raises when somebody wrote into a column what does not belong there.
UNREADABLE = (OperationalError, AttributeError, TypeError, ValueError)
MOST_PROBLEMS = 20  # shown; one broken row can make every later one look wrong

Action = AuditEvent.Action
# What moves an enquiry on, or keeps it where it is.
STEPS = [Action.REPLIED, Action.UNDONE, Action.STATUS, Action.CALLED, Action.PATIENT_ANSWERED]


def record(
    by: Person,
    action: str,
    reference: str = "",
    detail: str = "",
    *,
    quiet_for: timedelta | None = None,
) -> AuditEvent | None:
    """Adds a row, inside the transaction of what it tells about.

    With `quiet_for`, nothing is added when the same person did the same to the same enquiry within
    that time.
    """
    return record_all(by, action, [(reference, detail)], quiet_for=quiet_for)[0]


def record_all(
    by: Person,
    action: str,
    things: list[tuple[str, str]],
    *,
    quiet_for: timedelta | None = None,
) -> list[AuditEvent | None]:
    """`record` for many (reference, detail) pairs, with one turn at the end of the chain."""
    head = AuditHead.objects.select_for_update().get_or_create(pk=1)[0]
    was_ours = _is_ours(head)
    now = timezone.now()
    known = _recent(by, action, things, now - quiet_for) if quiet_for else set()
    rows = [
        None if (reference, detail) in known else _next(head, now, by, action, reference, detail)
        for reference, detail in things
    ]
    added = [row for row in rows if row]
    if added:
        AuditEvent.objects.bulk_create(added)
        # A new seal would make an end of the trail that somebody forged look right.
        head.seal = _seal(head) if was_ours else BROKEN
        head.save(update_fields=["number", "hash", "seal"])
    return rows


def last_step(reference: str) -> str:
    """The action of STEPS that was done last with that enquiry; "" without any."""
    steps = AuditEvent.objects.filter(reference=reference, action__in=STEPS).order_by("-number")
    return steps.values_list("action", flat=True).first() or ""


def _recent(by: Person, action: str, things, since) -> set[tuple[str, str]]:
    references = {reference for reference, _ in things}
    rows = AuditEvent.objects.filter(
        actor=by, action=action, reference__in=references, at__gte=since
    )
    return set(rows.values_list("reference", "detail"))


def _next(head: AuditHead, now, by: Person, action: str, reference: str, detail: str) -> AuditEvent:
    """The row after the head's; moves the head on to it."""
    row = AuditEvent(
        number=head.number + 1,
        at=now,
        actor_id=by.pk if by else None,
        actor_name=by.get_username() if by else THE_SITE,
        action=action,
        reference=reference,
        detail=detail[:LONGEST_DETAIL],
        previous=head.hash,
    )
    row.hash = row.own_hash()
    head.number, head.hash = row.number, row.hash
    return row


def _seal(head: AuditHead) -> str:
    return vault.keyed_hash(SEAL, f"{head.number} {head.hash}")


def _is_ours(head: AuditHead) -> bool:
    return head.seal in vault.keyed_hashes(SEAL, f"{head.number} {head.hash}")


def has_newest_seal() -> bool:
    """Whether the newest key sealed the end; if not, the next row that is added brings it up."""
    head = AuditHead.objects.get(pk=1)
    return head.seal == _seal(head)


@dataclass
class Verified:
    """`problems` are sentences; none means that the chain is whole. `head` is its last hash."""

    rows: int
    head: str
    problems: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.problems


def verify() -> Verified:
    """Reads the whole trail. Rows that are added meanwhile are left for the next time, so that
    nobody who writes has to wait."""
    try:
        head = AuditHead.objects.defer("verified_at").filter(pk=1).first()
    except UNREADABLE:
        head = None
    if head is None:
        return Verified(0, NO_HASH, ["The row that says where the trail ends is missing."])
    found = _read_chain(head.number)
    found.problems += [*_check_end(head, found), *_check_beyond()]
    del found.problems[MOST_PROBLEMS:]
    if found.is_whole:
        AuditHead.objects.filter(pk=1).update(verified_at=timezone.now())
    return found


def has_hash(hash_: str) -> bool:
    """Whether a row bears this hash, which somebody wrote down when it was the last one."""
    return AuditEvent.objects.filter(hash=hash_).exists()


def _read_chain(last: int) -> Verified:
    found = Verified(0, NO_HASH)
    number = 0
    for row in _rows(last):
        if row.number != number + 1:
            found.problems.append(_missing(number + 1, row.number - 1))
        elif row.previous != found.head:
            found.problems.append(f"Row {row.number} does not follow the row before it.")
        if not _is_unchanged(row):
            found.problems.append(f"Row {row.number} was changed.")
        number, found.head = row.number, row.hash
        found.rows += 1
    if number < last:
        found.problems.append(_missing(number + 1, last))
    return found


def _rows(last: int) -> Iterator[AuditEvent]:
    number = 0
    while True:
        rest = AuditEvent.objects.filter(number__gt=number, number__lte=last).order_by("number")
        numbers = list(rest.values_list("number", flat=True)[:BATCH])
        if not numbers:
            return
        number = numbers[-1]
        yield from _read(numbers)


def _read(numbers: list[int]) -> list[AuditEvent]:
    """A row that was changed so that it cannot be read comes without its columns."""
    try:
        rows = AuditEvent.objects.filter(number__gte=numbers[0], number__lte=numbers[-1])
        return list(rows.annotate(stored_at=Cast("at", CharField())).order_by("number"))
    except UNREADABLE:
        if len(numbers) == 1:
            return [AuditEvent(number=numbers[0])]
        half = len(numbers) // 2
        return _read(numbers[:half]) + _read(numbers[half:])


def _is_unchanged(row: AuditEvent) -> bool:
    if row.at is None or row.hash != row.own_hash():
        return False
    # SQLite keeps times as text, in which some changes mean the same time.
    adapted = connection.ops.adapt_datetimefield_value(row.at)
    return connection.vendor != "sqlite" or row.stored_at == adapted


def _check_beyond() -> list[str]:
    """Rows that no head knows of were not written by this site."""
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().get(pk=1)
        outside = AuditEvent.objects.exclude(number__range=(1, head.number)).count()
    return [f"{outside} rows stand outside of the trail."] if outside else []


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Row {first} is missing."
    return f"Rows {first} to {last} are missing."


def _check_end(head: AuditHead, found: Verified) -> list[str]:
    problems = []
    if head.hash != found.head:
        problems.append(f"The trail should end at row {head.number} with another hash.")
    if not _is_ours(head):
        problems.append("The seal on the end of the trail is not ours.")
    return problems
