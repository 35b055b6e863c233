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
    now = timezone.now()
    shown = Revision.objects.standing(now).came_public(now).filter(article=article).first()
    problems = picture_problems(shown, now) if shown else []
    if problems:
        raise Refused(" ".join(problems))
    stand(article, by, "Brought the article back.", None)


def stand(
    article: Article,
    by: Person,
    history: str,
    at: datetime | None,
    reason: str = "",
    how: str = Article.Withdrawn.GONE,
    to: Article | None = None,
) -> None:
    article.withdrawn_at, article.withdrawn_reason = at, reason
    article.withdrawn_as, article.withdrawn_to = how, to
    with transaction.atomic():
        article.save(
            update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_as", "withdrawn_to"]
        )
        write_history(by, article, history)
        Edition.begin()


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
