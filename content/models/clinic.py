"""What the clinic says about itself once, to be used by name in any article."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from content.rendering import phone_href

EMERGENCY_NUMBER = "911"
FEWEST_DIGITS = 7  # without an area code
# As schema.org writes them: days, then from when until when on those days.
_DAY, _TIME = "(?:Mo|Tu|We|Th|Fr|Sa|Su)", r"(?:[01]\d|2[0-3]):[0-5]\d"
_DAYS = f"{_DAY}(?:-{_DAY})?"
_SPAN = f"{_TIME}-(?:{_TIME}|24:00)"
_RULE = f"{_DAYS}(?:,{_DAYS})* {_SPAN}(?:,{_SPAN})*"
OPENING_HOURS = re.compile(f"{_RULE}(?:, {_RULE})*", re.ASCII)


def are_opening_hours(text: str) -> bool:
    spans = (span.split("-") for span in re.findall(_SPAN, text))
    return bool(OPENING_HOURS.fullmatch(text)) and all(opens < closes for opens, closes in spans)


class ClinicDetails(models.Model):
    """The one row with the clinic's name and how to reach it."""

    name = models.CharField(max_length=80)
    phone = models.CharField(
        max_length=30,
        validators=[RegexValidator(r"^[0-9()+.\- ]{7,}$", "Write a number like (503) 555-0142.")],
    )
    after_hours = models.CharField(
        max_length=200, help_text="One sentence: what to do when the clinic is closed."
    )
    address = models.TextField(help_text="One line a row.")
    hours = models.TextField(help_text="One line a row, like: Monday to Friday, 8 am to 5 pm")
    opening_hours = models.CharField(
        max_length=120,
        blank=True,
        help_text="Patients are told by these when we answer, and search engines show them. Like: "
        "Mo-Th 08:00-17:00, Fr 08:00-12:00",
    )
    is_example = models.BooleanField(
        "these are still the example details",
        default=False,
        help_text="While this is ticked every page says that the details are examples.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "clinic details"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="clinic_details_is_one_row")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if sum(c.isdigit() for c in self.phone) < FEWEST_DIGITS:
            raise ValidationError({"phone": "Write a number like (503) 555-0142."})
        if self.opening_hours and not are_opening_hours(self.opening_hours):
            words = "Write days and times of 24 hours, like: Mo-Th 08:00-17:00, Fr 08:00-12:00"
            raise ValidationError({"opening_hours": words})

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def phone_href(self) -> str:
        return phone_href(self.phone)


class ClinicFact(models.Model):
    """A policy of the clinic on which published sources disagree. Until the clinic answers, the
    page says the safe thing."""

    name = models.SlugField(unique=True, help_text="Used in articles as {{ name }}")
    label = models.CharField(max_length=200, help_text="The question for the clinic.")
    answer = models.TextField(blank=True, help_text="Whole sentences, in plain words.")
    until_answered = models.TextField(help_text="What pages say until the clinic has answered.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.name.replace("-", "_") in DETAIL_NAMES:
            raise ValidationError({"name": "This name belongs to the clinic details."})

    @property
    def text(self) -> str:
        return self.answer.strip() or self.until_answered


DETAIL_NAMES = ("clinic_name", "phone", "after_hours", "address", "hours", "emergency_number")


def clinic_facts() -> dict[str, str]:
    """Every name that articles may use and the text it stands for."""
    facts = {"emergency_number": EMERGENCY_NUMBER}
    details = ClinicDetails.objects.first()
    if details:
        facts |= {
            "clinic_name": details.name,
            "phone": details.phone,
            "after_hours": details.after_hours,
            "address": details.address,
            "hours": details.hours,
        }
    return facts | {fact.name: fact.text for fact in ClinicFact.objects.all()}
