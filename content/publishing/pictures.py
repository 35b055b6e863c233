"""Taking pictures in and putting others in their place: the file and the row, both or neither."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from content.imaging import Upload, master
from content.models import Edition, Picture, Revision
from content.publishing.picture_files import (
    damaged_files,
    kept_if_all_goes_well,
    remove_when_done,
    store,
)
from content.publishing.rendering_again import render_again
from content.publishing.rights import Person, Refused, may, write_history

DESCRIBED = (
    "alt",
    "is_decorative",
    "credit",
    "licence",
    "focal_x",
    "focal_y",
    "shows_person",
    "consent_note",
    "consent_until",
)
COPIES = ("copies_due_at", "copies_claim", "copies_problem")


def add_picture(upload: Upload, *, by: Person, **description) -> Picture:
    """Stores a checked upload as one file; its copies are made by due work.

    `description` holds fields of DESCRIBED. The same picture twice is one picture, and keeps the
    words that it has. Files of it that are gone or were cut short are made again.
    """
    may(by, "content.add_picture")
    if known := same(upload):
        if damaged_files(known):
            put_other_file(known, upload, by, "Put its damaged file back.")
        return known
    try:
        with kept_if_all_goes_well() as written:
            # A store may be far away, so nothing is locked while the file goes there.
            kept = store(master(upload.image), written)
            with transaction.atomic():
                picture = Picture(uploaded_by=by, **description)
                put_file(picture, upload, kept)
                picture.save()
                write_history(by, picture, "Uploaded.", new=True)
                return picture
    except IntegrityError:
        # Somebody else sent the same at the same moment.
        if known := same(upload):
            return known
        raise


def replace_picture(picture: Picture, upload: Upload, *, by: Person) -> None:
    """Puts another file in the place of this one, on every page that shows it.

    Signatures on those pages end, because they show something else now. Raises Refused when the
    library has that file already.
    """
    may(by, "content.change_picture")
    if known := same(upload):
        raise Refused(already_here(known, picture))
    put_other_file(picture, upload, by, "Put another file in its place.")


def put_other_file(picture: Picture, upload: Upload, by: Person, words: str) -> None:
    with kept_if_all_goes_well() as written:
        kept = store(master(upload.image), written)
        with transaction.atomic():
            now = Picture.objects.select_for_update().get(pk=picture.pk)
            before = now.files
            put_file(now, upload, kept)
            now.save()
            # Earlier versions as well: the file that they showed is gone.
            render_again(shown_in(now))
            write_history(by, now, words)
            Edition.begin()
            remove_when_done(before - now.files)
    picture.refresh_from_db()


def save_description(picture: Picture) -> None:
    """Saves what people say about a picture, and leaves alone what due work may just have made."""
    before = Picture.objects.filter(pk=picture.pk).first()
    fields = DESCRIBED
    if before and before.focal != picture.focal:
        order_copies(picture)
        fields += COPIES
    picture.save(update_fields=fields if before else None)


def put_file(picture: Picture, upload: Upload, kept: dict) -> None:
    picture.file, picture.sha256 = kept["name"], upload.sha256
    picture.size, picture.width, picture.height = kept["size"], kept["width"], kept["height"]
    picture.renditions, picture.crops = [], {}
    order_copies(picture)


def order_copies(picture: Picture) -> None:
    """Whoever has the picture in hand now finds at the end that it is of no use."""
    picture.copies_due_at, picture.copies_claim, picture.copies_problem = timezone.now(), "", ""


def same(upload: Upload) -> Picture | None:
    return Picture.objects.filter(sha256=upload.sha256).first()


def already_here(known: Picture, picture: Picture) -> str:
    if known.pk == picture.pk:
        return "This is the file that the picture has already. Choose the new one."
    return (
        f"The library has this file already: it is picture {known.pk} (“{known}”). "
        f"Use img:{known.pk} on your pages, or choose another file."
    )


def shown_in(picture: Picture) -> QuerySet[Revision]:
    """All revisions that show it, earlier ones too."""
    found = Revision.objects.filter(picture_uses__picture=picture)
    return found.select_related("article__topic")


def picture_problems(revision: Revision, at: datetime | None = None) -> list[str]:
    """A sentence for each picture of a person that must not be shown at that moment (now)."""
    used = [int(pk) for pk in revision.uses.get("pictures", {})]
    on = timezone.localdate(at)
    pictures = Picture.objects.filter(pk__in=used, shows_person=True).order_by("pk")
    return [problem for picture in pictures if (problem := picture.consent_problem(on))]


def pictures_with_ended_consent(now: datetime | None = None) -> QuerySet[Picture]:
    """Those that patients see at that moment (now) although the consent has ended by then."""
    live = Revision.objects.published(now).filter(picture_uses__picture=OuterRef("pk"))
    return Picture.objects.consent_ended(timezone.localdate(now)).filter(Exists(live))
