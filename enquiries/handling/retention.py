"""How long each enquiry is kept, and which ones are due to be erased."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from enquiries.models import Enquiry, RetentionPolicy
from enquiries.models.retention import CATEGORIES

PAGE_SIZE = 50
SPAM = "spam"
Status = Enquiry.Status
Rules = dict[str, RetentionPolicy]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """`on` is the day of erasure: None while the enquiry is open or no rule is there for it."""

    on: date | None
    days: int | None
    reason: str
    since: str
    held_until: date | None = None
    held_because: str = ""

    @property
    def sentence(self) -> str:
        if self.held_until is None:
            return self._plain()
        because = self.held_because.rstrip(" .")
        return f"Held back until {long_date(self.held_until)}, because: {because}. {self._plain()}"

    def _plain(self) -> str:
        if self.days is None:
            return "Kept without end: there is no retention rule for it yet."
        after = f"{self.days} {'day' if self.days == 1 else 'days'} after it"
        if self.on is None:
            return f"Will be erased {after} is {self.since}, because: {self.reason}."
        because = f"because: {self.reason}, {after} was {self.since}."
        if self.on <= timezone.localdate():
            return f"Will be erased with the next run, {because}"
        return f"Will be erased on {long_date(self.on)}, {because}"


def kept_until(enquiry: Enquiry, rules: Rules | None = None) -> Kept:
    """For many enquiries, hand in `rules_by_category()` once."""
    rules = rules_by_category() if rules is None else rules
    rule = rules.get(enquiry.category)
    held = enquiry.hold_until if enquiry.is_held() else None
    return Kept(
        on=_day_of_erasure(enquiry, rule, held),
        days=rule.days if rule else None,
        reason=rule.reason if rule else "",
        since=since(enquiry.category),
        held_until=held,
        held_because=enquiry.hold_reason if held else "",
    )


def _day_of_erasure(
    enquiry: Enquiry, rule: RetentionPolicy | None, held: date | None
) -> date | None:
    if rule is None or enquiry.is_open or enquiry.closed_at is None:
        return None
    day = timezone.localdate(enquiry.closed_at) + timedelta(days=rule.days)
    return max(day, held + timedelta(days=1)) if held else day


def rules_by_category() -> Rules:
    return {rule.category: rule for rule in RetentionPolicy.objects.all()}


def since(category: str) -> str:
    return "marked as spam" if category == SPAM else "answered"


def rule_in_words(category: str, rule: RetentionPolicy) -> str:
    """ "question about a visit, 90 days after it was answered" """
    days = f"{rule.days} {'day' if rule.days == 1 else 'days'}"
    return f"{rule.reason}, {days} after it was {since(category)}"


def long_date(day: date) -> str:
    return date_format(day, "F j, Y", use_l10n=False)


def due(now: datetime | None = None, rules: Rules | None = None) -> QuerySet[Enquiry]:
    """What is to be erased on this day of the clinic's, the oldest first."""
    return past_their_day(now, rules).exclude(hold_until__gte=timezone.localdate(now))


def held_past_their_day(
    now: datetime | None = None, rules: Rules | None = None
) -> QuerySet[Enquiry]:
    """What would be due if nobody held it back."""
    return past_their_day(now, rules).filter(hold_until__gte=timezone.localdate(now))


def past_their_day(now: datetime | None = None, rules: Rules | None = None) -> QuerySet[Enquiry]:
    rules = rules_by_category() if rules is None else rules
    if not rules:
        return Enquiry.objects.none()
    conditions = [_past_the_rule(rule, timezone.localdate(now)) for rule in rules.values()]
    past = Q(*conditions, _connector=Q.OR)
    return Enquiry.objects.filter(past).order_by("closed_at", "pk")


def _past_the_rule(rule: RetentionPolicy, today: date) -> Q:
    """Closed on the last day that this rule lets go today, or earlier."""
    day_after = today - timedelta(days=rule.days - 1)
    before = timezone.make_aware(datetime.combine(day_after, time.min))
    if rule.category == SPAM:
        return Q(status=Status.SPAM, closed_at__lt=before)
    return Q(status=Status.ANSWERED, topic=rule.category, closed_at__lt=before)


@dataclass(frozen=True)
class Due:
    """One enquiry that the next run erases. `category` is its label."""

    pk: int
    reference: str
    category: str
    closed_at: datetime
    why: str


@dataclass(frozen=True)
class DryRun:
    """What a run would erase. `counts`: how many of each category, those with none left out."""

    counts: dict[str, int]
    held: int
    page: Page
    rows: list[Due]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def dry_run(now: datetime | None = None, number: int = 1) -> DryRun:
    """Erases nothing; `number` is the page of the list, of PAGE_SIZE rows each."""
    rules = rules_by_category()
    enquiries = due(now, rules)
    counts = _counts(enquiries)
    page = _Counted(enquiries, sum(counts.values())).get_page(number)
    columns = page.object_list.values_list("pk", "reference", "status", "topic", "closed_at")
    rows = [_due(rules, *row) for row in columns]
    return DryRun(counts, held_past_their_day(now, rules).count(), page, rows)


class _Counted(Paginator):
    """Pages of a list whose length is known."""

    def __init__(self, objects: QuerySet, count: int):
        super().__init__(objects, PAGE_SIZE)
        self.count = count


def _counts(enquiries: QuerySet[Enquiry]) -> dict[str, int]:
    counts = dict.fromkeys(dict(CATEGORIES), 0)
    kinds = enquiries.order_by().values_list("status", "topic").annotate(number=Count("pk"))
    for status, topic, number in kinds:
        counts[_category(status, topic)] += number
    return {category: number for category, number in counts.items() if number}


def _category(status: str, topic: str) -> str:
    return SPAM if status == Status.SPAM else topic


def _due(
    rules: Rules, pk: int, reference: str, status: str, topic: str, closed_at: datetime
) -> Due:
    category = _category(status, topic)
    label = dict(CATEGORIES)[category]
    return Due(pk, reference, label, closed_at, rule_in_words(category, rules[category]))
