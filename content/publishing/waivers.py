"""Reasons why warnings about an article may stand. Each is kept with who gave it, and ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from content.editorial.findings import Checked, Finding, check, page_of
from content.editorial.sentences import split_words
from content.lookups import lookups
from content.models import Article, Revision, Waiver
from content.publishing.rights import Person, Refused, in_a_line, may, write_history
from content.rendering import Lookups

USUAL_DAYS = 180
MOST_DAYS = 365
FEWEST_WORDS = 3
NAMED = 3


@dataclass(frozen=True)
class CheckedRevision:
    """Findings of a revision, and the waiver that excuses each of them that has one.

    A waiver carries its reason, `given_by`, `given_at` and `expires_at`.
    """

    checked: Checked
    waivers: dict[tuple[str, str], Waiver]

    def waiver(self, finding: Finding) -> Waiver | None:
        return self.waivers.get((finding.id, finding.fingerprint))

    @property
    def unexcused(self) -> tuple[Finding, ...]:
        """The warnings that still need a reason."""
        return tuple(found for found in self.checked.warnings if not self.waiver(found))

    @property
    def excused(self) -> tuple[tuple[Finding, Waiver], ...]:
        pairs = ((finding, self.waiver(finding)) for finding in self.checked.warnings)
        return tuple((finding, waiver) for finding, waiver in pairs if waiver)


def checked(revision: Revision, world: Lookups | None = None) -> CheckedRevision:
    """The findings of a saved revision as things are now, with their reasons."""
    page = page_of(revision)
    world = world or lookups(page.language, body=page.body)
    return with_reasons(check(page, world), revision.article_id)


def with_reasons(result: Checked, article: int | None) -> CheckedRevision:
    """Findings of words that may not be saved yet, with the reasons that the article has."""
    standing = Waiver.objects.standing().filter(article=article).select_related("given_by")
    return CheckedRevision(result, {(w.finding, w.fingerprint): w for w in standing})


def give_reason(
    article: Article,
    findings: Iterable[Finding],
    *,
    by: Person,
    reason: str,
    until: date | None = None,
) -> list[Waiver]:
    """Keeps the reason why these warnings may stand, through the day `until`.

    A new reason takes the place of an older one for the same words. Raises Refused for an error,
    and for a reason or a day that will not do.
    """
    may_give(by)
    findings = list(findings)
    reason, end = good_reason(reason), end_of(until)
    if any(finding.level == "error" for finding in findings):
        raise Refused("An error has no excuse: mend it. Only a warning may stand with a reason.")
    with transaction.atomic():
        kept = [keep(article, finding, reason, end, by) for finding in findings]
        names = ", ".join(sorted({finding.title for finding in findings}))
        write_history(by, article, f"Gave a reason for: {names}.")
    return kept


def may_give(by: Person) -> None:
    """Whoever writes the page or publishes it."""
    if by is None or not by.has_perm("content.publish_revision"):
        may(by, "content.change_article")


def good_reason(reason: str) -> str:
    reason = in_a_line(reason)
    if len(split_words(reason)) < FEWEST_WORDS:
        raise Refused(
            "Write the reason as a plain sentence, like: Patients know this word from their form."
        )
    return reason


def end_of(until: date | None) -> datetime:
    """The last moment of the day, at the clinic."""
    today = timezone.localdate()
    until = until or today + timedelta(days=USUAL_DAYS)
    if until <= today:
        raise Refused("Choose a day after today, until which the reason holds.")
    if until > today + timedelta(days=MOST_DAYS):
        raise Refused("A reason holds for a year at most. It is then read again.")
    return timezone.make_aware(datetime.combine(until, time.max))


def keep(article: Article, finding: Finding, reason: str, end: datetime, by: Person) -> Waiver:
    waiver, _ = Waiver.objects.update_or_create(
        article=article,
        finding=finding.id,
        fingerprint=finding.fingerprint,
        defaults={
            "excerpt": finding.excerpt,
            "reason": reason,
            "given_by": by,
            "given_at": timezone.now(),
            "expires_at": end,
        },
    )
    return waiver


def why_not_yet(revision: Revision, findings: Sequence[Finding]) -> str:
    """Names the first warnings that need a mend or a reason."""
    count = "1 warning needs" if len(findings) == 1 else f"{len(findings)} warnings need"
    named = "; ".join(f"{found.title}{quoted(found)}" for found in findings[:NAMED])
    more = f"; and {len(findings) - NAMED} more" if len(findings) > NAMED else ""
    return (
        f"“{revision.title}” cannot go live yet: {count} a mend or a reason: {named}{more}. "
        "Open the article, and mend each one or say why it may stand."
    )


def quoted(finding: Finding, longest: int = 60) -> str:
    words = finding.excerpt
    if finding.place is None or not words:
        return ""
    return f" (“{words if len(words) <= longest else words[: longest - 1] + '…'}”)"
