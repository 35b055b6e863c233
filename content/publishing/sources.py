"""The outside addresses that pages give as their sources: noting them, trying them, and saying
that a person read them again."""

import re
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from html import unescape

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from content.models import Revision, SourceLink
from content.publishing.fetching import Answer, ask
from content.publishing.rights import Person, may, write_history

EVERY = timedelta(days=7)
# One that began to fail is tried sooner, so that it is not called dead for one bad night.
EVERY_FAILING = timedelta(days=1)
A_RUN = 5
PAUSE = 1.0
LONGEST = 500

_OUTSIDE = re.compile(r'<a [^>]*href="(https?://[^"]+)"[^>]*rel="noopener"')

Ask = Callable[[str], Answer]


def addresses(revision: Revision) -> set[str]:
    """Every outside address of a page, in the text and in its sources."""
    html = f"{revision.body_html} {revision.references_html}"
    return {url for url in map(unescape, _OUTSIDE.findall(html)) if len(url) <= LONGEST}


def pages_by_address() -> dict[str, list[str]]:
    """For each outside address, the titles of the pages that use it now or will."""
    outside = Q(references_html__contains='rel="noopener"') | Q(
        body_html__contains='rel="noopener"'
    )
    rows = (
        Revision.objects.standing()
        .filter(outside)
        .only("title", "body_html", "references_html")
        .order_by("title")
    )
    pages: dict[str, list[str]] = {}
    for revision in rows.iterator(chunk_size=200):
        for url in addresses(revision):
            pages.setdefault(url, []).append(revision.title)
    return {url: list(dict.fromkeys(titles)) for url, titles in pages.items()}


def note_sources() -> int:
    """Notes the addresses that are new, and forgets those that no page uses and nobody has read;
    returns how many are in use."""
    used = set(pages_by_address())
    known = set(SourceLink.objects.values_list("url", flat=True))
    new = [SourceLink(url=url) for url in sorted(used - known)]
    SourceLink.objects.bulk_create(new, ignore_conflicts=True)
    gone = known - used
    SourceLink.objects.filter(url__in=gone, read_on=None).delete()
    return len(used)


def due(now: datetime):
    """Sources whose turn it is, those that were never tried first."""
    waited = Q(tried_at=None) | Q(tried_at__lte=now - EVERY)
    failing = Q(failing_since__isnull=False, tried_at__lte=now - EVERY_FAILING)
    found = SourceLink.objects.filter(waited | failing)
    return found.order_by(F("tried_at").asc(nulls_first=True), "pk")


def check_due_sources(now: datetime | None = None, *, ask: Ask = ask) -> str:
    """Tries a few sources, one after another; returns the kind of trouble, or nothing.

    A run in which nothing at all answers tells of our own network: then nothing is held against
    the sources, and they stay due.
    """
    now = now or timezone.now()
    note_sources()
    return try_sources(list(due(now)[:A_RUN]), now, ask=ask)


def try_sources(links: Iterable[SourceLink], now: datetime, *, ask: Ask = ask) -> str:
    """One after another, with a pause between them; returns the kind of trouble, or nothing."""
    answers: list[tuple[SourceLink, Answer]] = []
    for link in links:
        if answers:
            time.sleep(PAUSE)
        answers.append((link, ask(link.url)))
    if answers and not is_online([answer for _, answer in answers], ask):
        return "no network"
    for link, answer in answers:
        note_answer(link, answer, now)
    return ""


def is_online(answers: list[Answer], ask: Ask) -> bool:
    """Whether anything answered; if not, whether an address does that did so before."""
    if any(answer.outcome != "unreachable" for answer in answers):
        return True
    before = SourceLink.objects.exclude(answered_at=None).filter(failing_since=None)
    known = before.order_by("-answered_at").first()
    return bool(known) and ask(known.url).outcome != "unreachable"


def note_answer(link: SourceLink, answer: Answer, now: datetime) -> None:
    link.tried_at, link.problem = now, answer.problem
    if answer.outcome == "answers":
        link.answered_at, link.failing_since = now, None
    elif answer.outcome == "guarded":
        link.failing_since = None
    elif link.failing_since is None:
        link.failing_since = now
    link.save(update_fields=["tried_at", "problem", "answered_at", "failing_since"])


def read_again(links: Iterable[SourceLink], *, by: Person) -> int:
    """A person has read these sources today and found that they still say what we say."""
    may(by, "content.change_sourcelink")
    today = timezone.localdate()
    with transaction.atomic():
        links = list(links)
        for link in links:
            link.read_on, link.read_by = today, by
            link.save(update_fields=["read_on", "read_by"])
            write_history(by, link, "Read the source again.")
    return len(links)
