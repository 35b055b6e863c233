"""How this clinic answers: by when, who hears of it, which days it is closed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models


def within(low: int, high: int) -> list:
    return [MinValueValidator(low), MaxValueValidator(high)]


def validate_addresses(text: str) -> None:
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            validate_email(line)
        except ValidationError:
            raise ValidationError(
                f"“{line}” is no e-mail address. Write one address a line."
            ) from None


def validate_days(text: str) -> None:
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            date.fromisoformat(line)
        except ValueError:
            raise ValidationError(
                f"“{line}” is no date. Write one day a line, like 2027-01-01."
            ) from None


class InboxSettings(models.Model):
    """One row."""

    reply_days = models.PositiveSmallIntegerField(
        "reply within (business days)", default=1, validators=within(1, 20)
    )
    urgent_minutes = models.PositiveSmallIntegerField(
        "look at urgent ones within (minutes of open hours)", default=60, validators=within(5, 600)
    )
    closed_days = models.TextField(
        blank=True, validators=[validate_days], help_text="One day a line, like 2027-01-01"
    )
    staff_addresses = models.TextField(
        "tell these addresses about new enquiries",
        blank=True,
        validators=[validate_addresses],
        help_text="One address a line. The mail says how many there are and nothing else. When "
        "this is empty, everyone who may change enquiries and has an e-mail address is told.",
    )
    undo_seconds = models.PositiveSmallIntegerField(
        "seconds in which a reply can be taken back", default=10, validators=within(5, 300)
    )
    link_days = models.PositiveSmallIntegerField(
        "days for which a patient can open an answer", default=14, validators=within(1, 60)
    )

    class Meta:
        verbose_name = verbose_name_plural = "inbox settings"
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="inbox_settings_is_one_row")
        ]

    def __str__(self) -> str:
        return "Inbox settings"

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "InboxSettings":
        """The row, or the defaults where nobody has changed anything."""
        return cls.objects.first() or cls()

    @property
    def closed_dates(self) -> frozenset[date]:
        lines = filter(None, map(str.strip, self.closed_days.splitlines()))
        return frozenset(date.fromisoformat(line) for line in lines)

    @property
    def addresses(self) -> list[str]:
        return [line.strip() for line in self.staff_addresses.splitlines() if line.strip()]
