"""Which pages should have answered a question: the page, the reason and the month, nothing else."""

from django.db import models

FEWEST_SHOWN = 3  # one or two could be traced to a person


class PageGap(models.Model):
    class Reason(models.TextChoices):
        MISSING = "missing", "It is not on the page"
        HIDDEN = "hidden", "It is there, but hard to find"
        HARD = "hard", "It is there, but hard to understand"
        WRONG = "wrong", "It is wrong or out of date"

    page = models.CharField(max_length=300)
    reason = models.CharField(max_length=7, choices=Reason)
    month = models.DateField(help_text="Its first day.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["page", "reason", "month"], name="one_count_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.get_reason_display()}"
