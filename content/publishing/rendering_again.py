"""Rendering stored words again: when something they show has changed, and after an update of the
program."""

import time
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from content import search
from content.lookups import lookups
from content.models import Edition, Revision
from content.publishing.drafts import MADE, fill_from_words, measure, note_pictures
from content.rendering import Lookups
from content.rendering.version import version

AT_ONCE = 20  # revisions; while they are rendered nobody else can write to SQLite
PASS = 10  # seconds


def render_again(revisions: Iterable[Revision]) -> int:
    """Renders these stored revisions anew; returns how many were."""
    standing = set(Revision.objects.standing().values_list("pk", flat=True))
    with transaction.atomic():
        count = _render(revisions, standing)
        Edition.begin()
    return count


def _render(revisions: Iterable[Revision], standing: set[int]) -> int:
    worlds: dict[str, Lookups] = {}
    count = 0
    for revision in revisions:
        language = revision.article.language
        if language not in worlds:
            worlds[language] = lookups(language)
        world = worlds[language]
        measure(revision, world, fill_from_words(revision, world))
        # Somebody may publish it at this moment, so its dates stay as they are.
        revision.save(update_fields=MADE)
        note_pictures(revision)
        if revision.pk in standing:
            search.refresh(revision)
        count += 1
    return count


def render_those(using: Q) -> None:
    """Renders again the revisions that match and that are, will be or may become public."""
    standing = Revision.objects.standing().values("pk")
    drafts = Q(published_at=None, discarded_at=None)
    found = Revision.objects.filter(using).filter(drafts | Q(pk__in=standing))
    render_again(found.select_related("article__topic"))


def render_after_update(now: datetime) -> str:
    """A duty: renders for some seconds what another version of the program has rendered."""
    end = time.monotonic() + PASS
    while _render_some() and time.monotonic() < end:
        pass
    return ""


def render_all() -> int:
    """Renders every stored revision anew; returns how many were. One that is cut short is gone on
    with by the duty."""
    Revision.objects.update(rendered_by="")
    count = 0
    while some := _render_some():
        count += some
    return count


def _render_some() -> int:
    """The newest words first. They are read in the transaction that saves what is made of them. An
    edition begins with the last only: with each, servers would read a large guide anew all the time
    and keep no page."""
    old = Revision.objects.exclude(rendered_by=version())
    if not old.exists():
        return 0
    with transaction.atomic():
        found = old.select_related("article__topic").select_for_update(of=("self",))
        some = list(found.order_by("-pk")[:AT_ONCE])
        # Of these only: of a large guide there are hundreds of such parts.
        standing = Revision.objects.standing().filter(pk__in=[revision.pk for revision in some])
        count = _render(some, set(standing.values_list("pk", flat=True)))
        if not old.exists():
            Edition.begin()
    return count
