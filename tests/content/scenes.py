"""Colleagues at work on the same pages in processes of their own, and processes that are killed."""

import random
from contextlib import suppress
from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.utils import timezone

from content import publishing
from content.models import (
    Article,
    Presence,
    ReviewRequest,
    Revision,
    SearchDocument,
    Waiver,
    WorkingCopy,
)
from tests import make, people
from tests.enquiries import apart

PAGES = 8
ROUNDS = 4
MOST_STEPS, EVERY = 140, 2
CAST = {"ana": people.ana, "ben": people.ben, "petra": people.petra}


def drafts(numbers: range) -> None:
    ana = people.get("ana")
    topic = make.topic()
    for at in numbers:
        page = make.article(topic=topic, slug=f"page-{at}", position=at)
        publishing.save_draft(page, make.words(title=f"Page {at}"), by=None)
        publishing.save_draft(page, make.words(title=f"Page {at} anew"), by=ana)


def at_once() -> dict:
    """Whoever comes second is refused with a sentence; every other error fails the process."""
    for person in CAST.values():
        person()
    drafts(range(PAGES))
    apart.all_at_once([lambda verb=verb: through_all(verb) for verb in VERBS])
    return found()


def newest(page) -> Revision:
    """A colleague may have thrown all drafts of a page away, and then there is nothing to do."""
    found = page.newest()
    if found is None:
        raise publishing.Refused("This page has no words.")
    return found


def through_all(verb) -> None:
    order = random.Random(verb.__name__)
    for _ in range(ROUNDS):
        pages = list(Article.objects.order_by("pk"))
        order.shuffle(pages)
        for page in pages:
            with suppress(publishing.Refused, PermissionDenied):
                verb(page)


def save(page):
    publishing.save_draft(page, make.words(title=f"Saved {random.random()}"), by=people.get("ana"))


def discard(page):
    publishing.discard(newest(page), by=people.get("ana"))


def publish(page):
    publishing.publish(newest(page), by=None)


def schedule(page):
    publishing.publish(newest(page), by=None, at=timezone.now() + timedelta(days=2))


def unschedule(page):
    publishing.unschedule(newest(page), by=people.get("petra"))


def withdraw_and_back(page):
    publishing.withdraw(page, by=people.get("petra"), reason="Too old.")
    publishing.reinstate(page, by=people.get("petra"))


def ask(page):
    publishing.ask_for_review(newest(page), by=people.get("ana"))


def sign(page):
    day = timezone.localdate() + timedelta(days=300)
    publishing.sign(
        newest(page), by=people.get("ben"), credentials="MD", role="Doctor", next_due=day
    )


def keep(page):
    ana = people.get("ana")
    for article in (page, None):
        with suppress(publishing.Refused):
            publishing.keep_copy(
                article, {"title": "T", "sitting": str(random.random())}, by=ana, base=1
            )
    publishing.seen_at(page, by=ana)
    if random.random() < 0.2:
        publishing.forget_copy(page, by=ana)


def keep_too(page):
    keep(page)


def excuse(page):
    found = publishing.waivers.checked(newest(page)).unexcused
    if found:
        publishing.give_reason(page, found, by=people.get("petra"), reason="Patients know it well.")


def excuse_too(page):
    excuse(page)


def render(page):
    publishing.render_again(Revision.objects.filter(article=page).select_related("article"))


VERBS = [
    save, discard, publish, schedule, unschedule, withdraw_and_back, ask, sign, keep, keep_too,
    excuse, excuse_too, render,
]  # fmt: skip


def found() -> dict:
    open_ = ReviewRequest.objects.filter(state=ReviewRequest.State.OPEN)
    gone = Revision.objects.exclude(discarded_at=None)
    numbers = [
        list(page.revisions.order_by("number").values_list("number", flat=True))
        for page in Article.objects.all()
    ]
    twice = (
        rows.values(*keys).annotate(rows=Count("pk")).filter(rows__gt=1)
        for rows, keys in (
            (open_, ["article"]),
            (WorkingCopy.objects.all(), ["article", "person"]),
            (Presence.objects.all(), ["article", "person"]),
            (Waiver.objects.all(), ["article", "finding", "fingerprint"]),
        )
    )
    return {
        "saved": sum(map(len, numbers)) - 2 * PAGES,
        "gone": gone.count(),
        "asked": ReviewRequest.objects.count(),
        "gaps": [list_ for list_ in numbers if list_ != list(range(1, len(list_) + 1))],
        "thrown away and on the site": gone.exclude(published_at=None).count(),
        "asked about what was thrown away": open_.exclude(revision__discarded_at=None).count(),
        "twice": [list(rows) for rows in twice if rows],
    }


def killed() -> list[dict]:
    """A page is signed, published and withdrawn by a process that is killed at every other step:
    each verb has many, and half of them cost a minute less on each database."""
    for person in CAST.values():
        person()
    drafts(range(0, MOST_STEPS, EVERY))
    for page in Article.objects.all():
        publishing.ask_for_review(page.newest(), by=people.get("ana"))
    return apart.until_it_lives(whole_life, whole_life_again, how_far, every=EVERY)


def page_of(number: int) -> Article:
    return Article.objects.get(slug=f"page-{number - 1}")


def whole_life(number: int) -> None:
    page = page_of(number)
    sign(page)
    publish_as(page)
    publishing.withdraw(page, by=people.get("petra"), reason="Too old.")


def publish_as(page: Article) -> None:
    """By the site itself, which asks for no reasons; the trace is that of the signature."""
    publishing.publish(page.newest(), by=None)


def whole_life_again(number: int) -> None:
    page = page_of(number)
    if not page.newest().reviews.exists():
        sign(page)
    if not page.withdrawn_at:
        publish_as(page)
        publishing.withdraw(page, by=people.get("petra"), reason="Too old.")


def how_far(number: int) -> dict:
    page = page_of(number)
    revision = page.newest()
    trace = " ".join(
        LogEntry.objects.filter(object_id=str(page.pk)).values_list("change_message", flat=True)
    )
    state = ReviewRequest.objects.filter(article=page).values_list("state", flat=True)
    return {
        "signed": [revision.reviews.count(), list(state) == ["signed"], trace.count("Signed")],
        "published": [
            revision.published_at is not None,
            SearchDocument.objects.filter(revision=revision).exists(),
        ],
        "withdrawn": [page.withdrawn_at is not None, "Withdrew" in trace],
    }
