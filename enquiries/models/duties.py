"""When each piece of due work ran last, so that staff see when it has stopped running."""

from django.db import models


class Duty(models.Model):
    name = models.CharField(max_length=40, unique=True)
    ran_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True, help_text="The kind of failure only.")

    class Meta:
        verbose_name_plural = "duties"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
