"""What the clinic says about itself once, to be used by name in any article."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from content.rendering import phone_href

EMERGENCY_NUMBER = "911"
FEWEST_DIGITS = 7  # without an area code


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
        max_length=120, blank=True, help_text="For search engines, like: Mo-Fr 08:00-17:00"
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
