"""Answers that were written once, checked, and go stale like pages do."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from enquiries.models.enquiry import Enquiry

VARIABLES = ("name", "clinic_name", "phone", "hours", "my_name")


class PresetReply(models.Model):
    title = models.CharField(max_length=80)
    language = models.CharField(
        max_length=2, choices=Enquiry.Language, default=Enquiry.Language.ENGLISH
    )
    topic = models.CharField(
        max_length=5, choices=Enquiry.Topic, blank=True, help_text="Leave empty for every topic."
    )
    text = models.TextField(
        help_text="You may use {{ name }}, {{ clinic_name }}, {{ phone }}, {{ hours }} and "
        "{{ my_name }}. They are filled in when the answer is put into a reply."
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="checked by",
        help_text="Who read this answer and stands behind it.",
    )
    review_due = models.DateField(
        "check again on", help_text="From this day on it cannot be used until it is checked again."
    )

    class Meta:
        verbose_name = "saved answer"
        verbose_name_plural = "saved answers"
        ordering = ["title", "language"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        unknown = unknown_variables(self.text)
        if unknown:
            names = ", ".join(f"{{{{ {name} }}}}" for name in unknown)
            raise ValidationError({"text": f"There is nothing to fill in for {names}."})

    @property
    def is_stale(self) -> bool:
        return self.review_due <= timezone.localdate()


def unknown_variables(text: str) -> list[str]:
    return [name for name in variables(text) if name not in VARIABLES]


def variables(text: str) -> list[str]:
    """The names between {{ and }}, in order, each once."""
    pieces = [piece.partition("}}") for piece in text.split("{{")[1:]]
    return list(dict.fromkeys(name.strip() for name, end, _ in pieces if end))
