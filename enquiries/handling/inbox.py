"""The list of enquiries: tabs, filters and search, each look at it written down."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from enquiries.handling import trail
from enquiries.handling.rights import READ, Person, may
from enquiries.models import (
    Enquiry,
    OutboxMessage,
    PatientAnswer,
    Reply,
    contact_hashes,
    plain_contact,
)
from enquiries.models.enquiry import REFERENCE_LETTERS
from enquiries.models.messages import MOST_TRIES

PAGE_SIZE = 25
QUIET_FOR = timedelta(minutes=5)
FEWEST_DIGITS = 7
Status = Enquiry.Status
Kind = OutboxMessage.Kind
TABS = {
    "new": "New",
    "mine": "Mine",
    "waiting": "Waiting for patient",
    "answered": "Answered",
    "spam": "Spam",
    "all": "All",
}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Each is "" for no filter. `assigned` is a user's number, or "nobody"."""

    topic: str = ""
    language: str = ""
    reach: str = ""
    assigned: str = ""
    urgent: bool = False

    def apply(self, enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
        same = {name: getattr(self, name) for name in ("topic", "language", "reach")}
        enquiries = enquiries.filter(**{name: value for name, value in same.items() if value})
        if self.urgent:
            enquiries = enquiries.filter(is_urgent=True)
        if self.assigned == "nobody":
            return enquiries.filter(assigned_to=None)
        return enquiries.filter(assigned_to=int(self.assigned)) if self.assigned else enquiries

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass
class Inbox:
    tab: str
    page: Page
    counts: dict[str, int] = field(default_factory=dict)
    due_today: int = 0


def look(by: Person, tab: str, filters: Filters, number: int = 1) -> Inbox:
    """One page of a tab, with the counts of all tabs. Raises PermissionDenied."""
    may(by, READ)
    counts, due = tab_counts(by)
    chosen = filters.apply(in_tab(tab, by))
    # Counting a whole tab again would cost more than everything else on the page.
    paginator = Paginator(chosen, PAGE_SIZE) if filters else Counted(chosen, counts[tab])
    page = paginator.get_page(number)
    page.object_list = list(_with_marks(page.object_list))
    with transaction.atomic():
        listed = f"{TABS[tab]}: {' '.join(e.reference for e in page.object_list)}"
        trail.record(by, trail.Action.LISTED, "", listed, quiet_for=QUIET_FOR)
    return Inbox(tab, page, counts, due)


class Counted(Paginator):
    """Pages of a list whose length is known."""

    def __init__(self, objects: QuerySet, count: int):
        super().__init__(objects, PAGE_SIZE)
        self.count = count


def in_tab(tab: str, by: Person) -> QuerySet[Enquiry]:
    if tab == "all":
        return Enquiry.objects.order_by("-received_at", "-pk")
    if tab == "mine":
        return Enquiry.objects.open().filter(assigned_to=by).in_order()
    of_status = Enquiry.objects.filter(status=tab)
    if tab in {"new", "waiting"}:
        return of_status.in_order()
    return of_status.order_by("-closed_at", "-pk")


def _with_marks(enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    """Each with its assignee, `wrote_back`, `draft_by`: the number of somebody who has one, and
    `unsent` and `unopened` for replies that did not reach the patient."""
    replies = Reply.objects.filter(enquiry=OuterRef("pk"))
    drafts = replies.filter(state=Reply.State.DRAFT)
    answers = PatientAnswer.objects.filter(reply__enquiry=OuterRef("pk"))
    mails = OutboxMessage.objects.unsent().filter(enquiry=OuterRef("pk"), kind=Kind.ANSWER)
    ended = Q(expires_at__lte=timezone.now()) | Q(wrong_tries__gte=MOST_TRIES)
    in_vain = Q(ended, state=Reply.State.SENT, opened_at=None)
    others = replies.exclude(state=Reply.State.DRAFT).exclude(in_vain)
    return enquiries.select_related("assigned_to").annotate(
        draft_by=Subquery(drafts.order_by("-pk").values("by")[:1]),
        wrote_back=Exists(answers),
        unsent=Exists(mails),
        unopened=Exists(replies.filter(in_vain)) & ~Exists(others),
    )


def tab_counts(by: Person) -> tuple[dict[str, int], int]:
    """How many each tab holds, and how many new ones are due today."""
    due = Count("pk", filter=_is_due_today())
    rows = Enquiry.objects.order_by().values_list("status").annotate(number=Count("pk"), due=due)
    by_status = {status: (number, due) for status, number, due in rows}
    counts = {status: by_status.get(status, (0, 0))[0] for status in Status.values}
    mine = Enquiry.objects.open().filter(assigned_to=by).count()
    counts |= {"mine": mine, "all": sum(counts.values())}
    return counts, by_status.get(Status.NEW, (0, 0))[1]


def _is_due_today() -> Q:
    """The promised time is today or has passed."""
    midnight = timezone.localtime().replace(hour=23, minute=59, second=59)
    return Q(reply_by__lte=midnight)


def summary(by: Person) -> dict[str, int]:
    """Counts for the first page of the admin; shows nobody's data."""
    may(by, READ)
    new = Enquiry.objects.filter(status=Status.NEW)
    counts = new.aggregate(
        new=Count("pk"),
        urgent=Count("pk", filter=Q(is_urgent=True)),
        overdue=Count("pk", filter=Q(reply_by__lt=timezone.now())),
        due_today=Count("pk", filter=_is_due_today()),
    )
    return counts | {
        "mine": Enquiry.objects.open().filter(assigned_to=by).count(),
        "failed_mails": OutboxMessage.objects.in_trouble().count(),
    }


def search(by: Person, words: str) -> list[Enquiry]:
    """Those with exactly this reference, phone number or e-mail address, the newest first.

    Writes a row for the search, and one for each enquiry that it found.
    """
    may(by, READ)
    kind, chosen = _looking_for(words)
    found = list(_with_marks(chosen.order_by("-received_at", "-pk"))[:PAGE_SIZE])
    with transaction.atomic():
        trail.record(by, trail.Action.SEARCHED, "", f"By {kind}: {len(found)} found")
        hits = [(enquiry.reference, "") for enquiry in found]
        trail.record_all(by, trail.Action.FOUND, hits, quiet_for=QUIET_FOR)
    return found


def _looking_for(words: str) -> tuple[str, QuerySet[Enquiry]]:
    plain = plain_contact(words)
    if "@" in words or (len(plain) >= FEWEST_DIGITS and not _as_reference(words)):
        return "contact", Enquiry.objects.filter(contact_hash__in=contact_hashes(words))
    return "reference", Enquiry.objects.filter(reference=_as_reference(words))


def _as_reference(words: str) -> str:
    """ "q4f7km3", "4F7 KM3" and "Q-4F7-KM3" are one reference; "" for what cannot be one."""
    letters = "".join(c for c in words.upper() if c.isalnum())
    letters = letters.removeprefix("Q") if len(letters) == 7 else letters
    if len(letters) != 6 or not set(letters) <= set(REFERENCE_LETTERS):
        return ""
    return f"Q-{letters[:3]}-{letters[3:]}"
