"""How one picture of the library is told: its size, its state, what is missing."""

from datetime import date

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from content.admin.library.usage import Use
from content.models import Picture
from content.models.pictures import ENDS_SOON


def picture_url(name: str, *args) -> str:
    return reverse(f"admin:content_picture_{name}", args=args)


def row_of(picture: Picture, uses: list[Use]) -> dict:
    return {
        "id": picture.pk,
        "url": picture_url("change", picture.pk),
        "thumbnail": picture.thumbnail_url,
        "name": name_of(picture),
        "credit": picture.credit,
        "licence": picture.licence,
        "size": size_of(picture),
        "uses": uses,
        "marks": marks_of(picture, timezone.localdate()),
    }


def name_of(picture: Picture) -> str:
    if picture.alt:
        return picture.alt
    return f"Picture {picture.pk}{' (only decoration)' if picture.is_decorative else ''}"


def size_of(picture: Picture) -> str:
    return f"{picture.width:,} × {picture.height:,} pixels, {filesizeformat(picture.size)}"


def marks_of(picture: Picture, today: date) -> list[dict[str, str]]:
    """What staff should know at a glance: {key, label} as pills have it."""
    found = []
    if not picture.alt and not picture.is_decorative:
        found.append({"key": "urgent", "label": "No description"})
    if picture.shows_person:
        found.append(consent_mark(picture, today))
    if picture.copies_problem:
        found.append({"key": "urgent", "label": f"Copies failed ({picture.copies_problem})"})
    elif picture.copies_due_at:
        found.append({"key": "new", "label": "Copies to come"})
    return found


def consent_mark(picture: Picture, today: date) -> dict[str, str]:
    until = picture.consent_until
    if not until or not picture.consent_note.strip():
        return {"key": "urgent", "label": "Consent missing"}
    day = date_format(until, "F j, Y")
    if until < today:
        return {"key": "urgent", "label": f"Consent ended {day}"}
    if until <= today + ENDS_SOON:
        return {"key": "new", "label": f"Consent ends {day}"}
    return {"key": "answered", "label": f"Consent until {day}"}
