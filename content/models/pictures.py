"""Pictures, referenced from Markdown by id so that their use is known."""

import hashlib
import json
import re
from datetime import date, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
ENDS_SOON = timedelta(days=30)
NUMBER = re.compile(r"(?:#|img:)?([0-9]{1,9})", re.ASCII)


class PictureQuerySet(models.QuerySet):
    def matching(self, text: str) -> "PictureQuerySet":
        """Those in whose description, credit or licence each word stands, or that have the number:
        "42", "#42" and "img:42" are the same."""
        found = self
        for word in text.split():
            named = Q(alt__icontains=word) | Q(credit__icontains=word) | Q(licence__icontains=word)
            if number := NUMBER.fullmatch(word):
                named |= Q(pk=int(number[1]))
            found = found.filter(named)
        return found

    def without_words(self) -> "PictureQuerySet":
        return self.filter(alt="", is_decorative=False)

    def waiting(self) -> "PictureQuerySet":
        """Those whose copies are still to be made."""
        return self.filter(copies_due_at__isnull=False)

    def consent_missing(self) -> "PictureQuerySet":
        return self.filter(Q(consent_note="") | Q(consent_until=None), shows_person=True)

    def consent_ended(self, on: date | None = None) -> "PictureQuerySet":
        return self.filter(shows_person=True, consent_until__lt=on or timezone.localdate())

    def consent_ending(self, on: date | None = None) -> "PictureQuerySet":
        on = on or timezone.localdate()
        return self.filter(shows_person=True, consent_until__range=(on, on + ENDS_SOON))


class Picture(models.Model):
    # The file that is kept, of which copies can be made again.
    file = models.ImageField(upload_to="pictures", editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    size = models.PositiveIntegerField(help_text="Bytes", editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    # What pages show: {name, type, width, height, size} each. None until the copies are made.
    renditions = models.JSONField(default=list, editable=False)
    # Cut around the focal point: "thumbnail" and "card" like the copies, and the "focal" they have.
    crops = models.JSONField(default=dict, editable=False)
    # When copies are to be made next; empty when all are there.
    copies_due_at = models.DateTimeField(null=True, editable=False, db_index=True)
    # Who has them in hand. It is forgotten when the picture changes meanwhile.
    copies_claim = models.CharField(max_length=32, default="", blank=True, editable=False)
    copies_problem = models.CharField(max_length=80, default="", blank=True, editable=False)
    alt = models.CharField(
        "description",
        max_length=250,
        blank=True,
        help_text="What the picture tells, for people who cannot see it.",
    )
    is_decorative = models.BooleanField("is only decoration", default=False)
    credit = models.CharField(
        max_length=120, blank=True, help_text="Who made it. Patients can read it."
    )
    licence = models.CharField(
        max_length=120, blank=True, help_text="What allows us to show it. For staff only."
    )
    focal_x = models.PositiveSmallIntegerField(
        "percent from the left", default=50, validators=PERCENT
    )
    focal_y = models.PositiveSmallIntegerField(
        "percent from the top", default=50, validators=PERCENT
    )
    shows_person = models.BooleanField("shows a person who can be recognized", default=False)
    consent_note = models.TextField(
        "consent",
        default="",
        blank=True,
        help_text="Who agreed, to what, and where the paper is kept. For staff only.",
    )
    consent_until = models.DateField(
        "consent ends on",
        null=True,
        blank=True,
        help_text="The last day on which we may show it.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.alt or f"Picture {self.pk}"

    @property
    def files(self) -> set[str]:
        """The names of all that lies in the storage for this picture."""
        kept = [*self.renditions, *(self.crops.get(name, {}) for name in ("thumbnail", "card"))]
        return {self.file.name, *(copy["name"] for copy in kept if copy)} - {""}

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what pages show of it: its file, and what is said about it there."""
        shown = [self.sha256, "" if self.is_decorative else self.alt, self.credit]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()

    @property
    def focal(self) -> list[int]:
        return [self.focal_x, self.focal_y]

    @property
    def thumbnail_url(self) -> str:
        """Square, for lists of staff; until it is made, the picture as it is."""
        return self.crop_url("thumbnail") or self.file.url

    def crop_url(self, name: str) -> str:
        made = self.crops.get(name)
        return default_storage.url(made["name"]) if made else ""

    @property
    def shown(self) -> dict:
        """The copy for browsers that know no other: {url, width, height}."""
        jpegs = [copy for copy in self.renditions if copy["type"] == "image/jpeg"]
        if not jpegs:
            return {"url": self.file.url, "width": self.width, "height": self.height}
        largest = max(jpegs, key=lambda copy: copy["width"])
        url = default_storage.url(largest["name"])
        return {"url": url, "width": largest["width"], "height": largest["height"]}

    def consent_is_over(self, on: date | None = None) -> bool:
        until = self.consent_until
        return self.shows_person and bool(until) and until < (on or timezone.localdate())

    def consent_problem(self, on: date | None = None) -> str:
        """A sentence that says why patients must not see it on that day (today), or nothing."""
        if not self.shows_person:
            return ""
        if not (self.consent_note.strip() and self.consent_until):
            return (
                f"Picture {self.pk} shows a person, and nothing says that this person agreed. "
                "Write down the consent and its last day, or take the picture out."
            )
        if not self.consent_is_over(on):
            return ""
        last = date_format(self.consent_until, "DATE_FORMAT")
        return (
            f"The consent for picture {self.pk} holds only until {last}. "
            "Take the picture out, or ask again and write down the new last day."
        )
