"""How long each kind of enquiry is kept, and what remains when it is gone."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from enquiries.models.enquiry import Enquiry
from enquiries.models.inbox import InboxSettings

CATEGORIES = [*Enquiry.Topic.choices, ("spam", "Spam")]


class RetentionPolicy(models.Model):
    """Days are counted from the day on which an enquiry was answered or marked as spam."""

    category = models.CharField(max_length=5, choices=CATEGORIES, unique=True)
    days = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    reason = models.CharField(
        max_length=120, help_text="Completes “because: …”, like: question about a visit"
    )

    class Meta:
        verbose_name = "retention rule"
        ordering = ["category"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.get_category_display()

    def clean(self) -> None:
        lives = InboxSettings.current().link_days
        if self.category != "spam" and self.days and self.days <= lives:
            raise ValidationError(
                {"days": f"Patients can open an answer for {lives} days. Keep it longer than that."}
            )


class ErasureReceipt(models.Model):
    """Proof that something was erased: its number, kind and dates, and a keyed hash of its text."""

    number = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=9, db_index=True)
    category = models.CharField(max_length=5, choices=CATEGORIES)
    received_on = models.DateField()
    closed_on = models.DateField(null=True)
    erased_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=160)
    by_name = models.CharField(max_length=150)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"Receipt {self.number}"
