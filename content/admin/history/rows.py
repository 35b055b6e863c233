"""One revision as a line of the history, in the words of the screens."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

from django.utils import timezone

from content.admin.screen import article_url, str_name
from content.models import Article, Review, ReviewRequest, Revision, SmallCorrection

LIGHT = (
    "number", "title", "change", "change_note", "created_at", "created_by", "published_at",
    "restored_from", "discarded_at", "content_hash", "article",
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """From when until when patients read it."""

    since: datetime
    until: datetime | None


@dataclass
class Row:
    """`state` is {key, label}; `signed` and `correction` are sentences or empty."""

    number: int
    title: str
    by: str
    at: datetime
    state: dict[str, str]
    is_major: bool
    note: str
    restored_from: int | None
    span: Span | None
    discarded_at: datetime | None
    signed: list[str] = field(default_factory=list)
    correction: str = ""
    urls: dict[str, str] = field(default_factory=dict)


def rows(article: Article, revisions: list[Revision], user) -> list[Row]:
    """A steady number of queries, however many revisions there are."""
    spans = spans_of(article)
    signed = signed_words(revisions)
    corrections = corrections_of(revisions)
    asked = asked_about(article)
    newest = article.newest()
    may_change = user.has_perm("content.change_article")
    return [
        Row(
            number=revision.number,
            title=revision.title,
            by=str_name(revision.created_by),
            at=revision.created_at,
            state=state_of(revision, spans.get(revision.pk), asked, article),
            is_major=revision.change == Revision.Change.MAJOR,
            note=revision.change_note,
            restored_from=revision.restored_from,
            span=spans.get(revision.pk),
            discarded_at=revision.discarded_at,
            signed=signed.get(revision.pk, []),
            correction=corrections.get(revision.pk, ""),
            urls=urls_of(article, revision, newest, may_change, asked),
        )
        for revision in revisions
    ]


def spans_of(article: Article) -> dict[int, Span]:
    """By the key of each revision that was, is or will be public."""
    dated = article.revisions.filter(published_at__isnull=False)
    fields = ("pk", "published_at", "taken_off_at")
    dates = list(dated.order_by("published_at", "number").values_list(*fields))
    after = [since for _, since, _ in dates[1:]]
    return {
        pk: Span(since, sooner(until, taken_off or article.withdrawn_at, since))
        for (pk, since, taken_off), until in zip_longest(dates, after)
    }


def sooner(until: datetime | None, withdrawn: datetime | None, since: datetime) -> datetime | None:
    """A withdrawal ends what was public at its moment, and nothing that ended before."""
    if withdrawn is None or withdrawn < since or (until and until <= withdrawn):
        return until
    return withdrawn


def signed_words(revisions: list[Revision]) -> dict[int, list[str]]:
    """Like “Ben Okafor, MD”, by the revision's key, the newest first."""
    found: dict[int, list[str]] = {}
    hashes = {revision.pk: revision.content_hash for revision in revisions}
    for review in Review.objects.filter(revision__in=hashes):
        words = f"{review.name}, {review.credentials}"
        if review.taken_back_at:
            words += " (taken back)"
        elif review.signed_hash != hashes[review.revision_id]:
            words += " (a clinic fact or a picture changed since)"
        found.setdefault(review.revision_id, []).append(words)
    return found


def corrections_of(revisions: list[Revision]) -> dict[int, str]:
    standing = SmallCorrection.objects.standing().filter(revision__in=revisions)
    made = standing.select_related("review__revision")
    return {
        row.revision_id: f"Small correction; the signature of revision "
        f"{row.review.revision.number} by {row.review.name} still counts"
        for row in made
    }


def asked_about(article: Article) -> int | None:
    """The key of the revision that somebody is asked to review."""
    asked = ReviewRequest.objects.filter(article=article, state=ReviewRequest.State.OPEN)
    return asked.values_list("revision", flat=True).first()


def state_of(
    revision: Revision, span: Span | None, asked: int | None, article: Article
) -> dict[str, str]:
    now = timezone.now()
    if revision.discarded_at:
        return {"key": "discarded", "label": "Discarded"}
    if span and span.since > now:
        return {"key": "scheduled", "label": "Scheduled"}
    if span and (span.until is None or span.until > now):
        return {"key": "live", "label": "On the site"}
    if span and article.withdrawn_at == span.until:
        return {"key": "withdrawn", "label": "Taken off the site"}
    if span:
        return {"key": "past", "label": "Was on the site"}
    if revision.pk == asked:
        return {"key": "review", "label": "In review"}
    return {"key": "draft", "label": "Draft"}


def urls_of(
    article: Article, revision: Revision, newest: Revision | None, may_change: bool, asked
) -> dict[str, str]:
    """Only what this person may do with this revision."""
    urls = {"page": article_url("revision", article, revision.number)}
    if revision.number > 1:
        base = article_url("compare", article)
        urls["compare"] = f"{base}?from={revision.number - 1}&to={revision.number}"
    if may_change and revision != newest:
        urls["restore"] = article_url("restore", article, revision.number)
    if may_change and revision.pk != asked and not (revision.published_at or revision.discarded_at):
        urls["discard"] = article_url("discard", article, revision.number)
    return urls
