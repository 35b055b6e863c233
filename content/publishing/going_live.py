"""Making revisions public, at once or later."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from content import search
from content.models import Article, Edition, Revision
from content.models.guide import GUIDE_LANGUAGE
from content.publishing.addresses import links_to
from content.publishing.corrections import carry_signature
from content.publishing.newest import hold
from content.publishing.pictures import picture_problems
from content.publishing.rights import Person, Refused, in_a_line, may, write_history
from content.publishing.together import bound
from content.publishing.waivers import checked, why_not_yet
from content.publishing.withdrawing import (
    bring_back_with,
    is_off,
    refuse_to_bring_back,
    take_off_schedule,
)

DISCARDED = "This draft was discarded. Restore it from the history first."


def publish(
    *revisions: Revision, by: Person, at: datetime | None = None, brings_back: bool = False
) -> None:
    """Makes revisions public now, or from `at` on. Raises Refused when one has an error in it, and
    when its article is withdrawn.

    With `brings_back`, a withdrawn article comes back, with these words alone and at once. One
    that patients read already stays as it is, with its date.
    """
    may(by, "content.publish_revision")
    asked_for, at = at, at or timezone.now()
    new = not_public_yet(revisions)
    refuse_a_gap(revisions, new, at)
    for revision in new:
        if is_off(revision.article, at):
            refuse_to_bring_back(revision, asked_for, brings_back)
        refuse_errors(revision, at, together=revisions, by=by)
        if by is not None:
            refuse_silence(revision)
            refuse_older_words(revision, at)
    with transaction.atomic():
        off = hold_all(new, asked_for or timezone.now())
        # A colleague may have published it a moment ago.
        new = not_public_yet(new)
        refuse_a_gap(revisions, new, at)
        for revision in new:
            words = f"Published revision {revision.number}"
            if revision.article_id in off:
                refuse_to_bring_back(revision, asked_for, brings_back)
                bring_back_with(revision, at, by)
                off.remove(revision.article_id)
                words += " and brought the article back with it"
            revision.published_at = at
            revision.save(update_fields=["published_at"])
            carry_signature(revision)
            search.refresh(revision)
            search.prune(revision.article)
            refuse_to_part(revision.article)
            write_history(by, revision.article, f"{words}.")
        Edition.begin()


def not_public_yet(revisions: Iterable[Revision]) -> list[Revision]:
    asked = [revision.pk for revision in revisions]
    here = set(Revision.objects.published().filter(pk__in=asked).values_list("pk", flat=True))
    return [revision for revision in revisions if revision.pk not in here]


def hold_all(revisions: Iterable[Revision], at: datetime) -> set[int]:
    """Whoever throws one away or takes an article off at this moment waits, or was first.

    Returns the keys of the articles that are withdrawn by then, and hands the revisions in as their
    articles stand now.
    """
    keys = [revision.pk for revision in revisions]
    articles = Article.objects.filter(pk__in={revision.article_id for revision in revisions})
    held = {article.pk: article for article in articles.select_for_update().order_by("pk")}
    if Revision.objects.filter(pk__in=keys).exclude(discarded_at=None).exists():
        raise Refused(DISCARDED)
    for revision in revisions:
        revision.article.withdrawn_at = held[revision.article_id].withdrawn_at
    return {pk for pk, article in held.items() if is_off(article, at)}


def refuse_a_gap(revisions: Iterable[Revision], new: Iterable[Revision], at: datetime) -> None:
    """A page that is public now would be missing until `at`."""
    here = [f"“{revision.title}”" for revision in revisions if revision not in new]
    if here and at > timezone.now():
        raise Refused(
            f"{', '.join(here)} is on the site already, as it is. "
            "Change its words first; they can then come at a later time."
        )


def refuse_silence(revision: Revision) -> None:
    """Patients who have read the page before are told what is new."""
    if needs_note(revision):
        raise Refused(
            f"“{revision.title}” was public before. Say in plain words what is new, "
            "or save the change as a minor one."
        )


def refuse_older_words(revision: Revision, at: datetime) -> None:
    """Earlier words that are on the schedule would take the place of these."""
    older = Revision.objects.scheduled().filter(
        article=revision.article_id, number__lt=revision.number, published_at__gt=at
    )
    if ahead := older.first():
        raise Refused(
            f"Revision {ahead.number} goes on the site on {spoken(ahead.published_at)} and would "
            f"then take the place of revision {revision.number}, which is newer. Take it off the "
            "schedule first."
        )


def needs_note(revision: Revision) -> bool:
    if revision.change == Revision.Change.MINOR or revision.change_note.strip():
        return False
    others = Revision.objects.came_public().filter(article=revision.article_id)
    return others.exclude(pk=revision.pk).exists()


def say_what_is_new(revision: Revision, *, by: Person, note: str) -> None:
    """Adds the note that a change still lacks. What patients have read stays as it is."""
    may(by, "content.publish_revision")
    note = in_a_line(note)
    if not note or len(note) > 200:
        raise Refused("Say what is new in 200 letters or fewer.")
    if revision.change_note or Revision.objects.came_public().filter(pk=revision.pk).exists():
        raise Refused("This change has its note already.")
    with transaction.atomic():
        hold(revision.article)
        if Revision.objects.filter(pk=revision.pk).exclude(change_note="").exists():
            raise Refused("This change has its note already.")
        revision.change_note = note
        revision.save(update_fields=["change_note"])
        write_history(by, revision.article, f"Said what is new in revision {revision.number}.")


def unschedule(revision: Revision, *, by: Person) -> list[Revision]:
    """Takes back a publication whose moment has not come, and returns the others that cannot come
    without it and were taken off with it."""
    may(by, "content.publish_revision")
    if revision.published_at is None or revision.published_at <= timezone.now():
        raise Refused("Only a publication that is still to come can be taken back.")
    others = bound(revision)
    those = sorted([revision, *others], key=lambda one: one.article_id)
    with transaction.atomic():
        for one in those:
            hold(one.article)
        still = Revision.objects.scheduled().filter(pk__in=[one.pk for one in those])
        if still.count() < len(those):
            raise Refused("This revision is on the site already, or not on the schedule any more.")
        for one in those:
            take_off_schedule(one, by)
        for one in those:
            refuse_to_part(one.article)
            search.prune(one.article)
        Edition.begin()
    return others


def refuse_to_part(article: Article) -> None:
    """Pages on the schedule that link to this one would come before it, or without it."""
    if article.withdrawn_at:
        return
    for other in Revision.objects.scheduled().filter(links_to(article)).exclude(article=article):
        at = other.published_at
        if not Revision.objects.published(at).filter(article=article).exists():
            raise Refused(
                f"“{other.title}” goes on the site on {spoken(at)} and links to this page. "
                "Take that page off the schedule first."
            )


def spoken(at: datetime) -> str:
    """Like “March 4, 2026 at 9:00 am”."""
    return date_format(timezone.localtime(at), "F j, Y \\a\\t g:i a").replace(".", "")


def refuse_errors(
    revision: Revision, at: datetime, together: Iterable[Revision], by: Person
) -> None:
    """Errors stand in the way of everybody. A person needs a reason for each warning too."""
    result = checked(revision)
    errors = [finding.message for finding in result.checked.errors]
    errors += [words for words in obstacles(revision, at, together) if words not in errors]
    errors += not_served(revision) if by is not None else []
    if errors:
        raise Refused(" ".join(errors))
    if by is not None and result.unexcused:
        raise Refused(why_not_yet(revision, result.unexcused))


def obstacles(revision: Revision, at: datetime, together: Iterable[Revision] = ()) -> list[str]:
    """What else stands in the way at that moment: sentences about the world around the words."""
    found = links_to_nothing(revision, at, together)
    if revision.discarded_at:
        found.append(DISCARDED)
    return found + picture_problems(revision, at)


def not_served(revision: Revision) -> list[str]:
    """Patients would not find it, and whoever presses the button would believe that they do."""
    if revision.article.language == GUIDE_LANGUAGE:
        return []
    language = revision.article.get_language_display()
    return [f"Patients cannot read pages in {language} on this site yet. Keep it as a draft."]


def links_to_nothing(revision: Revision, at: datetime, together: Iterable[Revision]) -> list[str]:
    """A sentence for each linked article that patients will not find at that moment."""
    missing = not_there(revision, at) - {other.article_id for other in together}
    days = first_days(missing)
    return [
        f"It links to “{article.slug}”, which goes on the site on {spoken(days[article.pk])}. "
        "This page can come then or later."
        if article.pk in days
        else f"It links to “{article.slug}”, which is not public. Publish that one first."
        for article in Article.objects.filter(pk__in=missing)
    ]


def not_there(revision: Revision, at: datetime) -> set[int]:
    """The keys of linked articles that are not public at that moment."""
    wanted = {int(pk) for pk in revision.uses.get("articles", {})}
    found = Revision.objects.published(at).filter(article__in=wanted)
    return wanted - set(found.values_list("article_id", flat=True))


def first_days(articles: Collection[int]) -> dict[int, datetime]:
    """When these articles become public, of those that are on the schedule."""
    ahead = Revision.objects.scheduled().filter(article__in=articles, article__withdrawn_at=None)
    return dict(ahead.reverse().values_list("article", "published_at"))


def waits_for(*together: Revision) -> datetime | None:
    """The first moment at which nothing but a schedule stands in the way any more: when all pages
    that these link to are public. None when something else does, or nothing."""
    now, own = timezone.now(), {revision.article_id for revision in together}
    missing = {key for revision in together for key in not_there(revision, now)} - own
    days = first_days(missing)
    at = max(days.values(), default=None)
    if at is None or days.keys() != missing:
        return None
    return None if any(stops_at(revision, at, together) for revision in together) else at


def stops_at(revision: Revision, at: datetime, together: Iterable[Revision]) -> list[str]:
    return obstacles(revision, at, together) + not_served(revision)
