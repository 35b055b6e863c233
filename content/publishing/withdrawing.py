"""Taking articles off the guide, and bringing them back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from content.models import Article, Edition, Revision
from content.publishing.pictures import picture_problems
from content.publishing.rights import Person, Refused, may, write_history
from content.rendering.characters import tidy


def withdraw(
    article: Article,
    *,
    by: Person,
    reason: str,
    how: str = Article.Withdrawn.GONE,
    to: Article | None = None,
    at: datetime | None = None,
) -> None:
    """Takes an article off the guide. `how` says what patients find at its address: its text
    under a notice, another public article (`to`), or that it is gone, and why."""
    may(by, "content.publish_revision")
    reason = tidy(reason).strip()
    if not reason:
        raise Refused("Write a reason. Patients who come to this page will read it.")
    if how == Article.Withdrawn.MOVED:
        refuse_target(article, to)
    else:
        to = None
    history = f"Withdrew the article ({Article.Withdrawn(how).label.lower()})."
    stand(article, by, history, at or timezone.now(), reason, how, to)


def reinstate(article: Article, *, by: Person) -> None:
    """Brings a withdrawn article back as it was. Raises Refused while a consent is missing."""
    may(by, "content.publish_revision")
    shown = Revision.objects.coming_back(article).first()
    problems = picture_problems(shown, timezone.now()) if shown else []
    if problems:
        raise Refused(" ".join(problems))
    stand(article, by, "Brought the article back.", None)


def bring_back_with(revision: Revision, at: datetime, by: Person) -> None:
    """Ends the withdrawal. When it began stays with the words that it took off; a day that came
    meanwhile is forgotten, because nobody has read those words."""
    article = revision.article
    for ended in Revision.objects.taken_off(article):
        ended.taken_off_at = article.withdrawn_at
        ended.save(update_fields=["taken_off_at"])
    came = Revision.objects.came_public(at).filter(published_at__gte=article.withdrawn_at)
    for unread in came.filter(article=article).exclude(pk=revision.pk):
        take_off_schedule(unread, by)
    put(article, None)


def take_off_schedule(revision: Revision, by: Person) -> None:
    revision.published_at = None
    revision.save(update_fields=["published_at"])
    write_history(by, revision.article, f"Took revision {revision.number} off the schedule.")


def stand(article: Article, by: Person, history: str, at: datetime | None, *how) -> None:
    """`at` and `how` as for `put`."""
    with transaction.atomic():
        put(article, at, *how)
        write_history(by, article, history)
        Edition.begin()


def put(
    article: Article,
    at: datetime | None,
    reason: str = "",
    how: str = Article.Withdrawn.GONE,
    to: Article | None = None,
) -> None:
    """Withdrawn since `at`; None for not withdrawn."""
    article.withdrawn_at, article.withdrawn_reason = at, reason
    article.withdrawn_as, article.withdrawn_to = how, to
    article.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_as", "withdrawn_to"])


def refuse_target(article: Article, to: Article | None) -> None:
    """Patients are sent to a page that is there, and never in a circle."""
    if to is None or not Revision.objects.published().filter(article=to).exists():
        raise Refused("Choose the page that takes its place. It has to be public.")
    passed = {article.pk}
    while to is not None:
        if to.pk in passed:
            raise Refused("That page leads back to this one. Choose another page.")
        passed.add(to.pk)
        to = to.withdrawn_to


def is_off(article: Article, at: datetime) -> bool:
    return article.withdrawn_at is not None and article.withdrawn_at <= at


def refuse_to_bring_back(revision: Revision, asked_for: datetime | None, brings_back: bool) -> None:
    """A page that was taken off comes back where that is what was asked for, and only with words
    that were not on it."""
    if asked_for:
        raise Refused(
            f"“{revision.title}” is off the site, and no set time brings it back. "
            "Publish its new words when it may come back."
        )
    if not brings_back:
        raise Refused(
            f"“{revision.title}” is off the site. "
            "Its own publish screen brings it back with its new words."
        )
    if revision.published_at and revision.published_at < revision.article.withdrawn_at:
        raise Refused(f"These words of “{revision.title}” were taken off. Mend them first.")
