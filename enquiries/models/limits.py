"""How many messages came from a network of late; gone within a day."""

from django.db import models


class NetworkCount(models.Model):
    """`network` is a keyed hash that changes every day, or "all" for every network together."""

    network = models.CharField(max_length=64)
    window = models.DateTimeField(help_text="When the ten minutes began.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["network", "window"], name="one_count_a_window")
        ]

    def __str__(self) -> str:
        return f"{self.count} since {self.window:%H:%M}"
