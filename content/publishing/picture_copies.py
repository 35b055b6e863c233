"""Due work: the copies of pictures, made outside of any request.

Any number of processes may do this at once. A picture is claimed first, for as long as making its
copies can take; files are written next; the row is changed last, if the claim still holds. Whoever
is cut short leaves files that nobody names, which `remove_stray_files` takes away.
"""

import logging
import time
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from content.imaging import CARD, THUMBNAIL, crop, open_own, renditions
from content.models import Edition, Picture, Revision
from content.publishing.picture_files import (
    damaged_files,
    kept_if_all_goes_well,
    remove_when_done,
    store,
)
from content.publishing.rendering_again import render_again

logger = logging.getLogger(__name__)

CLAIMED_FOR = timedelta(minutes=10)
AFTER_A_FAILURE = timedelta(minutes=5)
# Mails and other due work wait no longer for pictures than this.
AT_A_TIME = 5  # seconds


class Overtaken(Exception):
    """The picture was changed, or taken over, while its copies were made."""


def make_due_copies(now: datetime, at_a_time: float = AT_A_TIME) -> str:
    """Makes copies for some seconds; returns the kind of the last failure, or ""."""
    problem, until = "", time.monotonic() + at_a_time
    due = Picture.objects.waiting().filter(copies_due_at__lte=now).order_by("copies_due_at", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        problem = make_copies(pk, now) or problem
        if time.monotonic() > until:
            break
    return problem


def make_copies(pk: int, now: datetime) -> str:
    picture = claim(pk, now)
    if picture is None:
        return ""
    try:
        with kept_if_all_goes_well() as written:
            keep(picture, *draw(picture, written))
    except Overtaken:
        return ""
    except Exception as error:
        # One picture that cannot be read must not keep the others waiting.
        logger.exception("The copies of picture %d could not be made", pk)
        give_back(picture, timezone.now() + AFTER_A_FAILURE, type(error).__name__)
        return type(error).__name__
    except BaseException:
        give_back(picture, timezone.now())
        raise
    return ""


def claim(pk: int, now: datetime) -> Picture | None:
    """The picture, for one caller only."""
    token = uuid.uuid4().hex
    due = Picture.objects.filter(pk=pk, copies_due_at__lte=now)
    taken = due.update(copies_claim=token, copies_due_at=timezone.now() + CLAIMED_FOR)
    return Picture.objects.filter(pk=pk, copies_claim=token).first() if taken else None


def claimed(picture: Picture):
    return Picture.objects.filter(pk=picture.pk, copies_claim=picture.copies_claim)


def give_back(picture: Picture, due_at: datetime, problem: str = "") -> None:
    claimed(picture).update(copies_claim="", copies_due_at=due_at, copies_problem=problem)


def draw(picture: Picture, written: list[str]) -> tuple[list[dict], dict]:
    """Writes what is missing; nothing is locked meanwhile."""
    with picture.file.open() as file:
        image = open_own(file)
    copies = picture.renditions or [store(copy, written) for copy in renditions(image)]
    crops = {"focal": picture.focal}
    for name, size in (("thumbnail", THUMBNAIL), ("card", CARD)):
        crops[name] = store(crop(image, size, picture.focal), written)
    return copies, crops


def keep(picture: Picture, copies: list[dict], crops: dict) -> None:
    with transaction.atomic():
        # Waits for drafts that are being saved with the picture as it was.
        Picture.objects.select_for_update().filter(pk=picture.pk).first()
        done = claimed(picture).update(
            renditions=copies, crops=crops, copies_due_at=None, copies_claim="", copies_problem=""
        )
        if not done:
            raise Overtaken
        before = picture.files
        if copies != picture.renditions:
            pages = Revision.objects.in_use().filter(picture_uses__picture=picture)
            render_again(pages.select_related("article__topic"))
        picture.renditions, picture.crops = copies, crops
        Edition.begin()
        remove_when_done(before - picture.files)


def mend_damaged_copies(now: datetime) -> str:
    """Orders copies again of which one is gone or was cut short. Where that is the file that is
    kept, only a person can put it back; then it returns the kind of this problem, or ""."""
    problem = ""
    for picture in Picture.objects.filter(copies_due_at=None).iterator():
        damaged = damaged_files(picture)
        if picture.file.name in damaged:
            logger.error("The file of picture %d is damaged. Upload it again.", picture.pk)
            problem = "PictureDamaged"
        elif damaged:
            order_again(picture)
    return problem


def order_again(picture: Picture) -> None:
    """Pages show the whole file until the copies are there."""
    with transaction.atomic():
        now = Picture.objects.select_for_update().get(pk=picture.pk)
        before = now.files
        now.renditions, now.crops, now.copies_due_at = [], {}, timezone.now()
        now.save(update_fields=["renditions", "crops", "copies_due_at"])
        pages = Revision.objects.in_use().filter(picture_uses__picture=now)
        render_again(pages.select_related("article__topic"))
        Edition.begin()
        remove_when_done(before - now.files)
